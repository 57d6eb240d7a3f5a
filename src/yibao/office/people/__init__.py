"""Persons, enrolment, identities, registrations and filings (参保管理)."""

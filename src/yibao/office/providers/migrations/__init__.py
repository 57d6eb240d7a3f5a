"""Migrations of the providers' tables."""

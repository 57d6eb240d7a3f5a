"""Migrations of the people's tables."""

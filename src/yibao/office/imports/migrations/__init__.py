"""Migrations of the engine of imports."""

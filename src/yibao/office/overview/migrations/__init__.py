"""The migrations of the overview."""

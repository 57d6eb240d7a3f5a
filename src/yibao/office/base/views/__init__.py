"""Screens of the base that are no plain register (页面)."""

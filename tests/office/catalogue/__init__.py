"""Tests of the offices."""

"""Tests of the claims' office."""

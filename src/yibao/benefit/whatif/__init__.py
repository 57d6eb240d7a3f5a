"""Settle the same claims under two laws and say what changes for whom (政策测算).

docs/algorithms/whatif.md is the page to read first.
"""

"""Tests of the exchange with providers."""

"""Runs from files to files, against a naive run over the same rows."""

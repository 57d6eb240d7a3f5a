"""Settle a region's year from files to files: parts, order, rejects, resuming (批量结算)."""

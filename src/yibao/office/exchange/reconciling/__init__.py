"""A provider's figures beside ours: totals, then row by row (对账)."""

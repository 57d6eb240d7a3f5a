"""The ledger (账务): two books, balanced append-only entries, and nothing else that moves money."""

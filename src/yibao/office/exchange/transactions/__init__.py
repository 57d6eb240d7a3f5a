"""The transactions (交易), one function for each number; found by the registry."""

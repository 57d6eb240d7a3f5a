"""Golden cases: by hand, with ours, and as openIMIS answered them."""

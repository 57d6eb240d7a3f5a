"""A second, naive reading of docs/algorithms/benefit.md, and tests that hold the kernel to it."""

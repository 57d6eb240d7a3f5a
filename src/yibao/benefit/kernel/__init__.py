"""The kernel: plain Python over integers, compiled to machine code (待遇核). Nothing else computes a benefit."""

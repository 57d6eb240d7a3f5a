"""The kernel (待遇核): plain Python over integers, compiled; nothing else computes a benefit."""

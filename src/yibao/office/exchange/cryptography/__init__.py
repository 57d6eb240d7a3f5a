"""National algorithms (国密) and secrets at rest, each behind one module."""

"""A region's claims as files: their columns, and how their rows become whole numbers."""

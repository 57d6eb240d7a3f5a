"""What a file of claims, persons or lines may hold, and what becomes of each row."""

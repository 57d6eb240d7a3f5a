"""The same claims under two laws, against two separate runs and against plain Python."""

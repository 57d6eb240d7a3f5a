"""The whole way under a city's full law: lines classified, visits settled, file to file."""

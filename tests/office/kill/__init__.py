"""Servers, workers, databases killed while settling: nothing lost, nothing done twice."""

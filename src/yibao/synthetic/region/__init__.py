"""A region that lives (示范市): people, places, care, bills and frauds made from published figures.

Nothing here is real. Figures and their sources stand in `standards/synthetic`; how the region is
made is told in docs/algorithms/synthetic-region.md; `tables` says what comes out.
"""

"""Yibao (医保): open software that runs a region's healthcare security."""

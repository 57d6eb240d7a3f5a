"""Planted faults and frauds (植入的违规与欺诈), and the key that tells them.

docs/algorithms/synthetic-region.md says what is planted; `standards/synthetic/faults.csv` lists
the kinds, how often each is done and which rules it breaks.
"""

from __future__ import annotations

from yibao.synthetic.region.faults.kinds import Kind, kinds
from yibao.synthetic.region.faults.planting import Planted, plant
from yibao.synthetic.region.faults.stock import PlantedStock, plant_stock

__all__ = ["Kind", "Planted", "PlantedStock", "kinds", "plant", "plant_stock"]

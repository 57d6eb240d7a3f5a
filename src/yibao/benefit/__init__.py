"""Benefits: classify a bill, settle a visit, explain every yuan (待遇)."""

from yibao.benefit.accumulators import Accumulators
from yibao.benefit.settle import settle
from yibao.benefit.settlement import Settlement
from yibao.benefit.visit import Amounts, Visit

__all__ = ["Accumulators", "Amounts", "Settlement", "Visit", "settle"]

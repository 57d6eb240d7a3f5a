"""Invented persons, visits and bills, to try a region's law on (演示数据): never real ones.

Everything is drawn by a seed and settled by the law itself; nothing here knows a rule.
"""

from yibao.synthetic.sample_year import Claim, SampleYear, sample_year
from yibao.synthetic.settled_year import Refused, Settled, SettledYear, settle_year

__all__ = [
    "Claim",
    "Refused",
    "SampleYear",
    "Settled",
    "SettledYear",
    "sample_year",
    "settle_year",
]

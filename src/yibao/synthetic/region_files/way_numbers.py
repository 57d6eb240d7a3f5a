"""What each way of care is like in numbers (各就医方式的参数): cost, days, where it is offered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from yibao.synthetic.region_files.draws import Int
from yibao.synthetic.region_files.institutions import spans
from yibao.synthetic.ways import Way

_MEDIAN_FEN = {
    "outpatient": 12_000,
    "emergency": 25_000,
    "pharmacy": 8_000,
    "chronic": 30_000,
    "two_diseases": 6_000,
    "antenatal": 30_000,
    "inpatient": 620_000,
    "day_surgery": 500_000,
    "delivery": 450_000,
}
"""The bill in the middle at a secondary hospital; a stay's for ten days less three."""
_LEVEL_PERCENT = {
    "village": 30,
    "community_station": 40,
    "community": 60,
    "township": 60,
    "unrated": 60,
    "primary": 70,
    "tertiary_b": 140,
    "tertiary": 160,
    "tertiary_a": 180,
    "tertiary_special": 220,
}
_DISEASE_PERCENT = {"malignancy_therapy": 700, "transplant_antirejection": 600, "dialysis": 200}
_AS_USUAL = 100
_STAY_DAYS = {
    "inpatient": (1, 2, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 10, 10, 11, 12, 14, 16, 18, 20),
    "delivery": (2, 3, 3, 4, 4, 5, 6),
}
"""How many days a stay may take, each as likely as the next; other care takes a day."""
LENGTHS = 64


class WayNumbers(NamedTuple):
    """Tables with a row for each way of care."""

    median_fen: Int
    days: Int
    """[way, LENGTHS]: lengths to draw from."""
    first_institution: Int
    institutions: Int


def way_numbers(ways: Sequence[Way]) -> WayNumbers:
    """Look every way of care up."""
    where = spans()
    found = np.array([where[way.provider.number] for way in ways])
    lengths = [_STAY_DAYS.get(way.care, (1,)) for way in ways]
    days = [[row[k * len(row) // LENGTHS] for k in range(LENGTHS)] for row in lengths]
    return WayNumbers(
        np.array([_median_fen(way) for way in ways]),
        np.array(days),
        np.ascontiguousarray(found[:, 0]),
        np.ascontiguousarray(found[:, 1]),
    )


def _median_fen(way: Way) -> int:
    of_level = _LEVEL_PERCENT.get(way.provider.level, _AS_USUAL)
    of_disease = _DISEASE_PERCENT.get(way.disease, _AS_USUAL)
    return _MEDIAN_FEN[way.care] * of_level * of_disease // _AS_USUAL**2

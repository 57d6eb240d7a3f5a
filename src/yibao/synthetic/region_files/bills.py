"""What a visit costs (费用): log-normal by care, level and days; and the four parts of a bill."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from yibao.synthetic.region_files.draws import BITS, ONE, Draws, Int, log_normal

_SPREAD_OF_STAYS, _SPREAD = 0.95, 0.85
_USUAL_DAYS, _DAYS_BESIDES = 10, 3
"""A stay costs by its days and three more: so much is done at its beginning."""
_LEAST_FEN = 100
_STAYS_OF_YEAR, _OTHERS_OF_YEAR = 3, 1
_OF_YEAR = 4


class Parts(NamedTuple):
    """A bill by what may be paid for, in fen; the order is that of `columns.AMOUNTS`."""

    full_self: Int
    over_limit: Int
    first_pay: Int
    in_scope: Int

    @property
    def total(self) -> Int:
        """The bill."""
        return self.full_self + self.over_limit + self.first_pay + self.in_scope


def draw_total(
    median_fen: Int, days: Int, stay: npt.NDArray[np.bool_], most_fen: Int, draws: Draws
) -> Int:
    """Draw bills, in fen; what would be above its most is drawn again from the half below it."""
    draw = draws.take()
    factor = np.where(stay, _factors(_SPREAD_OF_STAYS)[draw], _factors(_SPREAD)[draw])
    middle = np.where(stay, median_fen * (days + _DAYS_BESIDES) // _USUAL_DAYS, median_fen)
    total = np.maximum(middle * factor // ONE, _LEAST_FEN)
    return np.where(total > most_fen, most_fen - draws.below(most_fen >> 1), total)


def most_fen(year_fen: Int, stay: npt.NDArray[np.bool_], stays: Int, each: Int) -> Int:
    """Return how large each bill may be, so that a person's year stays below a sum.

    Stays share three quarters of the year's sum, the other visits a quarter.
    """
    share = np.where(stay, year_fen * _STAYS_OF_YEAR, year_fen * _OTHERS_OF_YEAR)
    sharers: Int = np.where(stay, stays, each - stays)
    return share // (sharers * _OF_YEAR)


def draw_parts(total: Int, draws: Draws) -> Parts:
    """Draw how much of each bill may be paid for: about nine tenths of it."""
    full_self, over_limit, first_pay = draws.take(), draws.take(), draws.take()
    full_self = total * (full_self * full_self >> BITS + 2) >> BITS
    over_limit = total * np.where(over_limit & 7 == 0, over_limit >> 4, 0) >> BITS
    first_pay = total * (first_pay >> 3) >> BITS
    return Parts(full_self, over_limit, first_pay, total - full_self - over_limit - first_pay)


@cache
def _factors(sigma: float) -> Int:
    return log_normal(sigma)

"""What is charged for, gathered step by step (记账)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import numpy as np

from yibao.synthetic.region.billing.called import SECONDS, Called
from yibao.synthetic.region.goods import Bools, Ints, goods, sellers

_FIRST_SECOND, _MORNING = 7 * 3600, 3 * 3600
_BEFORE_SETTLING = 60


@dataclass(eq=False)
class Charges:
    """The lines of the visits of a piece, in the order in which they were thought of."""

    of: Called
    draws: np.random.Generator
    visit: list[Ints] = field(default_factory=list)
    good: list[Ints] = field(default_factory=list)
    count: list[Ints] = field(default_factory=list)
    second: list[Ints] = field(default_factory=list)
    price_fen: list[Ints] = field(default_factory=list)
    spent_fen: Ints = field(init=False)
    _charged: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = field(init=False)

    def __post_init__(self) -> None:
        self.spent_fen = np.zeros(len(self.of), dtype=np.int64)
        self._charged = np.zeros((len(self.of), _columns().max() + 1), dtype=bool)

    @property
    def left_fen(self) -> Ints:
        """What each bill still lacks; negative where it is above the sum wanted."""
        return self.of.wanted_fen - self.spent_fen

    def price_of(self, visit: Ints, good: Ints) -> Ints:
        """Return what a unit costs where the visit is."""
        price: Ints = sellers().price_fen(good, self.of.institution[visit])
        return price

    def add(self, visit: Ints, good: Ints, count: Ints | int = 1, day: Ints | int = 0) -> None:
        """Charge visits for goods; what is counted less than once is left out.

        Args:
            visit: of each line.
            good: of each line.
            count: how many.
            day: of the visit, 0 its first one.

        """
        counted = np.broadcast_to(np.asarray(count), visit.shape)
        kept = (counted > 0) & (good >= 0)
        if not kept.all():
            visit, good, counted = visit[kept], good[kept], counted[kept]
            day = day[kept] if isinstance(day, np.ndarray) else day
        price = self.price_of(visit, good)
        self.visit.append(visit)
        self.good.append(good)
        self.count.append(np.ascontiguousarray(counted, dtype=np.int64))
        self.price_fen.append(price)
        self.second.append(self._moment(visit, day))
        daily = goods().once_a_day[good]
        self._charged[visit[daily], _columns()[good[daily]]] = True
        spent = np.bincount(visit, weights=price * counted, minlength=len(self.of))
        self.spent_fen += spent.astype(np.int64)

    def add_daily(self, visit: Ints, good: Ints, many: Ints, first: Ints | int = 0) -> None:
        """Charge once a day for so many days, from a day of the visit on."""
        line = np.repeat(np.arange(len(visit)), many)
        turn = np.arange(len(line)) - np.repeat(np.cumsum(many) - many, many)
        begin = first[line] if isinstance(first, np.ndarray) else first
        self.add(visit[line], good[line], 1, begin + turn)

    def has(self, visit: Ints, good: Ints) -> Bools:
        """Say which visits are charged already for a good that nobody has twice on a day."""
        found: Bools = np.asarray(self._charged[visit, _columns()[good]])
        return found

    def luck(self, many: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Draw numbers from 0 to 1."""
        return self.draws.random(many, dtype=np.float32).astype(np.float64)

    def _moment(self, visit: Ints, day: Ints | int) -> Ints:
        """Return when it is charged: on its day, before the visit is settled."""
        noise = (self.draws.random(len(visit), dtype=np.float32) * _MORNING).astype(np.int64)
        moment = (self.of.begin[visit] + day) * SECONDS + _FIRST_SECOND + noise
        last = self.of.settled[visit] - _BEFORE_SETTLING
        within: Ints = np.maximum(np.minimum(moment, last), self.of.begin[visit] * SECONDS)
        return within

    def gathered(self) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Return visit, good, count, second and price of all lines, by visit and time."""
        columns = (self.visit, self.good, self.count, self.second, self.price_fen)
        visit, good, count, second, price = (
            np.concatenate([np.zeros(0, dtype=np.int64), *column]) for column in columns
        )
        first, count = _merged(visit, good, count, second // SECONDS)
        order = first[np.argsort(visit[first] * (1 << 36) + second[first], kind="stable")]
        return visit[order], good[order], count[order], second[order], price[order]


@cache
def _columns() -> Ints:
    """Return for each good that nobody has twice on a day a number of its own; 0 for others."""
    once = goods().once_a_day
    return np.where(once, np.cumsum(once), 0)


def _merged(visit: Ints, good: Ints, count: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Return the first line of each good and day of a visit, and the counts of all lines.

    The first of those that were one is counted as often as all of them; what is done once a day
    is done once.
    """
    many = len(goods())
    begin = day.min(initial=0)
    key = (visit * many + good) * (day.max(initial=0) - begin + 1) + day - begin
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    whole = np.bincount(place, weights=count, minlength=len(first)).astype(np.int64)
    merged = count.copy()
    merged[first] = np.where(goods().once_a_day[good[first]], count[first], whole)
    return first, merged


def affordable(visit: Ints, cost_fen: Ints, purse_fen: Ints) -> Bools:
    """Say which of the wishes of visits a purse allows, taken in their order.

    Args:
        visit: of each wish; those of a visit stand together.
        cost_fen: of each wish.
        purse_fen: of each visit.

    >>> affordable(np.array([0, 0, 1]), np.array([5, 6, 7]), np.array([10, 7])).tolist()
    [True, False, True]

    """
    if not len(visit):
        return np.zeros(0, dtype=bool)
    running = np.cumsum(cost_fen)
    first = np.r_[True, visit[1:] != visit[:-1]]
    before = (running - cost_fen)[first][np.cumsum(first) - 1]
    found: Bools = running - before <= purse_fen[visit]
    return found

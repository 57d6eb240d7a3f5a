"""When things happen (就诊日历): nobody is in two beds at once, nor at a clinic while in bed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from yibao.benefit.stay import Stay
from yibao.synthetic.ways import Way
from yibao.terms.levels import level

_MEDIAN_DAYS = {"inpatient": 7.0, "day_surgery": 1.0, "delivery": 4.0}
_DAYS_MAX = 45
_REFERRED_SHARE = 0.3
_TRIES = 20


class Diary:
    """The year of one person, day by day."""

    def __init__(self, first: date, last: date, rng: np.random.Generator) -> None:
        self.first = first
        self.busy = np.zeros((last - first).days + 1, dtype=bool)
        self.rng = rng

    def enter(self, ways: Sequence[Way]) -> list[Stay]:
        """Give every way its days: stays first, then visits on the days that are left."""
        stays: list[Stay] = []
        for way in ways:
            if way.is_stay:
                stays.append(self._stay(way, stays[-1] if stays else None))
        return stays + [self._visit(way) for way in ways if not way.is_stay]

    def _stay(self, way: Way, before: Stay | None) -> Stay:
        length = self._length(way)
        if before is not None and self.rng.random() < _REFERRED_SHARE:
            referred = self._referred(way, before, length)
            if referred is not None:
                return referred
        start = self._free(length)
        return self._booked(way, start, length)

    def _referred(self, way: Way, before: Stay, length: int) -> Stay | None:
        """Let a stay begin on the day of the last discharge, sent up or down between hospitals."""
        rank, rank_before = level(way.provider.level).rank, level(before.provider.level).rank
        start = (before.discharge - self.first).days
        rest = self.busy[start + 1 : start + length]
        if rank == rank_before or {way.care, before.care} != {"inpatient"} or rest.any():
            return None
        if before.place != way.place or start + length > len(self.busy):
            return None
        link = "up" if rank > rank_before else "down"
        return replace(self._booked(way, start, length), link=link)

    def _visit(self, way: Way) -> Stay:
        return self._booked(way, self._free(1), 1)

    def _booked(self, way: Way, start: int, length: int) -> Stay:
        self.busy[start : start + length] = way.is_stay or self.busy[start : start + length]
        first = self.first + timedelta(days=start)
        return way.stay("", first, first + timedelta(days=length - 1))

    def _free(self, length: int) -> int:
        """Draw a first day from which on nothing else is entered; in a full year any day."""
        start = 0
        for _ in range(_TRIES):
            start = int(self.rng.integers(0, len(self.busy) - length + 1))
            if not self.busy[start : start + length].any():
                break
        return start

    def _length(self, way: Way) -> int:
        drawn = _MEDIAN_DAYS[way.care] * float(self.rng.lognormal(0.0, 0.5))
        return 1 if way.care == "day_surgery" else min(_DAYS_MAX, max(2, round(drawn)))

"""What the bands of a layer pay on a stretch of the axis (benefit.md §4, steps 4 and 6)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from oracle.values import ONE, Case, adjusted, limit, number, whole, word
from yibao.policy.law import Layer


@dataclass
class Piece:
    """The part of the stretch that lies in one band, and the ratio there."""

    begin: int
    end: int
    ratio: Fraction

    @property
    def pay(self) -> Fraction:
        """What the band pays on it, before any rounding."""
        return (self.end - self.begin) * self.ratio


@dataclass
class Stretch:
    """A stretch of the axis, cut into bands; behind `reach` there is no band."""

    begin: int
    end: int
    reach: int
    pieces: list[Piece]
    pay: int

    @property
    def beyond(self) -> int:
        """The cost that lies beyond the last band."""
        return self.end - self.reach

    def behind(self, paid: int) -> int:
        """Return the cost up to `reach` behind the first point at which so much was paid.

        No rounding to a unit is looked at here. What lies behind the point is behind it whether or
        not a band pays there.
        """
        if paid == 0:
            return self.reach - self.begin
        left = Fraction(paid)
        for piece in self.pieces:
            if left <= piece.pay:
                return self.reach - piece.begin - math.ceil(left / piece.ratio)
            left -= piece.pay
        return 0


def lay_out(layer: Layer, begin: int, end: int, case: Case) -> Stretch:
    """Cut the stretch from begin to end into the layer's bands and work out the pay."""
    assert layer.bands is not None
    pieces = []
    ends = []
    for band in layer.bands.list:
        over, to = number(band.over, case), limit(band.to, case)
        ends.append(end if to is None else to)
        first, last = max(begin, over), min(end, ends[-1])
        if first >= last:
            continue
        ratio = adjusted(number(band.pay, case), layer.adjust, case)
        assert ratio is not None
        pieces.append(Piece(first, last, Fraction(max(0, min(ratio, ONE)), ONE)))
    reach = max(begin, min(end, max(ends)))
    return Stretch(begin, end, reach, pieces, _rounded(layer, pieces, case))


def _rounded(layer: Layer, pieces: list[Piece], case: Case) -> int:
    mode = word(layer.rounding.mode, case)
    unit = number(layer.rounding.unit, case)
    if word(layer.rounding.per, case) == "band":
        return sum(_to_unit(piece.pay, mode, unit) for piece in pieces)
    return _to_unit(sum((piece.pay for piece in pieces), Fraction(0)), mode, unit)


def _to_unit(amount: Fraction, mode: str, unit: int) -> int:
    return whole(amount / unit, mode) * unit

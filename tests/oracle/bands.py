"""What the bands of a layer pay on a stretch of the axis (benefit.md §4, steps 4 and 6)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from oracle.values import ONE, Case, adjusted, limit, number, whole, word
from yibao.policy.law import Layer


@dataclass
class Piece:
    """The part of the stretch that lies in one band, the ratio there, and what it comes to."""

    begin: int
    end: int
    ratio: Fraction
    pay: Fraction


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
        """Return the cost in the bands behind the point at which they had paid so much."""
        left = Fraction(paid)
        for piece in self.pieces:
            if left < piece.pay:
                point = min(piece.end, piece.begin + math.ceil(left / piece.ratio))
                return self.reach - point
            left -= piece.pay
        return 0


def lay_out(layer: Layer, begin: int, end: int, case: Case) -> Stretch:
    """Cut the stretch from begin to end into the layer's bands and work out the pay."""
    assert layer.bands is not None
    mode = word(layer.rounding.mode, case)
    unit = number(layer.rounding.unit, case)
    by_band = word(layer.rounding.per, case) == "band"
    pieces = []
    ends = []
    bounds = [(number(b.over, case), limit(b.to, case)) for b in layer.bands.list]
    for band, (over, to) in zip(layer.bands.list, bounds, strict=True):
        ends.append(end if to is None else to)
        first, last = max(begin, over), min(end, ends[-1])
        if first >= last:
            continue
        ratio = adjusted(number(band.pay, case), layer.adjust, case)
        assert ratio is not None
        held = Fraction(max(0, min(ratio, ONE)), ONE)
        pay = (last - first) * held
        if by_band:
            pay = Fraction(_to_unit(pay, mode, unit))
        pieces.append(Piece(first, last, held, pay))
    exact = sum((piece.pay for piece in pieces), Fraction(0))
    reach = max(begin, min(end, max(ends)))
    return Stretch(begin, end, reach, pieces, _to_unit(exact, mode, unit))


def _to_unit(amount: Fraction, mode: str, unit: int) -> int:
    return whole(amount / unit, mode) * unit

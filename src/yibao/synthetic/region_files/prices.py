"""What the lines of a bill cost (明细金额): quantity, price, ceiling, amount to the fen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from yibao.synthetic.region_files.draws import Draws, Int

E4 = 10_000
_E8_PER_FEN = 1_000_000
"""Price and quantity have four decimals each; a fen is the second decimal of their product."""
_E4_PER_FEN = 100
_SMALL_FEN = 1_000
_MOST_COUNTED = 4
_ODD_PRICES, _HALVES = 4, 16
"""One price in so many has parts of a fen, one quantity in so many a half."""
_CEILING_LEAST, _CEILING_SPAN, _CEILING_UNIT_BITS = 154, 256, 8
"""A ceiling is 0.6 to 1.6 times the price."""


class Prices(NamedTuple):
    """Columns of one value a line; four decimals but for the amount, which is in fen."""

    quantity_e4: Int
    price_e4: Int
    amount_fen: Int
    ceiling_e4: Int


def draw_prices(wanted_fen: Int, days: Int, per_day: npt.NDArray[np.bool_], draws: Draws) -> Prices:
    """Draw quantity and price so that their product is about what is wanted, at least a fen.

    The amount is the product, half up to the fen.
    """
    draw = draws.take()
    counted = np.where(per_day, days, 1 + draw % _MOST_COUNTED)
    counted = np.where(wanted_fen < _SMALL_FEN, 1, counted)
    half = (draw // _MOST_COUNTED % _HALVES == 0) & (counted > 1) & ~per_day
    quantity = counted * E4 + np.where(half, E4 // 2, 0)
    price = wanted_fen * _E8_PER_FEN // quantity
    even = np.maximum(price // _E4_PER_FEN, 1) * _E4_PER_FEN
    odd = draws.take() % _ODD_PRICES == 0
    price = np.where(odd & (wanted_fen >= _SMALL_FEN), price, even)
    amount = (price * quantity + _E8_PER_FEN // 2) // _E8_PER_FEN
    ceiling = price * (_CEILING_LEAST + draws.below(_CEILING_SPAN)) >> _CEILING_UNIT_BITS
    return Prices(quantity, price, amount, ceiling)

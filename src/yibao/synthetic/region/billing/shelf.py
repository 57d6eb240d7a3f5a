"""Goods side by side in order of price (货架), and the one that suits a purse."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from yibao.synthetic.region.goods import Ints, goods

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
NOTHING = -1
_APART = 64.0
"""Between shelves; no logarithm of a price is as large."""


class Shelf:
    """Lists of goods, each in order of price; a list may be empty.

    >>> shelf = Shelf([[goods().named("叶酸片"), goods().named("伊马替尼片")], []])
    >>> found = shelf.pick(np.array([0, 0, 1]), np.array([1_000, 90_000, 500]), np.zeros(3))
    >>> [goods().names[good] if good != NOTHING else "" for good in found]
    ['叶酸片', '伊马替尼片', '']
    """

    def __init__(self, lists: Sequence[Sequence[int]]) -> None:
        price = goods().price_fen
        ordered = [sorted(each, key=lambda good: (price[good], good)) for each in lists]
        flat = np.array([good for each in ordered for good in each], dtype=np.int64)
        number = np.repeat(np.arange(len(lists)), [len(each) for each in lists])
        self._goods = flat
        self._edges = number * _APART + np.log(price[flat])
        self._first = np.searchsorted(number, np.arange(len(lists) + 1))

    def pick(self, number: Ints, target_fen: Ints, luck: Floats, among: int = 3) -> Ints:
        """Return for each a good of its list that costs about the target or less.

        Args:
            number: of the list.
            target_fen: what may be paid for a unit; the cheapest where nothing is as cheap.
            luck: from 0 to 1; chooses among the dearest `among` that are not above the target.
            among: see `luck`.

        """
        if not len(self._goods):
            return np.full(len(number), NOTHING)
        first, after = self._first[number], self._first[number + 1]
        wanted = number * _APART + np.log(np.maximum(target_fen, 1).astype(np.float64))
        place = np.searchsorted(self._edges, wanted + 1e-9, side="right") - 1
        place = np.clip(place - (luck * among).astype(np.int64), first, after - 1)
        found = self._goods[np.clip(place, 0, len(self._goods) - 1)]
        return np.where(after > first, found, NOTHING)

    def another(self, number: Ints, start: Ints) -> Ints:
        """Return for each a good of its list: the so-manieth, beginning again after the last.

        Args:
            number: of the list.
            start: which; those of `start` and `start` + 1 differ where a list has two goods.

        """
        first, after = self._first[number], self._first[number + 1]
        place = first + start % np.maximum(after - first, 1)
        found = self._goods[np.clip(place, 0, len(self._goods) - 1)]
        return np.where(after > first, found, NOTHING)

"""Which drugs a visit has already (已开药品), so that no drug is given twice under two makers."""

from __future__ import annotations

import numpy as np

from yibao.synthetic.region.goods import Bools, Ints, goods


class Had:
    """Remembers names of drugs by visit, and what was bought.

    >>> had, drug = Had(2), np.array([goods().named("叶酸片")])
    >>> had.again(np.array([1]), drug).tolist(), had.again(np.array([1]), drug).tolist()
    ([False], [True])
    """

    def __init__(self, visits: int) -> None:
        self._turns: list[Ints] = []
        self.bought: list[tuple[Ints, Ints]] = []
        """Visits and goods that were not given before, turn by turn."""
        self._visits = visits

    def again(self, row: Ints, good: Ints) -> Bools:
        """Say which of these were given before, and remember them; each visit stands once."""
        name = goods().same[good]
        found = np.zeros(len(row), dtype=bool)
        for turn in self._turns:
            found |= turn[row] == name
        now = np.full(self._visits, -1)
        now[row] = name
        self._turns.append(now)
        self.bought.append((row[~found], good[~found]))
        return found

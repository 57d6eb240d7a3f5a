"""Drawing from weighted groups (分组加权抽取), many at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]


class Choice:
    """Values with weights, in groups that are numbered from 0; a group may be empty.

    >>> letters = Choice(groups=[0, 0, 2], weights=[1.0, 3.0, 1.0], values=[7, 8, 9], many=3)
    >>> letters.draw(np.array([0, 0, 1, 2]), np.array([0.1, 0.9, 0.5, 0.5])).tolist()
    [7, 8, -1, 9]
    """

    def __init__(
        self,
        groups: Sequence[int] | Ints,
        weights: Sequence[float] | Floats,
        values: Sequence[int] | Ints,
        many: int,
    ) -> None:
        group = np.asarray(groups, dtype=np.int64)
        weight = np.asarray(weights, dtype=np.float64)
        used = weight > 0
        order = np.argsort(group[used], kind="stable")
        group, weight = group[used][order], weight[used][order]
        self._values = np.asarray(values, dtype=np.int64)[used][order]
        self._first = np.searchsorted(group, np.arange(many + 1))
        running = np.r_[0.0, np.cumsum(weight)]
        before = running[self._first[:-1]][group]
        whole = running[self._first[1:]][group] - before
        self._edges = group + (running[1:] - before) / whole

    def draw(self, group: Ints, luck: Floats) -> Ints:
        """Return a value of each group, −1 where it is empty; `luck` is in [0, 1)."""
        if not len(self._values):
            return np.full(len(group), -1)
        first, last = self._first[group], self._first[group + 1] - 1
        place = np.searchsorted(self._edges, group + luck, side="right")
        found = self._values[np.minimum(np.clip(place, first, last), len(self._values) - 1)]
        return np.where(last < first, -1, found)

    def there(self, group: Ints) -> Bools:
        """Say of each group whether it has a value."""
        found: Bools = self._first[group] < self._first[group + 1]
        return found

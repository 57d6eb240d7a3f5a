"""Numbers dealt out of order (编号打散): neighbours in one count are no neighbours in another."""

from __future__ import annotations

from math import gcd

from yibao.synthetic.region_files.draws import Int


class Scatter:
    """A one-to-one mapping of 0 … size − 1 onto itself, and back, without a table.

    >>> from numpy import arange
    >>> scatter = Scatter(7, seed=1)
    >>> scatter.there(arange(7)).tolist(), scatter.back(scatter.there(arange(7))).tolist()
    ([1, 5, 2, 6, 3, 0, 4], [0, 1, 2, 3, 4, 5, 6])
    """

    def __init__(self, size: int, seed: int) -> None:
        self.size = size
        # Steps near the golden section spread best.
        step = size * 618 // 1000
        while gcd(max(step, 1), size) != 1:
            step += 1
        self._step = max(step, 1)
        self._first = seed % size
        self._back = pow(self._step, -1, size) if size > 1 else 1

    def there(self, position: Int) -> Int:
        """Return the number of each position."""
        return (position * self._step + self._first) % self.size

    def back(self, number: Int) -> Int:
        """Return the position of each number."""
        return (number - self._first) % self.size * self._back % self.size

"""Random numbers that are the same on every machine (随机数): sixteen bits at a time, no floats.

NumPy promises the stream of a bit generator, not that of its distributions. So a distribution is a
table of whole numbers here, and sixteen random bits look an entry up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from math import exp, log
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Int = npt.NDArray[np.int64]

BITS = 16
SIZE = 1 << BITS
ORDER_BITS = 18
ROWS_MAX = 1 << ORDER_BITS
"""The most rows that `Draws.order` can put in order."""
ONE = 1024
"""What stands for 1 in a table of factors."""
_WORD_FIELDS = 4


class Stream(IntEnum):
    """What a stream of random numbers is for; each has its own."""

    PIECES = 0
    VISITS = 1
    PERSONS = 2
    LINES = 3


class Draws:
    """The random numbers of one piece of a file, by seed, stream and number of the piece.

    >>> Draws(1, Stream.VISITS, 0, rows=3, fields=1).take().tolist()
    [19487, 33999, 38605]
    """

    def __init__(self, seed: int, stream: Stream, piece: int, *, rows: int, fields: int) -> None:
        generator = np.random.PCG64(np.random.SeedSequence([seed, int(stream), piece]))
        words = -(-fields // _WORD_FIELDS)
        raw = generator.random_raw(rows * words).astype("<u8", copy=False)
        self._fields: Iterator[npt.NDArray[np.uint16]] = iter(
            raw.view("<u2").reshape(words * _WORD_FIELDS, rows)
        )

    def take(self) -> Int:
        """Return the next field: for each row a number from 0 to 65,535."""
        return next(self._fields).astype(np.int64)

    def below(self, limits: Int | int) -> Int:
        """Return for each row a number from 0 to its limit less one; the limit below 2⁴⁷."""
        scaled: Int = self.take() * limits >> BITS
        return scaled

    def happens(self, share: float) -> npt.NDArray[np.bool_]:
        """Return for each row whether something with that chance happens; takes two fields."""
        draw: Int = (self.take() << BITS) + self.take()
        happening: npt.NDArray[np.bool_] = draw < round(share * 2 ** (2 * BITS))
        return happening

    def order(self) -> Int:
        """Return a random order of the rows; takes three fields.

        The number of the row stands in the key, so no two keys are equal and every way of sorting
        gives the same order.
        """
        key = (self.take() << 2 * BITS) + (self.take() << BITS) + self.take() >> 3
        assert len(key) <= ROWS_MAX, "a piece has at most as many rows as fit the key"
        keyed = np.sort((key << ORDER_BITS) + np.arange(len(key)))
        return keyed & (ROWS_MAX - 1)


def log_normal(sigma: float) -> Int:
    """Return the quantiles of exp(sigma × normal), in 1/1024.

    >>> table = log_normal(0.9)
    >>> int(table[0]), int(table[SIZE // 2]), int(table[-1])
    (21, 1024, 50206)
    """
    quantile = NormalDist().inv_cdf
    return np.array([round(ONE * exp(sigma * quantile((i + 0.5) / SIZE))) for i in range(SIZE)])


def geometric(mean: float, most: int) -> Int:
    """Return the quantiles of a geometric distribution from 1 on, with a mean, cut off at a most.

    >>> table = geometric(3.0, 100)
    >>> int(table[0]), round(float(table.mean()), 2), int(table[-1])
    (1, 3.0, 30)
    """
    if mean <= 1:
        return np.ones(SIZE, dtype=np.int64)
    fall = log(1 - 1 / mean)
    return np.array([min(most, 1 + int(log((i + 0.5) / SIZE) / fall)) for i in range(SIZE)])[::-1]


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Deal a total out by weights, whole numbers that sum to it; nothing where no weight is.

    >>> apportion(10, [1, 1, 1]), apportion(3, [0, 5, 1])
    ([3, 3, 4], [0, 2, 1])
    """
    whole, passed, dealt = sum(weights), 0, 0
    parts = []
    for weight in weights:
        passed += weight
        until = total * passed // whole if whole else 0
        parts.append(until - dealt)
        dealt = until
    return parts


def slots(weights: Sequence[int], size: int) -> Int:
    """Return a table of positions in which each stands as often as its weight says.

    >>> slots([3, 0, 1], 8).tolist()
    [0, 0, 0, 0, 0, 0, 2, 2]
    """
    return np.repeat(np.arange(len(weights)), apportion(size, weights))

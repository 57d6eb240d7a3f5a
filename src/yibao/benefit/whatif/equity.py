"""Indices of inequality (公平性指标), for a reader: floating numbers, from exact sums.

docs/algorithms/whatif.md §6 has the formulas and their sources.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from yibao.benefit.whatif.burden import Float
from yibao.policy.plan.layout import Int

CURVE_POINTS = 100


def gini(amounts: Int) -> float:
    """Return the Gini coefficient of amounts; 0 where nobody has any.

    >>> gini(np.array([5, 5, 5])), gini(np.array([0, 0, 0, 8]))
    (0.0, 0.75)
    """
    count, whole = len(amounts), int(amounts.sum())
    if count == 0 or whole == 0:
        return 0.0
    ranked = np.sort(amounts).astype(np.float64)
    weighted = float(np.arange(1, count + 1, dtype=np.float64) @ ranked)
    return 2 * weighted / (count * whole) - (count + 1) / count


def gini_with_zeros(own: float, persons: int, everybody: int) -> float:
    """Return the coefficient over everybody, where all but `persons` have nothing.

    >>> gini_with_zeros(0.0, 1, 4) == gini(np.array([0, 0, 0, 8]))
    True
    """
    if everybody <= persons:
        return own
    return (everybody - persons) / everybody + persons / everybody * own


def lorenz(amounts: Int) -> list[tuple[float, float]]:
    """Return the Lorenz curve: shares of persons, from who has least, and of the amount.

    >>> lorenz(np.array([1, 3]))[-1]
    (1.0, 1.0)
    """
    count, whole = len(amounts), int(amounts.sum())
    if count == 0 or whole == 0:
        return [(0.0, 0.0), (1.0, 1.0)]
    held = np.concatenate(([0], np.cumsum(np.sort(amounts))))
    places = np.unique(np.linspace(0, count, CURVE_POINTS + 1).round().astype(np.int64))
    return [(float(place) / count, int(held[place]) / whole) for place in places.tolist()]


def cumulative(parts: Sequence[int]) -> list[float]:
    """Return cumulative shares of parts, from 0 to 1.

    >>> cumulative([1, 1, 2])
    [0.0, 0.25, 0.5, 1.0]
    """
    whole = sum(parts)
    held, shares = 0, [0.0]
    for part in parts:
        held += part
        shares.append(held / whole if whole else 0.0)
    return shares


def concentration(persons: Sequence[int], amounts: Sequence[int]) -> float:
    """Return the concentration index of grouped data, the poorest group first.

    >>> concentration([1, 1], [3, 1])
    -0.25
    """
    if sum(persons) == 0 or sum(amounts) == 0:
        return 0.0
    p, held = cumulative(persons)[1:], cumulative(amounts)[1:]
    return sum(p[t] * held[t + 1] - p[t + 1] * held[t] for t in range(len(p) - 1))


@dataclass(frozen=True, slots=True)
class Theil:
    """A Theil index and its parts: `within` + `between` is `whole`."""

    whole: float
    within: float
    between: float


def theil(persons: Int, amounts: Int, entropy: Float) -> Theil:
    """Return the Theil index of amounts, within and between groups.

    Args:
        persons: how many persons each group has.
        amounts: what they have together, y.
        entropy: Σ y·ln y over them.

    >>> equal = theil(np.array([2]), np.array([4]), np.array([2 * 2 * np.log(2)]))
    >>> abs(equal.whole) < 1e-12
    True

    """
    some = amounts > 0
    count, whole = int(persons.sum()), int(amounts.sum())
    if whole == 0:
        return Theil(0.0, 0.0, 0.0)
    own, size = amounts[some].astype(np.float64), persons[some].astype(np.float64)
    share = own / whole
    inner = entropy[some] / own - np.log(own / size)
    within = float(share @ inner)
    between = float(share @ np.log(own / size / (whole / count)))
    return Theil(within + between, within, between)

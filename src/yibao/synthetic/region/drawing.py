"""How persons are chosen and columns are written (抽样与列): helpers of the people of a piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]
Reals = np.ndarray[tuple[int], np.dtype[np.float64]]


def chosen(draws: np.random.Generator, many: int, weight: Reals | Bools) -> Bools:
    """Choose so many of some, each as likely as its weight; who has none is never chosen.

    The least of exponential draws divided by the weights: Efraimidis and Spirakis, Weighted random
    sampling with a reservoir (2006).

    >>> int(chosen(np.random.default_rng(1), 2, np.array([1.0, 0.0, 3.0, 0.0])).sum())
    2
    """
    found = np.zeros(len(weight), dtype=bool)
    may = np.flatnonzero(weight > 0)
    many = min(many, len(may))
    if many:
        keys = draws.exponential(size=len(may)) / weight[may]
        found[may[np.argpartition(keys, many - 1)[:many]]] = True
    return found


def chosen_groups(draws: np.random.Generator, persons: int, size: Ints, weight: Reals) -> Bools:
    """Choose groups until they have so many persons; `size` is how many each group brings.

    >>> found = chosen_groups(np.random.default_rng(1), 4, np.full(9, 2), np.ones(9))
    >>> int(found.sum())
    2
    """
    may = np.flatnonzero((weight > 0) & (size > 0))
    order = may[np.argsort(draws.exponential(size=len(may)) / weight[may], kind="stable")]
    reached = np.cumsum(size[order])
    found = np.zeros(len(size), dtype=bool)
    # A group counts if more than half of it is wanted, so that groups are neither over nor under.
    found[order[reached - size[order] / 2 <= persons]] = True
    return found


def rounded(draws: np.random.Generator, number: float) -> int:
    """Return a whole number beside another, so that many of them have its mean.

    >>> rounded(np.random.default_rng(1), 3.0)
    3
    """
    return int(np.floor(number + draws.random()))


def evenly(draws: np.random.Generator, many: int, weight: Reals) -> Ints:
    """Return a cell for each of many, every cell as often as its weight says, to one or two."""
    reached = np.cumsum(weight) / weight.sum()
    spread = (np.arange(many) + draws.random()) / max(many, 1)
    cells = np.minimum(np.searchsorted(reached, spread, side="right"), len(weight) - 1)
    return draws.permutation(cells)


def log_normal(draws: np.random.Generator, many: int, spread: float) -> Reals:
    """Return factors whose mean is 1 and whose logarithms have a standard deviation."""
    return draws.lognormal(-(spread**2) / 2, spread, many)


def coded(places: Ints | Bools, names: Sequence[str]) -> pa.DictionaryArray:
    """Return a column of codes by their places among the names."""
    return pa.DictionaryArray.from_arrays(
        pa.array(places.astype(np.int32)), pa.array(list(names), pa.string())
    )


def listed(said: Mapping[str, Bools]) -> pa.ListArray:
    """Return for each row the names that are so.

    >>> listed({"a": np.array([True, False]), "b": np.array([True, True])}).to_pylist()
    [['a', 'b'], ['b']]
    """
    row, which = np.nonzero(np.column_stack(list(said.values())))
    many = len(next(iter(said.values())))
    names = pa.array(list(said), pa.string()).take(pa.array(which))
    return pa.ListArray.from_arrays(pa.array(offsets(row, many)), names)


def offsets(row: Ints, many: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """Return where each of many rows begins among values that stand by row."""
    counts = np.bincount(row, minlength=many)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)

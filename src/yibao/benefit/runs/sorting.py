"""Sort rows by several keys at once (多键排序): docs/algorithms/bulk.md §3."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yibao.benefit.kernel.rows import (
    DIGIT_BITS,
    SECOND,
    are_whole_seconds,
    longest_run,
    pack,
    sort_by_digit,
    sort_by_insertion,
)
from yibao.policy.plan.layout import Int

KEY_BITS = 63
"""What a packed key may take."""
FEW = 64
"""Up to so many rows with the same first key are put in order by insertion."""


@dataclass(frozen=True, slots=True, eq=False)
class Sorted:
    """Rows in the order of their keys."""

    rows: Int
    tied: Int
    """Places whose row has the same keys as that of the next place."""


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """Several keys in one integer a row, which sorts as they do one after another."""

    key: Int
    bits: int
    below: int
    """How many of the bits are not the first key's."""


def sort_rows(keys: tuple[Int, ...]) -> Sorted:
    """Sort rows by several keys, one after another; rows with equal keys stay in order.

    >>> found = sort_rows((np.array([1, 0, 1, 1]), np.array([5, 9, 2, 5])))
    >>> found.rows.tolist(), found.tied.tolist()
    ([1, 2, 0, 3], [2])
    """
    packed = packed_of(keys)
    if packed is None:
        rows = np.lexsort(keys[::-1])
        same = np.ones(max(0, len(rows) - 1), np.bool_)
        for key in keys:
            along = key[rows]
            same &= along[1:] == along[:-1]
        return Sorted(rows, np.flatnonzero(same))
    rows, along = _digit_by_digit(packed)
    return Sorted(rows, np.flatnonzero(along[1:] == along[:-1]))


def packed_of(keys: tuple[Int, ...]) -> Packed | None:
    """Pack keys into one integer, each counted from its smallest; None if 63 bits are few."""
    count = len(keys[0])
    packed = np.zeros(count, np.int64)
    bits = first_bits = 0
    for position, key in enumerate(keys if count else ()):
        least, most = int(key.min()), int(key.max())
        # Times of whole seconds that are given in microseconds waste twenty bits.
        seconds = (most - least).bit_length() > 32 and are_whole_seconds(key, least)
        width = ((most - least) // (SECOND if seconds else 1)).bit_length()
        bits += width
        first_bits += width if position == 0 else 0
        if bits > KEY_BITS:
            return None
        if width:
            pack(packed, key, least, seconds, width)
    return Packed(packed, bits, bits - first_bits)


def _digit_by_digit(packed: Packed) -> tuple[Int, Int]:
    """Sort: the rows, and their keys along them.

    By the digits of the first key alone, the last of them first; then the few rows that share it
    are put in order by insertion. Where they are many, by the digits of all keys.
    """
    rows, keys = _by_digits(packed, packed.below)
    if packed.below == 0:
        return rows, keys
    if longest_run(keys, packed.below) > FEW:
        return _by_digits(packed, 0)
    sort_by_insertion(keys, rows)
    return rows, keys


def _by_digits(packed: Packed, from_bit: int) -> tuple[Int, Int]:
    keys, rows = packed.key.copy(), np.arange(len(packed.key), dtype=np.int64)
    keys_after, rows_after = np.empty_like(keys), np.empty_like(rows)
    counts = np.empty(1 << DIGIT_BITS, np.int64)
    for shift in range(from_bit, packed.bits, DIGIT_BITS):
        sort_by_digit(keys, rows, keys_after, rows_after, shift, counts)
        keys, keys_after = keys_after, keys
        rows, rows_after = rows_after, rows
    return rows, keys

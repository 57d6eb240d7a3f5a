"""The order in which the visits of a part are folded (docs/algorithms/bulk.md §3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yibao.policy.plan.layout import Int

Flags = npt.NDArray[np.bool_]
SECOND = 1_000_000
RANK_BITS = 32
"""Whole numbers that span no more bits are their own rank."""
NO_TIME = -(2**62)
"""Stands for a time that is not known: it comes first, so everything after it is provisional."""


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """Rows in the order of the fold: by person, scheme, benefit year, time, `setl_id`."""

    staged: pa.Table
    person: Int
    """[row]: a number that is the same for one person."""
    scheme: Int
    duplicate: Flags
    """[row]: whether the person has another row with the same `setl_id`."""


def in_order(staged: pa.Table) -> Ordered:
    """Put the rows of a part in order."""
    staged = staged.combine_chunks()
    person = ranked(staged["psn_no"])
    scheme = integers(staged["scheme_code"])
    year = integers(staged["year"], missing=0)
    time = integers(staged["time"], missing=NO_TIME)
    key = sort_key((person, scheme, year, time))
    rows = np.argsort(key)
    along = key[rows]
    tied = np.flatnonzero(along[1:] == along[:-1])
    if len(tied):
        rows = _settle_ties(rows, tied, staged["setl_id"])
    duplicate = _duplicates(person, staged["setl_id"])
    return Ordered(_taken(staged, rows), person[rows], scheme[rows], duplicate[rows])


def _taken(staged: pa.Table, rows: Int) -> pa.Table:
    """Return the rows in their order; a column that is the same in every row stays as it is."""
    picked = pa.array(rows)
    columns = [
        column if constant_of(column) is not None else column.take(picked)
        for column in staged.columns
    ]
    return pa.Table.from_arrays(columns, schema=staged.schema)


def constant_of(column: pa.ChunkedArray) -> int | None:
    """Return the whole number that stands in every row of a column, if one does."""
    if column.null_count or not len(column) or not pa.types.is_integer(column.type):
        return None
    first: int = column[0].as_py()
    if column[-1].as_py() != first:
        return None
    found = pc.min_max(column)
    return first if found["min"].as_py() == found["max"].as_py() else None


def integers(column: pa.ChunkedArray, missing: int = -1) -> Int:
    """Return a column as int64; what is missing becomes `missing`."""
    if column.null_count:
        column = pc.fill_null(column, pa.scalar(missing, column.type))
    return np.asarray(column.to_numpy()).astype(np.int64, copy=False)


def dense(column: pa.ChunkedArray) -> Int:
    """Return for each row a number from 0 that is the same for equal values; −1 for none."""
    whole = column.combine_chunks()
    codes = pc.dictionary_encode(whole).indices
    return integers(pa.chunked_array([codes]))


def ranked(column: pa.ChunkedArray) -> Int:
    """Return for each row the rank of its value among the values there are; −1 for none."""
    if pa.types.is_integer(column.type) and column.null_count == 0 and len(column):
        numbers = integers(column)
        least = int(numbers.min())
        if (int(numbers.max()) - least).bit_length() <= RANK_BITS:
            return numbers - least
    encoded = pc.dictionary_encode(column.combine_chunks())
    rank = np.empty(len(encoded.dictionary), np.int64)
    rank[pc.sort_indices(encoded.dictionary).to_numpy()] = np.arange(len(rank))
    # No value has the code −1, which finds the last place.
    return np.append(rank, -1)[integers(pa.chunked_array([encoded.indices]))]


def sort_key(keys: tuple[Int, ...]) -> Int:
    """Return one integer a row that sorts as several keys do, one after another.

    >>> key = sort_key((np.array([1, 0, 1]), np.array([5, 9, 2])))
    >>> np.argsort(key).tolist()
    [1, 2, 0]
    """
    packed = _packed(keys)
    if packed is not None:
        return packed
    rows = np.lexsort(keys[::-1])
    changes = np.zeros(len(rows), np.int64)
    for key in keys:
        along = key[rows]
        changes[1:] |= along[1:] != along[:-1]
    rank = np.empty(len(rows), np.int64)
    rank[rows] = np.cumsum(changes)
    return rank


def _packed(keys: tuple[Int, ...]) -> Int | None:
    """Pack the keys into one integer, each counted from its smallest; None if 63 bits are few."""
    packed = np.zeros(len(keys[0]), np.int64)
    bits = 0
    for key in keys if len(keys[0]) else ():
        least, most = int(key.min()), int(key.max())
        unit = _unit(key, least, most)
        counted = (key - least) // unit if unit > 1 else key - least
        width = ((most - least) // unit).bit_length()
        bits += width
        if bits > 63:
            return None
        packed <<= width
        packed |= counted
    return packed


def _unit(key: Int, least: int, most: int) -> int:
    """Return a second where a key counts microseconds of whole seconds, else 1."""
    if (most - least).bit_length() <= 32 or bool(np.any((key - least) % SECOND)):
        return 1
    return SECOND


def _settle_ties(rows: Int, tied: Int, setl_id: pa.ChunkedArray) -> Int:
    """Order runs of rows with equal keys by `setl_id`; `tied` are places tied with the next."""
    rows = rows.copy()
    in_run = np.union1d(tied, tied + 1)
    numbers = dict(zip(in_run.tolist(), _values(setl_id, rows[in_run]), strict=True))
    for first, end in _runs(tied):
        places = sorted(range(first, end), key=lambda place: _rank(numbers[place]))
        rows[first:end] = rows[places]
    return rows


def _runs(tied: Int) -> list[tuple[int, int]]:
    """Return the runs (first, end) of places whose rows are tied with the next."""
    breaks = np.flatnonzero(np.diff(tied) > 1)
    firsts = tied[np.concatenate(([0], breaks + 1))]
    lasts = tied[np.concatenate((breaks, [len(tied) - 1]))]
    return [(int(first), int(last) + 2) for first, last in zip(firsts, lasts, strict=True)]


def _values(column: pa.ChunkedArray, rows: Int) -> list[Any]:
    values: list[Any] = column.take(pa.array(rows)).to_pylist()
    return values


def _rank(number: int | str | None) -> tuple[bool, int | str]:
    return (True, number) if number is not None else (False, 0)


def _duplicates(person: Int, setl_id: pa.ChunkedArray) -> Flags:
    """Mark every row whose person has another one with the same `setl_id`."""
    marked = np.zeros(len(person), np.bool_)
    whole = pa.types.is_integer(setl_id.type) and setl_id.null_count == 0
    numbers = integers(setl_id) if whole else dense(setl_id)
    if whole and not bool(np.any(np.diff(np.sort(numbers)) == 0)):
        return marked
    if not whole and int(numbers.max(initial=-1)) + 1 == len(numbers):
        return marked
    by_number = np.lexsort((person, numbers))
    same = (np.diff(numbers[by_number]) == 0) & (np.diff(person[by_number]) == 0)
    same &= person[by_number][1:] >= 0
    if not whole:
        same &= numbers[by_number][1:] >= 0
    marked[by_number[1:][same]] = True
    marked[by_number[:-1][same]] = True
    return marked

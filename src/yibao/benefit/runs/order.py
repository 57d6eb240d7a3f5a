"""The order in which the visits of a part are folded (docs/algorithms/bulk.md §3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yibao.benefit.kernel.rows import mark_repeats
from yibao.benefit.runs.arrays import Flags, along, constant_of, dense, integers
from yibao.benefit.runs.sorting import sort_rows
from yibao.policy.plan.layout import Int

RANK_BITS = 32
"""Whole numbers that span no more bits are their own rank."""
COMPARED = 256
"""Up to so many rows a person, each is compared with each; beyond, they are sorted by number."""
ANY_NUMBER = -(2**63)
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
    found = sort_rows((person, scheme, year, time))
    rows = found.rows
    if len(found.tied):
        rows = _settle_ties(rows, found.tied, staged["setl_id"])
    person, scheme = along(person, rows), along(scheme, rows)
    staged = _taken(staged, rows)
    return Ordered(staged, person, scheme, _duplicates(person, staged))


def _taken(staged: pa.Table, rows: Int) -> pa.Table:
    """Return the rows in their order; a column that is the same in every row stays as it is."""
    columns = [
        column if constant_of(column) is not None else _rows_of(column, rows)
        for column in staged.columns
    ]
    return pa.Table.from_arrays(columns, schema=staged.schema)


def _rows_of(column: pa.ChunkedArray, rows: Int) -> pa.ChunkedArray:
    if pa.types.is_integer(column.type) and not column.null_count:
        return pa.chunked_array([pa.array(along(column.to_numpy(), rows))], column.type)
    return column.take(pa.array(rows))


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


def _duplicates(person: Int, staged: pa.Table) -> Flags:
    """Mark every row whose person has another one with the same `setl_id`; rows are in order."""
    column = staged["setl_id"]
    if pa.types.is_integer(column.type) and column.null_count == 0:
        return _repeated(person, integers(column), ANY_NUMBER)
    if "visit_key" in staged.schema.names:
        # What has no repeated hash has no repeated number.
        hashed = staged["visit_key"].to_numpy().view(np.int64)
        if not _repeated(person, hashed, ANY_NUMBER).any():
            return np.zeros(len(person), np.bool_)
    return _repeated(person, dense(column), 0)


def _repeated(person: Int, numbers: Int, least: int) -> Flags:
    """Mark the rows of a person with one number; numbers below `least` are none."""
    marked = np.zeros(len(person), np.int64)
    ends = np.flatnonzero(np.concatenate((person[1:] != person[:-1], [True])))
    if int(np.diff(ends, prepend=-1).max(initial=0)) <= COMPARED:
        mark_repeats(person, numbers, least, marked)
        return marked.astype(np.bool_)
    by_number = np.lexsort((person, numbers))
    same = (np.diff(numbers[by_number]) == 0) & (np.diff(person[by_number]) == 0)
    same &= (person[by_number][1:] >= 0) & (numbers[by_number][1:] >= least)
    marked[by_number[1:][same]] = 1
    marked[by_number[:-1][same]] = 1
    return marked.astype(np.bool_)

"""Which visit a line belongs to: a hash picks the candidate, the numbers themselves decide.

Two numbers may have one hash: those that DuckDB gives to texts of digits are not rare. So whatever
has the same hash is compared by `setl_id` and `psn_no` too (docs/algorithms/bulk.md §5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yibao.benefit.kernel.rows import fill_table, find_visits
from yibao.benefit.runs.arrays import Flags
from yibao.policy.plan.layout import Int

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class VisitKeys:
    """Numbers of settlements and persons, of as many visits, or of as many lines' visits."""

    hashes: Hashes
    """The same for the same numbers, mostly another for others."""
    numbers: pa.Array
    """`setl_id`, in the type that it has in the claims."""
    persons: pa.Array
    """`psn_no`, likewise."""

    def __len__(self) -> int:
        return len(self.hashes)

    @staticmethod
    def of(table: pa.Table, number: str, person: str) -> VisitKeys:
        """Return the keys that stand in a table: `visit_key` and the two columns named."""
        hashes: Hashes = np.asarray(table["visit_key"].to_numpy())
        return VisitKeys(hashes, _whole(table[number]), _whole(table[person]))

    @staticmethod
    def joined(pieces: Sequence[VisitKeys]) -> VisitKeys:
        """Put pieces together."""
        return VisitKeys(
            np.concatenate([piece.hashes for piece in pieces]),
            pa.concat_arrays([piece.numbers for piece in pieces]),
            pa.concat_arrays([piece.persons for piece in pieces]),
        )

    def where(self, wanted: Flags) -> VisitKeys:
        """Return the keys that are wanted."""
        chosen = pa.array(wanted)
        return VisitKeys(
            self.hashes[wanted], self.numbers.filter(chosen), self.persons.filter(chosen)
        )

    def at(self, places: Int) -> VisitKeys:
        """Return the keys at these places."""
        chosen = pa.array(places)
        return VisitKeys(self.hashes[places], self.numbers.take(chosen), self.persons.take(chosen))

    def unlike(self, other: VisitKeys) -> Flags:
        """Say of each key whether its numbers are not those of the other's; none is like none."""
        return _unlike(self.numbers, other.numbers) | _unlike(self.persons, other.persons)

    def begins(self) -> Flags:
        """Say of each key whether it is not the one before it."""
        first = np.ones(len(self), np.bool_)
        if len(self) > 1:
            before = VisitKeys(self.hashes[:-1], self.numbers[:-1], self.persons[:-1])
            after = VisitKeys(self.hashes[1:], self.numbers[1:], self.persons[1:])
            first[1:] = after.unlike(before)
        return first

    def pairs(self) -> list[tuple[Any, Any]]:
        """Return the two numbers of each key."""
        return list(zip(self.numbers.to_pylist(), self.persons.to_pylist(), strict=True))


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _unlike(one: pa.Array, other: pa.Array) -> Flags:
    equal = pc.equal(one, other)
    if equal.null_count:
        neither = pc.and_(one.is_null(), other.is_null())
        equal = pc.if_else(equal.is_null(), neither, equal)
    return np.asarray(pc.invert(equal).to_numpy(zero_copy_only=False))


class VisitsByKey:
    """The visits of a part, in which each line looks up its own."""

    def __init__(self, keys: VisitKeys) -> None:
        """Lay out the table; of two visits with the same key the first is found."""
        self._keys = keys
        self._table = np.full(1 << (2 * len(keys) + 1).bit_length(), -1, np.int64)
        fill_table(keys.hashes, self._table)

    def find(self, wanted: VisitKeys) -> Int:
        """Return the visit of each key, −1 for none.

        >>> persons = pa.array(["P", "P", "P", "P"])
        >>> two = VisitKeys(np.array([5, 5], np.uint64), pa.array([1, 2]), persons[:2])
        >>> lines = VisitKeys(np.array([5, 5, 5, 9], np.uint64), pa.array([2, 1, 3, 1]), persons)
        >>> VisitsByKey(two).find(lines).tolist()
        [1, 0, -1, -1]
        """
        visit = np.empty(len(wanted), np.int64)
        lost = find_visits(wanted.hashes, self._keys.hashes, self._table, visit)
        if lost == len(wanted):
            return visit
        found = visit >= 0 if lost else np.ones(len(visit), np.bool_)
        candidates = self._keys.at(np.maximum(visit, 0) if lost else visit)
        strange = np.flatnonzero(found & wanted.unlike(candidates))
        if len(strange):
            visit[strange] = self._by_numbers(wanted.at(strange))
        return visit

    def _by_numbers(self, wanted: VisitKeys) -> list[int]:
        """Find the visits of the few whose hash is that of another visit."""
        alike = np.flatnonzero(np.isin(self._keys.hashes, np.unique(wanted.hashes)))
        known: dict[tuple[Any, Any], int] = {}
        for row, pair in zip(alike.tolist(), self._keys.at(alike).pairs(), strict=True):
            known.setdefault(pair, row)
        return [known.get(pair, -1) for pair in wanted.pairs()]

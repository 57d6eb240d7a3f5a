"""Values to decision lists: rows of integers, and beside them what each row was in the law."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from yibao.policy.facts import FACTS
from yibao.policy.law import Named
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Bits, Int
from yibao.policy.plan.predicates import Predicates
from yibao.policy.provenance import Mark, Status
from yibao.policy.values import (
    Fixed,
    Indexed,
    Linear,
    Operand,
    Row,
    Test,
    Unknown,
    Unlimited,
    Value,
    Word,
)
from yibao.terms.rounding import Rounding, divide


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A decision list as compiled: where it came from and the rows of the law behind it."""

    mark: Mark
    rows: tuple[Row, ...]
    words: tuple[str, ...]
    of_line: bool


class Lists:
    """Collects the decision lists of a plan."""

    def __init__(
        self, predicates: Predicates, indices: dict[str, Named], allow_unverified: bool
    ) -> None:
        self.predicates = predicates
        self.indices = indices
        self.allow_unverified = allow_unverified
        self.entries: list[ListEntry] = []
        self._known: dict[tuple[Mark, tuple[Row, ...]], int] = {}

    def add(
        self,
        value: Value | None,
        words: tuple[str, ...] = (),
        of_line: bool = False,
        when: tuple[Test, ...] = (),
    ) -> int:
        """Take a value in and return its list; no value is no list."""
        if value is None:
            return layout.NONE
        rows = tuple(
            replace(resolved, tests=(*when, *resolved.tests))
            for row in value.rows
            for resolved in self._resolve(row)
        )
        key = (value.mark, rows)
        if key not in self._known:
            self._known[key] = len(self.entries)
            self.entries.append(ListEntry(value.mark, rows, words, of_line))
            for row in rows:
                self.predicates.add(row.tests, of_line)
        return self._known[key]

    def condition(self, tests: tuple[Test, ...], like: Row, of_line: bool = False) -> int:
        """Take a bare condition in, as a list that gives 1 where it holds."""
        if not tests:
            return layout.NONE
        row = replace(like, tests=tests, operand=Fixed(1))
        self.predicates.add(tests, of_line)
        self.entries.append(ListEntry(like.mark, (row,), (), of_line))
        return len(self.entries) - 1

    def _resolve(self, row: Row) -> list[Row]:
        unverified = row.provenance.status is Status.UNVERIFIED
        if unverified and not self.allow_unverified:
            return [replace(row, operand=Unknown())]
        if not isinstance(row.operand, Indexed):
            return [row]
        index = self.indices.get(row.operand.of)
        if index is None:
            return [replace(row, operand=Unknown())]
        return [self._multiple(row, row.operand, own) for own in index.value.rows]

    def _multiple(self, row: Row, wanted: Indexed, index: Row) -> Row:
        """Multiply an index out; what rests on a weak index is as weak."""
        tests = (*row.tests, *index.tests)
        weak = index.provenance.status is Status.UNVERIFIED and not self.allow_unverified
        if weak or not isinstance(index.operand, Fixed):
            return replace(row, tests=tests, operand=Unknown())
        number = divide(index.operand.number * wanted.times_e4, 10_000, Rounding.HALF_UP)
        return replace(row, tests=tests, operand=Fixed(number))

    def layout(self) -> tuple[Int, Int, Bits, tuple[Row, ...]]:
        """Lay out lists, rows and needs, once all tests are known."""
        lists: list[list[int]] = []
        rows: list[list[int]] = []
        needs: list[list[int]] = []
        behind: list[Row] = []
        for entry in self.entries:
            lists.append([len(rows), len(rows) + len(entry.rows)])
            for row in entry.rows:
                rows.append(_encode(row.operand, entry.words))
                needs.append(self.predicates.need(row.tests, entry.of_line))
                behind.append(row)
        words = self.predicates.words
        return (
            np.array(lists, dtype=np.int64).reshape(-1, 2),
            np.array(rows, dtype=np.int64).reshape(-1, 4),
            np.array(needs, dtype=np.uint64).reshape(-1, words),
            tuple(behind),
        )


def _encode(operand: Operand, words: tuple[str, ...]) -> list[int]:
    if isinstance(operand, Fixed):
        return [layout.FIXED, operand.number, 0, 0]
    if isinstance(operand, Linear):
        kind = layout.SHARE if operand.per_million else layout.LINEAR
        return [kind, operand.plus, operand.each, layout.COLUMN[operand.of]]
    if isinstance(operand, Unlimited):
        return [layout.UNLIMITED, 0, 0, 0]
    if isinstance(operand, Unknown):
        return [layout.UNKNOWN, 0, 0, 0]
    assert isinstance(operand, Word), "an index was left unresolved"
    if operand.word == "catalogue":
        return [layout.CATALOGUE, 0, 0, 0]
    return [layout.FIXED, words.index(operand.word), 0, 0]


def facts_of(row: Row) -> set[str]:
    """Name the facts that a row asks about or counts with."""
    named = {test.fact for test in row.tests}
    if isinstance(row.operand, Linear):
        named.add(row.operand.of)
    return {name for name in named if name in FACTS}

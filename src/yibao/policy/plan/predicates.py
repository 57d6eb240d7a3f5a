"""Tests to bits: each distinct test of a plan is one bit, looked up by the value of its fact.

A row of a decision list needs a set of bits; whether it fits a visit is then one AND and one
comparison a word. Tests on lines of a bill lie in words of their own behind those of the visit.
"""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from yibao.policy.facts import FACTS, FactKind
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Bits, Int
from yibao.policy.plan.vocabulary import Vocabulary
from yibao.policy.values import OPEN, Test

WORD = 64


class Predicates:
    """Collects the tests of a plan, then lays out the tables that turn facts into bits."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.visit: dict[Test, int] = {}
        self.line: dict[Test, int] = {}

    def add(self, tests: tuple[Test, ...], of_line: bool) -> None:
        """Give the tests of a row their bits. In a line's row `date` is the day of the fee."""
        for test in tests:
            pool = self.line if self._of_line(test, of_line) else self.visit
            pool.setdefault(test, len(pool))

    @staticmethod
    def _of_line(test: Test, of_line: bool) -> bool:
        return FACTS[test.fact].of_line or (of_line and test.fact == "date")

    @property
    def visit_words(self) -> int:
        """How many words the tests of a visit take."""
        return max(1, -(-len(self.visit) // WORD))

    @property
    def words(self) -> int:
        """How many words all tests take."""
        return self.visit_words + max(1, -(-len(self.line) // WORD))

    def place(self, test: Test, of_line: bool) -> tuple[int, int]:
        """Return the word and the bit of a test."""
        if self._of_line(test, of_line):
            position = self.line[test]
            return self.visit_words + position // WORD, position % WORD
        position = self.visit[test]
        return position // WORD, position % WORD

    def need(self, tests: tuple[Test, ...], of_line: bool) -> list[int]:
        """Return the words that a row with these tests needs."""
        words = [0] * self.words
        for test in tests:
            word, bit = self.place(test, of_line)
            words[word] |= 1 << bit
        return words

    def one_of(self, of_line: bool) -> tuple[Int, list[list[int]]]:
        """Lay out the facts with names: (column, first line), and the lines of bits."""
        table: list[list[int]] = []
        lines: list[list[int]] = []
        columns = layout.LINE_FACTS if of_line else layout.ONE_OF_FACTS
        for column, fact in enumerate(columns):
            tests = [t for t in (self.line if of_line else self.visit) if t.fact == fact]
            if not tests:
                continue
            table.append([column, len(lines)])
            for name in self.vocabulary.codes[fact]:
                held = tuple(t for t in tests if (name in t.names) != t.negated)
                lines.append(self.need(held, of_line))
        return _table(table, 2), lines

    def numbers(self, of_line: bool) -> tuple[Int, list[int], list[list[int]]]:
        """Lay out the numeric facts: their breaks and, for each stretch, the bits that hold."""
        table: list[list[int]] = []
        breaks: list[int] = []
        lines: list[list[int]] = []
        columns = ("date",) if of_line else layout.NUMBER_FACTS
        for position, fact in enumerate(columns):
            tests = [t for t in (self.line if of_line else self.visit) if t.fact == fact]
            if not tests:
                continue
            edges = sorted({e for t in tests for e in (t.low, t.high + 1) if abs(e) < OPEN})
            column = layout.LINE_DATE if of_line else len(layout.ONE_OF_FACTS) + position
            table.append([column, len(breaks), len(edges), len(lines)])
            for stretch in range(len(edges) + 1):
                inside = edges[stretch - 1] if stretch else -OPEN
                held = tuple(t for t in tests if t.low <= inside <= t.high)
                assert bisect_right(edges, inside) == stretch
                lines.append(self.need(held, of_line))
            breaks += edges
        return _table(table, 4), breaks, lines

    def sets(self) -> Int:
        """Lay out the tests on sets: column, mask, negated, word, bit."""
        table: list[list[int]] = []
        for test in self.visit:
            fact = FACTS[test.fact]
            if fact.kind is FactKind.SET:
                codes = self.vocabulary.codes[test.fact]
                mask = sum(1 << codes[name] for name in test.names)
                word, bit = self.place(test, False)
                table.append([layout.COLUMN[test.fact], mask, int(test.negated), word, bit])
        return _table(table, 5)


def _table(rows: list[list[int]], columns: int) -> Int:
    return np.array(rows, dtype=np.int64).reshape(-1, columns)


def bit_lines(lines: list[list[int]], words: int) -> Bits:
    """Turn lines of words into an array; never empty, so the kernel may always index it."""
    return np.array(lines or [[0] * words], dtype=np.uint64).reshape(-1, words)

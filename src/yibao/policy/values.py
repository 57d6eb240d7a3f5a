"""Values of the law: what a rule says, for whom, from when, by which source.

A `Value` is a decision list: the first row whose tests all hold gives the operand. Everything the
format offers (tables by level, versions by date, formulas) is read into this one shape, so the
compiler, the checker and the words for a reader need to know nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from yibao.policy.provenance import Mark, Provenance

OPEN = 10**15
"""Stands for "no bound" in a test on numbers; above every limit on input."""


class Kind(StrEnum):
    """What a value measures: fen, parts per million, a count, ten-thousandths, or a word."""

    MONEY = "money"
    RATIO = "ratio"
    COUNT = "count"
    DECIMAL = "decimal"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Fixed:
    """A number: fen, parts per million, or a count."""

    number: int


@dataclass(frozen=True, slots=True)
class Linear:
    """`plus + each × input`; `per_million` divides the product by 10⁶ (a share of money)."""

    plus: int
    each: int
    of: str
    per_million: bool


@dataclass(frozen=True, slots=True)
class Indexed:
    """A multiple of an index such as the average wage, worked out when the plan is compiled."""

    times_e4: int
    of: str


@dataclass(frozen=True, slots=True)
class Word:
    """One of the words that the key allows."""

    word: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The law has a value here that we do not know."""


@dataclass(frozen=True, slots=True)
class Unlimited:
    """`none` where a limit stands."""


Operand = Fixed | Linear | Indexed | Word | Unknown | Unlimited


@dataclass(frozen=True, slots=True)
class Test:
    """One condition: a fact is one of these names, or lies between two numbers.

    `negated` turns a test on names round; for a set it then means "none of them is in the set".
    """

    __test__: ClassVar[bool] = False  # pytest would take the name for its own

    fact: str
    names: frozenset[str] = frozenset()
    negated: bool = False
    low: int = -OPEN
    high: int = OPEN


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a decision list."""

    tests: tuple[Test, ...]
    operand: Operand
    provenance: Provenance
    mark: Mark


@dataclass(frozen=True, slots=True)
class Value:
    """A decision list: the first row that fits holds."""

    kind: Kind
    rows: tuple[Row, ...]
    mark: Mark

"""Values of the law, read row by row (benefit.md §0 and §1), and their adjustments (§7).

Amounts are fen, ratios parts per million, both plain `int`; every product and quotient goes through
a `Fraction`. "No limit" is `None`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from yibao.benefit.visit import FactValue, Visit
from yibao.policy.law import Adjustment, Policy
from yibao.policy.provenance import Status
from yibao.policy.values import Fixed, Indexed, Linear, Row, Test, Unknown, Unlimited, Value, Word

ONE = 1_000_000
"""A whole, in parts per million."""


class NaiveRefusal(Exception):  # noqa: N818 -- the same noun as in benefit/refusal.py
    """The visit cannot be settled; `key` is that of the value, if it is a value's fault.

    The kind is `no_rule`, `unknown`, `not_covered` or `earlier_year`.
    """

    def __init__(self, kind: str, key: str = "") -> None:
        super().__init__(kind, key)
        self.kind = kind
        self.key = key


class NoRow(Exception):  # noqa: N818 -- an outcome, not a mistake
    """No row of a value fits the visit."""


@dataclass
class Case:
    """One visit under one policy: everything that a value may be asked with."""

    policy: Policy
    visit: Visit
    allow_unverified: bool
    facts: dict[str, FactValue]
    stay: bool
    year_day: date = date.min
    year: int = 0

    @property
    def link(self) -> str:
        return str(self.facts["link"])

    @property
    def disease(self) -> str:
        return str(self.facts["disease"])


# Numbers (§0) ------------------------------------------------------------------------------------


def whole(quotient: Fraction, mode: str) -> int:
    """Round to a whole number, the same for x and −x."""
    size = abs(quotient)
    below = math.floor(size)
    rest = size - below
    up = {
        "down": False,
        "up": rest > 0,
        "half_up": rest >= Fraction(1, 2),
        "half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1),
    }[mode]
    rounded = below + 1 if up else below
    return rounded if quotient >= 0 else -rounded


def share(amount: int, ratio: int) -> int:
    """Amount × ratio, rounded half up to the fen."""
    return whole(Fraction(amount * ratio, ONE), "half_up")


# Tests and rows (§1) -----------------------------------------------------------------------------


def holds(test: Test, case: Case) -> bool:
    """Say whether one condition holds for the visit."""
    given = case.facts.get(test.fact)
    if test.names:
        names = given if isinstance(given, frozenset) else {given}
        return bool(names & test.names) != test.negated
    return isinstance(given, int) and test.low <= given <= test.high


def all_hold(tests: tuple[Test, ...], case: Case) -> bool:
    """Say whether all conditions hold."""
    return all(holds(test, case) for test in tests)


def look_up(value: Value, case: Case) -> int | str | None:
    """Return what the first row that holds says; None is "no limit"."""
    for row in value.rows:
        if all_hold(row.tests, case):
            return _said_by(row, value, case)
    raise NoRow(value.mark.key)


def _said_by(row: Row, value: Value, case: Case) -> int | str | None:
    operand = row.operand
    weak = row.provenance.status is Status.UNVERIFIED and not case.allow_unverified
    if weak or isinstance(operand, Unknown):
        raise NaiveRefusal("unknown", value.mark.key)
    if isinstance(operand, Unlimited):
        return None
    if isinstance(operand, Word):
        return operand.word
    if isinstance(operand, Fixed):
        return operand.number
    if isinstance(operand, Indexed):
        return _multiple(operand, value, case)
    assert isinstance(operand, Linear)
    given = case.facts[operand.of]
    assert isinstance(given, int)
    product = share(given, operand.each) if operand.per_million else given * operand.each
    return operand.plus + product


def _multiple(operand: Indexed, value: Value, case: Case) -> int:
    """A multiple of an index; what fails in the index fails in the value that names it."""
    index = replace(case.policy.indices[operand.of].value, mark=value.mark)
    amount = look_up(index, case)
    assert isinstance(amount, int)
    return whole(Fraction(amount * operand.times_e4, 10_000), "half_up")


def required(value: Value, case: Case) -> int | str | None:
    """Return what the value says; without a row the visit is refused."""
    try:
        return look_up(value, case)
    except NoRow:
        raise NaiveRefusal("no_rule", value.mark.key) from None


def limit(value: Value, case: Case) -> int | None:
    """Return a number or "no limit"."""
    said = required(value, case)
    assert not isinstance(said, str)
    return said


def number(value: Value, case: Case) -> int:
    """Return a number."""
    said = required(value, case)
    assert isinstance(said, int)
    return said


def word(value: Value, case: Case) -> str:
    """Return a word."""
    said = required(value, case)
    assert isinstance(said, str)
    return said


# Adjustments (§7) --------------------------------------------------------------------------------


def adjusted(amount: int | None, adjustments: tuple[Adjustment, ...], case: Case) -> int | None:
    """Change an amount or a ratio by each adjustment that applies, in order."""
    for adjustment in adjustments:
        try:
            operand = look_up(adjustment.operand, case)
        except NoRow:
            continue
        assert not isinstance(operand, str)
        amount = _changed(amount, operand, adjustment, case)
    return amount


def _changed(
    amount: int | None, operand: int | None, adjustment: Adjustment, case: Case
) -> int | None:
    operation = adjustment.operation
    if operation == "set":
        return operand
    if operation == "at_most":
        return least(amount, operand)
    if amount is None:
        return None
    assert operand is not None
    if operation == "at_least":
        return max(amount, operand)
    if operation == "add":
        return amount + operand
    if operation == "times":
        return share(amount, operand)
    if operation == "self_times":
        return ONE - share(ONE - amount, operand)
    product = _product_of_each(operand, adjustment, case)
    if operation == "add_each":
        return amount + product
    assert operation == "times_each", operation
    return share(amount, ONE + product)


def _product_of_each(operand: int, adjustment: Adjustment, case: Case) -> int:
    fact = case.facts[adjustment.of]
    assert isinstance(fact, int)
    product = operand * max(0, fact - adjustment.above)
    bound = None if adjustment.at_most is None else limit(adjustment.at_most, case)
    if bound is None:
        return product
    return max(-bound, min(product, bound))


def least(first: int | None, second: int | None) -> int | None:
    """Return the smaller of two limits, either of which may be "no limit"."""
    if first is None or second is None:
        return second if first is None else first
    return min(first, second)

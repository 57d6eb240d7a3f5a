"""Read one value of the law for one set of facts and a day, in plain Python (取值).

The kernel does this with bits for whole visits. What is asked once, such as an allowance or the
months of waiting, is asked here and keeps the row of the law behind the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from yibao.policy.facts import FACTS, FactKind
from yibao.policy.law import Named
from yibao.policy.provenance import Provenance, Status
from yibao.policy.unknown import unknown_value, unverified_value
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
from yibao.terms.errors import InvalidInput, PolicyError, PolicyUnknown
from yibao.terms.rounding import Rounding, divide, round_ratio
from yibao.terms.text import Text

FactValue = str | int | frozenset[str]
Facts = Mapping[str, FactValue]
Indices = Mapping[str, Named]

_ZERO_BY_DEFAULT = ("carried_over", "continuous_years", "zero_claim_years")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a value is for these facts on this day, and the row of the law that says so.

    `number` is in the value's own unit (fen, parts per million, a count, ten-thousandths); it is
    None for a word and for "no limit".
    """

    row: Row
    operand: Operand
    number: int | None

    @property
    def unlimited(self) -> bool:
        """Whether the law says "no limit" here."""
        return isinstance(self.operand, Unlimited)

    @property
    def word(self) -> str:
        """The word, for a value that is one; otherwise empty."""
        return self.operand.word if isinstance(self.operand, Word) else ""

    @property
    def provenance(self) -> Provenance:
        """Where the row comes from."""
        return self.row.provenance

    def amount(self) -> int:
        """Return the number; `none` and a word cannot stand where a number is worked with.

        Raises:
            PolicyError: code ``number_needed``.

        """
        if self.number is not None:
            return self.number
        mark = self.row.mark
        raise PolicyError(
            "number_needed",
            mark.key,
            Text(f"“{mark.key}”在这里应当是数。", f"`{mark.key}` has to be a number here."),
            Text("写一个带单位的数。", "Write a number with its unit."),
            file=mark.file,
            line=mark.line,
            key=mark.key,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an answer in words, and the row of the law behind it, if it has one."""

    text: Text
    provenance: Provenance | None = None

    @property
    def source(self) -> str:
        """The source as a reader would look it up; empty for plain arithmetic."""
        return self.provenance.cite() if self.provenance else ""


def choose(
    value: Value,
    facts: Facts,
    day: date,
    allow_unverified: bool = False,
    *,
    indices: Indices | None = None,
) -> Choice:
    """Return what a value is: its first row that fits the facts on that day.

    Args:
        value: the decision list.
        facts: names and numbers as a visit brings them; a fact with a default may be left out.
        day: the day by which versions are told apart.
        allow_unverified: whether a row of status `unverified` may be used.
        indices: `policy.indices`, for values that are multiples of an index.

    Raises:
        PolicyUnknown: no row fits, the value is unknown, or its source is too weak.
        InvalidInput: code ``fact_missing``: a row hangs on a fact that was not given.

    >>> from yibao.policy import load_policy
    >>> late_claim = load_policy("cn").procedure["late_claim"]
    >>> choose(late_claim, {}, date(2026, 1, 1)).word
    'append'

    """
    found = choose_or_none(value, facts, day, allow_unverified, indices=indices)
    if found is None:
        raise _no_row(value, facts, day)
    return found


def choose_or_none(
    value: Value | None,
    facts: Facts,
    day: date,
    allow_unverified: bool = False,
    *,
    indices: Indices | None = None,
) -> Choice | None:
    """Do as `choose`, but return None where there is no value or no row of it fits."""
    if value is None:
        return None
    for row, weak in _resolved(value, indices or {}):
        if not _fits(row.tests, facts, day):
            continue
        if weak and not allow_unverified:
            raise unverified_value(value.mark.key)
        if isinstance(row.operand, Unknown):
            raise unknown_value(value.mark.key)
        return Choice(row, row.operand, _number(row, facts))
    return None


def _resolved(value: Value, indices: Indices) -> Iterator[tuple[Row, bool]]:
    """Iterate over the rows, multiples of an index worked out; say of each whether it is weak."""
    for row in value.rows:
        weak = row.provenance.status is Status.UNVERIFIED
        if not isinstance(row.operand, Indexed):
            yield row, weak
            continue
        index = indices.get(row.operand.of)
        if index is None:
            yield replace(row, operand=Unknown()), weak
            continue
        for own in index.value.rows:
            operand: Operand = Unknown()
            if isinstance(own.operand, Fixed):
                product = own.operand.number * row.operand.times_e4
                operand = Fixed(divide(product, 10_000, Rounding.HALF_UP))
            tests = (*row.tests, *own.tests)
            index_weak = own.provenance.status is Status.UNVERIFIED
            yield replace(row, tests=tests, operand=operand), weak or index_weak


def _fits(tests: tuple[Test, ...], facts: Facts, day: date) -> bool:
    """Say whether all tests hold; a missing fact matters only if all the others do."""
    missing = ""
    for test in tests:
        if test.fact == "date":
            held = test.low <= day.toordinal() <= test.high
        else:
            given = _given(test.fact, facts)
            if given is None:
                missing = test.fact
                continue
            held = _holds(test, given)
        if not held:
            return False
    if missing:
        raise _missing(missing)
    return True


def _given(fact: str, facts: Facts) -> FactValue | None:
    if fact in facts:
        return facts[fact]
    if fact in _ZERO_BY_DEFAULT:
        return 0
    if FACTS[fact].kind is FactKind.SET:
        return frozenset()
    return FACTS[fact].default or None


def _holds(test: Test, given: FactValue) -> bool:
    if isinstance(given, int):
        return test.low <= given <= test.high
    named = given in test.names if isinstance(given, str) else not test.names.isdisjoint(given)
    return named != test.negated


def _number(row: Row, facts: Facts) -> int | None:
    operand = row.operand
    if isinstance(operand, Fixed):
        return operand.number
    if not isinstance(operand, Linear):
        return None
    given = _given(operand.of, facts)
    if not isinstance(given, int):
        raise _missing(operand.of)
    if operand.per_million:
        return operand.plus + round_ratio(given, operand.each, Rounding.HALF_UP)
    return operand.plus + operand.each * given


def _missing(fact: str) -> InvalidInput:
    label = FACTS[fact].label
    return InvalidInput(
        "fact_missing",
        fact,
        Text(f"缺少“{label.zh}”，规定要用到它。", f"{label.en} is missing; the law asks it."),
        Text(f"补上 {fact}。", f"Give {fact}."),
    )


def _no_row(value: Value, facts: Facts, day: date) -> PolicyUnknown:
    key = value.mark.key
    asked = sorted({test.fact for row in value.rows for test in row.tests} - {"date"})
    shown = "，".join(f"{name}={_given(name, facts) or '—'}" for name in asked)
    between = f"（{shown}）" if shown else ""
    return PolicyUnknown(
        "policy_unknown",
        key,
        Text(
            f"“{key}”没有适用于 {day}{between}的规定。",
            f"`{key}` has no rule for {day}{f' ({shown})' if shown else ''}.",
        ),
        Text("补充政策文件，或核对所给信息。", "Complete the policy file, or check the facts."),
        key=key,
    )

"""The cases that a law tells apart, and which row of a decision list each of them meets (情形).

A case gives a value to every fact that some rules ask about. Facts that no test tells apart stand
for one another, so the cases are few and still all of them: two ages between the same bounds, two
levels in the same rows are one case. A set is tried empty and with one name at a time, or, where
asked for, also with all names at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product

from yibao.policy.facts import FACTS, FactKind
from yibao.policy.values import OPEN, Row, Test, Value
from yibao.policy.wording.labels import Names, known_names

Tests = tuple[Test, ...]
CaseValue = str | int | frozenset[str]
Case = Mapping[str, CaseValue]

CASES_MAX = 20_000
"""No law at hand needs a tenth of them; beyond this the check looks at the first."""


def without_dates(tests: Tests) -> Tests:
    """Leave out the days of validity."""
    return tuple(test for test in tests if test.fact != "date")


def holds(test: Test, case: Case) -> bool:
    """Say whether a test holds in a case; a fact that the case lacks has its default.

    >>> holds(Test("category", frozenset({"destitute"}), negated=True), {})
    True
    """
    fact = FACTS[test.fact]
    if fact.kind is FactKind.ONE_OF:
        return (case.get(test.fact, fact.default) in test.names) != test.negated
    given = case.get(test.fact)
    if fact.kind is FactKind.SET:
        named = given if isinstance(given, frozenset) else frozenset()
        return (not test.names.isdisjoint(named)) != test.negated
    return isinstance(given, int) and test.low <= given <= test.high


def fits(tests: Iterable[Test], case: Case) -> bool:
    """Say whether all tests hold."""
    return all(holds(test, case) for test in tests)


def pick(value: Value, case: Case) -> Row | None:
    """Return the first row that fits a case."""
    return next((row for row in value.rows if fits(row.tests, case)), None)


# Implication -------------------------------------------------------------------------------------


def implies(narrow: Tests, wide: Tests, names: Names) -> bool:
    """Say whether all `wide` tests hold wherever all `narrow` ones do.

    >>> retired = Test("status", frozenset({"retired"}))
    >>> implies((retired, Test("age", low=70)), (retired, Test("age", low=60)), {})
    True
    """
    return all(_implied(test, narrow, names) for test in wide)


def possible(tests: Tests, names: Names) -> bool:
    """Say whether all tests can hold together."""
    for fact in {test.fact for test in tests}:
        kind = FACTS[fact].kind
        own = [test for test in tests if test.fact == fact]
        if kind is FactKind.ONE_OF:
            if not _allowed(own, names):
                return False
        elif kind is FactKind.SET:
            refused = frozenset[str]().union(*(test.names for test in own if test.negated))
            if any(not test.negated and test.names <= refused for test in own):
                return False
        elif max(test.low for test in own) > min(test.high for test in own):
            return False
    return True


def _implied(test: Test, narrow: Tests, names: Names) -> bool:
    own = [other for other in narrow if other.fact == test.fact]
    kind = FACTS[test.fact].kind
    if kind is FactKind.ONE_OF:
        # No test on the fact: every name is possible.
        every = own or [Test(test.fact, negated=True)]
        return _allowed(every, names) <= _allowed([test], names)
    if kind is FactKind.SET:
        if test.negated:
            refused = frozenset[str]().union(*(other.names for other in own if other.negated))
            return test.names <= refused
        return any(not other.negated and other.names <= test.names for other in own)
    if not own:
        return test.low <= -OPEN and test.high >= OPEN
    low, high = max(other.low for other in own), min(other.high for other in own)
    return test.low <= low and high <= test.high


def _allowed(tests: list[Test], names: Names) -> frozenset[str]:
    """Return the names of a fact that every test lets pass."""
    every = frozenset(known_names(tests[0].fact, names))
    for test in tests:
        every = every - test.names if test.negated else every & test.names
    return every


# Cases -------------------------------------------------------------------------------------------


def cases(
    rules: Iterable[Tests], names: Names, *, fixed: Case | None = None, together: bool = False
) -> Iterator[Case]:
    """List the cases that these tests tell apart.

    Args:
        rules: the tests of all rules that matter.
        names: what the policy declares under `names`.
        fixed: facts that are not varied.
        together: whether a set is also tried with all its names at once.

    """
    fixed = fixed or {}
    tests = {test for rule in rules for test in rule if test.fact not in fixed}
    facts = sorted({test.fact for test in tests})
    choices = [
        _choices(fact, [test for test in tests if test.fact == fact], names, together)
        for fact in facts
    ]
    for chosen in islice(product(*choices), CASES_MAX):
        yield {**fixed, **dict(zip(facts, chosen, strict=True))}


def _choices(fact: str, tests: list[Test], names: Names, together: bool) -> list[CaseValue]:
    kind = FACTS[fact].kind
    if kind in (FactKind.ONE_OF, FactKind.SET):
        classes: dict[tuple[bool, ...], str] = {}
        default = FACTS[fact].default
        known = known_names(fact, names)
        for name in sorted(known, key=lambda name: name != default):
            classes.setdefault(tuple(name in test.names for test in tests), name)
        if kind is FactKind.ONE_OF:
            return list(classes.values())
        asked = [name for signature, name in classes.items() if any(signature)]
        sets: list[CaseValue] = [frozenset(), *(frozenset({name}) for name in asked)]
        if together and len(asked) > 1:
            sets.append(frozenset(asked))
        return sets
    edges = {test.low for test in tests} | {test.high + 1 for test in tests}
    stretches = sorted(edge for edge in edges if abs(edge) < OPEN)
    before = [stretches[0] - 1] if stretches else [0]
    numbers = [*before, *stretches]
    return [edge for edge in numbers if edge >= 0]

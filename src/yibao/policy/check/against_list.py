"""A law beside the list of benefits: what oversteps a limit, and what cannot be compared (清单).

Limits are compared for care at home without referral, unless the limit itself speaks of another.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from yibao.policy.benefit_list import ORDINARY, BenefitList, ListItem
from yibao.policy.check import measure
from yibao.policy.check.finding import Finding
from yibao.policy.check.list_words import Overstep, differs, not_checkable, oversteps
from yibao.policy.check.measure import Reading
from yibao.policy.facts import FACTS, FactKind
from yibao.policy.law import Layer, Policy
from yibao.policy.values import OPEN, Test
from yibao.policy.wording.cases import Case, CaseValue, Tests, cases, fits, pick
from yibao.policy.wording.evaluate import asked_by_indices, multiple, number
from yibao.policy.wording.labels import known_names
from yibao.terms.ratio import PPM
from yibao.terms.rounding import Rounding, divide

_AT_HOME: dict[str, CaseValue] = {
    "place": "in_city",
    "filing": "not_needed",
    "link": "none",
    "signed": "no",
    "provider_list": frozenset(),
    "event": frozenset(),
}
_LADDER = ("primary", "secondary", "tertiary_a")


def against_list(policy: Policy, limits: BenefitList) -> Iterator[Finding]:
    """Compare every layer, and the values of financing, with every limit that speaks of them."""
    for item in limits.items:
        if item.value == "financing":
            yield from _financing(policy, item)
            continue
        concerned = [policy.layers[name] for name in policy.stack]
        concerned = [layer for layer in concerned if _concerns(item, layer)]
        if not concerned:
            continue
        if item.limit.kind == "unknown":
            yield not_checkable(item, item.mark, "")
        elif item.limit.kind == "step":
            for layer in concerned:
                yield from _steps(policy, item, layer)
        elif item.together:
            yield from _compared(policy, item, concerned)
        else:
            for layer in concerned:
                yield from _compared(policy, item, [layer])


def _concerns(item: ListItem, layer: Layer) -> bool:
    return (
        layer.role in item.roles
        and (not item.schemes or not set(item.schemes).isdisjoint(layer.schemes))
        and (not item.care or not set(item.care).isdisjoint(layer.care))
    )


# Layers ------------------------------------------------------------------------------------------


def _compared(policy: Policy, item: ListItem, layers: list[Layer]) -> Iterator[Finding]:
    """Compare layers with a limit, in every case that they and the limit tell apart."""
    beyond: list[Overstep] = []
    apart: list[tuple[Reading, int]] = []
    checkable = met = False
    for case in _cases(policy, item, layers):
        for reading, limit in _pairs(policy, item, layers, case):
            met = True
            if limit is None:
                continue
            checkable = True
            if item.operator == "about":
                apart += [(reading, limit)] if reading.number != limit else []
            elif _beyond(item, reading.number, limit):
                beyond.append(Overstep(reading, limit, _said(item, layers, case)))
    if beyond:
        yield oversteps(policy, item, layers[0], beyond)
    if apart:
        yield differs(item, layers[0], apart)
    if met and not checkable and item.limit.times:
        yield not_checkable(item, layers[0].mark, item.limit.times.of)


def _said(item: ListItem, layers: list[Layer], case: Case) -> Case:
    """Leave in a case what the value and the limit ask about; the layer's own `when` is known."""
    facts = {test.fact for test in item.when}
    for layer in layers:
        own = measure.asked(layer, item.value)[1:]
        facts |= {test.fact for tests in own for test in tests}
    return {fact: value for fact, value in case.items() if fact in facts - {"date", "place"}}


def _cases(policy: Policy, item: ListItem, layers: list[Layer]) -> Iterator[Case]:
    asked: list[Tests] = [item.when, *asked_by_indices(policy.indices, set(policy.indices))]
    for layer in layers:
        asked += measure.asked(layer, item.value)
    named = {test.fact for test in item.when}
    at_home = {fact: name for fact, name in _AT_HOME.items() if fact not in named}
    for case in cases(asked, policy.names, fixed=at_home):
        strange = any(
            fact in case and case[fact] not in among
            for fact, among in (
                ("scheme", item.schemes or layers[0].schemes),
                ("care", item.care or layers[0].care),
            )
        )
        if not strange and fits(item.when, case):
            yield case


def _pairs(
    policy: Policy, item: ListItem, layers: list[Layer], case: Case
) -> list[tuple[Reading, int | None]]:
    """Pair each number of a case with its limit."""
    met = [layer for layer in layers if fits(layer.when, case)]
    if item.together:
        together = _together(policy, met, case)
        return [(together, _limit(policy, item, case))] if together else []
    pairs: list[tuple[Reading, int | None]] = []
    for layer in met:
        readings = measure.read(layer, item.value, case, policy)
        if not _of_ordinary(item):
            pairs += [(reading, _limit(policy, item, case)) for reading in readings]
            continue
        usual = _usual(policy, item, case)
        if not fits(layer.when, usual):
            continue
        ordinary = {r.position: r.number for r in measure.read(layer, item.value, usual, policy)}
        pairs += [
            (reading, _more(item, ordinary[reading.position]))
            for reading in readings
            if reading.position in ordinary
        ]
    return pairs


def _together(policy: Policy, layers: list[Layer], case: Case) -> Reading | None:
    """Add up the yearly limits of layers; those that share a counter share one limit."""
    by_counter: dict[str, Reading] = {}
    for layer in layers:
        found = measure.yearly_caps(layer, case, policy)
        if not found:
            return None
        counter, reading = found[0]
        by_counter.setdefault(counter or layer.name, reading)
    if not by_counter:
        return None
    total = min(OPEN, sum(reading.number for reading in by_counter.values()))
    return Reading(total, next(iter(by_counter.values())).row)


def _limit(policy: Policy, item: ListItem, case: Case) -> int | None:
    if item.limit.times:
        return multiple(item.limit.times, case, policy.indices)
    return OPEN if item.limit.kind == "none" else item.limit.number


def _of_ordinary(item: ListItem) -> bool:
    times = item.limit.times
    return item.limit.kind == "plus" or (times is not None and times.of == ORDINARY)


def _more(item: ListItem, ordinary: int) -> int:
    """Return what the limit makes of an ordinary person's value."""
    if item.limit.times:
        share = ordinary * item.limit.times.times_e4
        return ordinary if ordinary >= OPEN else divide(share, 10_000, Rounding.HALF_UP)
    return min(PPM, ordinary + item.limit.number)


def _usual(policy: Policy, item: ListItem, case: Case) -> Case:
    """Turn a case into that of a person whom the limit's `when` does not meet."""
    return {
        **case,
        **{test.fact: _other(test, policy) for test in item.when if test.fact != "date"},
    }


def _other(test: Test, policy: Policy) -> CaseValue:
    fact = FACTS[test.fact]
    if fact.kind is FactKind.SET:
        return test.names if test.negated else frozenset()
    if fact.kind is FactKind.ONE_OF:
        known = known_names(test.fact, policy.names)
        return next((n for n in known if (n in test.names) == test.negated), known[0])
    return test.low - 1 if test.low > 0 else test.high + 1


def _beyond(item: ListItem, given: int, limit: int) -> bool:
    return given > limit if item.operator == "<=" else given < limit


# Differences between levels ----------------------------------------------------------------------


def _steps(policy: Policy, item: ListItem, layer: Layer) -> Iterator[Finding]:
    """Look at the differences between the ratios of primary, secondary and tertiary hospitals."""
    for case in _cases(policy, item, [layer]):
        ratios: list[int] = []
        for level in _LADDER:
            here = {**case, "level": level}
            readings = measure.read(layer, "pay", here, policy) if fits(layer.when, here) else []
            ratios += [reading.number for reading in readings[:1]]
        steps = [lower - higher for lower, higher in pairwise(ratios)]
        if len(ratios) == len(_LADDER) and any(step != item.limit.number for step in steps):
            pay = layer.bands.list[0].pay.rows[0] if layer.bands else None
            apart = [(Reading(step, pay), item.limit.number) for step in steps]
            yield differs(item, layer, apart)
            return


# Financing ---------------------------------------------------------------------------------------


def _financing(policy: Policy, item: ListItem) -> Iterator[Finding]:
    named = policy.financing.get(item.named)
    if named is None:
        return
    if item.limit.kind == "unknown":
        yield not_checkable(item, item.mark, "")
        return
    asked = [item.when, *(row.tests for row in named.value.rows)]
    for case in cases(asked, policy.names):
        row = pick(named.value, case)
        given, limit = number(named.value, case, policy.indices), _limit(policy, item, case)
        if row is None or given is None or limit is None or not fits(item.when, case):
            continue
        reading = Reading(given, row)
        if item.operator == "about" and given != limit:
            yield differs(item, None, [(reading, limit)])
            return
        if item.operator != "about" and _beyond(item, given, limit):
            yield oversteps(policy, item, None, [Overstep(reading, limit, {})])
            return

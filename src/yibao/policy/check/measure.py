"""What a layer comes to in one case, in the three measures of the list of benefits (量度)."""

from __future__ import annotations

from dataclasses import dataclass

from yibao.policy.law import Layer, Policy
from yibao.policy.values import OPEN, Kind, Row, Value, Word
from yibao.policy.wording.cases import Case, Tests, pick
from yibao.policy.wording.evaluate import adjusted, asked_by, number
from yibao.terms.ratio import PPM


@dataclass(frozen=True, slots=True)
class Reading:
    """A number, and the row of the law that gives it, if one does; `position` tells bands apart."""

    number: int
    row: Row | None
    position: int = 0


def asked(layer: Layer, measure: str) -> list[Tests]:
    """List the tests that tell the cases of a measure apart."""
    if measure == "deductible":
        rule = layer.deductible
        return [layer.when, *(asked_by([rule.amount], rule.adjust) if rule else [])]
    if measure == "pay":
        pays = [band.pay for band in layer.bands.list] if layer.bands else []
        return [layer.when, *asked_by(pays, layer.adjust)]
    found = [layer.when]
    for cap in layer.caps:
        found += asked_by([cap.limit] if cap.limit else [], cap.adjust)
    return found


def read(layer: Layer, measure: str, case: Case, policy: Policy) -> list[Reading]:
    """Read a layer in one case; nothing where no number is known."""
    if measure == "deductible":
        return _deductible(layer, case, policy)
    if measure == "pay":
        return _pay(layer, case, policy)
    return [reading for _, reading in yearly_caps(layer, case, policy)]


def _deductible(layer: Layer, case: Case, policy: Policy) -> list[Reading]:
    rule = layer.deductible
    if rule is None:
        return [Reading(0, None)]
    link = case.get("link", "none")
    owed = "full"
    if isinstance(link, str) and link != "none":
        owed = _word(rule.linked.get(link) or policy.procedure[link], case)
    if owed == "waived":
        return [Reading(0, None)]
    row = pick(rule.amount, case)
    amount = number(rule.amount, case, policy.indices)
    due = adjusted(amount, rule.adjust, Kind.MONEY, case, policy.indices)
    # What a difference comes to depends on the stay before: no case says it.
    if row is None or due is None or owed != "full":
        return []
    return [Reading(max(0, due), row)]


def _word(value: Value, case: Case) -> str:
    row = pick(value, case)
    operand = row.operand if row else None
    return operand.word if isinstance(operand, Word) else "unknown"


def _pay(layer: Layer, case: Case, policy: Policy) -> list[Reading]:
    found: list[Reading] = []
    for position, band in enumerate(layer.bands.list if layer.bands else ()):
        row = pick(band.pay, case)
        base = number(band.pay, case, policy.indices)
        ratio = adjusted(base, layer.adjust, Kind.RATIO, case, policy.indices)
        # A first band of 0 % is a deductible by another name.
        if row is None or ratio is None or (ratio == 0 and not found):
            continue
        found.append(Reading(max(0, min(PPM, ratio)), row, position))
    return found


def yearly_caps(layer: Layer, case: Case, policy: Policy) -> list[tuple[str, Reading]]:
    """Read the least of a layer's yearly limits on what is paid, with the counter it counts in."""
    least: tuple[str, Reading] | None = None
    for cap in layer.caps:
        if cap.on != "fund" or cap.per != "year":
            continue
        row = pick(cap.limit, case) if cap.limit else None
        start = number(cap.limit, case, policy.indices) if cap.limit else None
        limit = adjusted(start, cap.adjust, Kind.MONEY, case, policy.indices)
        if row is None or limit is None:
            return []
        if least is None or limit < least[1].number:
            least = cap.counters[0], Reading(limit, row)
    return [least or ("", Reading(OPEN, None))]

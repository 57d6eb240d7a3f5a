"""The accumulators in words (年度累计): what stands in them after a visit, and of which limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yibao.benefit.settlement import Settlement
from yibao.policy.law import Cap, Layer
from yibao.policy.plan import Plan
from yibao.policy.values import Fixed, Kind
from yibao.policy.wording.cases import CaseValue, pick
from yibao.policy.wording.labels import name_label
from yibao.policy.wording.operands import operand
from yibao.synthetic.values_used import case_of, ordinal
from yibao.terms.text import Text

YEARLY = ("year", "lifetime")


@dataclass(frozen=True, slots=True)
class Standing:
    """One count: what it counts, the fen in it before the visit and after, and its limit.

    The limit is None where none holds for this person, or where it is not one plain number.
    """

    label: Text
    before: int
    used: int
    limit: int | None = None
    limit_words: Text | None = None


def standings(settlement: Settlement) -> list[Standing]:
    """List the counts of the visit's scheme that are not empty, as the visit leaves them."""
    found: dict[str, Standing] = {}
    for layer in _layers(settlement):
        for counter, standing in _of_layer(layer, settlement):
            if standing.used:
                found.setdefault(counter, standing)
    return list(found.values())


def admissions(settlement: Settlement) -> int:
    """Return how many admissions of the year are counted after the visit."""
    stay = settlement.plan.policy.care_types[settlement.visit.care].stay
    return ordinal(settlement) - (0 if stay else 1)


def _layers(settlement: Settlement) -> list[Layer]:
    scheme = settlement.visit.scheme
    return [layer for layer in settlement.plan.layers if scheme in layer.schemes]


def _of_layer(layer: Layer, settlement: Settlement) -> Iterator[tuple[str, Standing]]:
    case = case_of(settlement)
    rule, bands = layer.deductible, layer.bands
    if rule and rule.per in (*YEARLY, "disease_year"):
        counter = f"deductible:{rule.counter}"
        what = Text("起付已负担", "deductible borne")
        yield from _counts(counter, what, [layer], settlement)
    if bands and bands.axis == "year":
        counter = f"axis:{bands.counter}"
        what = Text("分段累计费用", "cost on the bands")
        yield from _counts(counter, what, [layer], settlement)
    for cap in layer.caps:
        if cap.per not in YEARLY:
            continue
        counter = f"{cap.on}:{cap.counters[0]}"
        sharing = [
            other
            for other in _layers(settlement)
            if any(c.on == cap.on and c.counters[0] == cap.counters[0] for c in other.caps)
        ]
        what = Text("已支付", "paid") if cap.on == "fund" else Text("已纳入", "entered")
        yield from _counts(counter, what, sharing, settlement, cap, case)


def _counts(
    counter: str,
    what: Text,
    layers: list[Layer],
    settlement: Settlement,
    cap: Cap | None = None,
    case: dict[str, CaseValue] | None = None,
) -> Iterator[tuple[str, Standing]]:
    """Read one counter; one that counts by disease gives a standing for each."""
    plan = settlement.plan
    slot = next((slot for slot in plan.slots if slot.name == counter), None)
    if slot is None:
        return
    diseases = list(plan.vocabulary.codes["disease"])
    for place in range(slot.length):
        disease = diseases[place] if slot.length == len(diseases) > 1 else ""
        label = _label(what, layers, disease, plan)
        used = int(settlement.after.numbers[slot.first + place])
        kept = slot.period != "year" or settlement.before.year == settlement.after.year
        before = int(settlement.before.numbers[slot.first + place]) if kept else 0
        limit, words = _limit(cap, disease, case or {}, plan) if cap else (None, None)
        yield f"{counter}:{disease}", Standing(label, before, used, limit, words)


def _label(what: Text, layers: list[Layer], disease: str, plan: Plan) -> Text:
    zh, en = layers[0].label.zh, layers[0].label.en
    if len(layers) > 1:
        zh, en = f"{zh}等{len(layers)}层合计", f"{en} and {len(layers) - 1} more"
    if disease:
        own = name_label("disease", disease, plan.policy.names)
        zh, en = f"{zh}（{own.zh}）", f"{en} ({own.en})"
    return Text(f"{zh} · {what.zh}", f"{en} · {what.en}")


def _limit(
    cap: Cap, disease: str, case: dict[str, CaseValue], plan: Plan
) -> tuple[int | None, Text | None]:
    """Return the limit and its words, where it is one number that nothing adjusts."""
    value = cap.limit
    if cap.quota and disease:
        value = cap.quota.diseases.get(disease)
    if value is None or cap.adjust:
        return None, None
    row = pick(value, case)
    if row is None or not isinstance(row.operand, Fixed):
        return None, None
    return row.operand.number, operand(row, Kind.MONEY, plan.policy.indices)

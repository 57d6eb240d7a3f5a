"""Which values of the law a settled year rests on, and how sure we are of them (所用规定的出处)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from yibao.benefit.classify import ClassifiedLine
from yibao.benefit.days import policy_day
from yibao.benefit.encode import encode_facts
from yibao.benefit.settlement import Settlement
from yibao.benefit.trace import trace
from yibao.policy.law import Layer
from yibao.policy.plan import layout
from yibao.policy.provenance import Mark, Source, Status
from yibao.policy.values import Row, Value, Word
from yibao.policy.wording.cases import CaseValue, pick
from yibao.policy.wording.labels import PROCEDURE, WORDS
from yibao.synthetic.settled_year import SettledYear
from yibao.terms.text import Text

ALWAYS_USED = (
    *("policy_date", "year_date", "eligibility_date", "fold_order", "ordinal_counts"),
    "over_limit_borne_by",
)
"""Procedural choices that every settlement rests on."""


@dataclass(frozen=True, slots=True)
class SourceUse:
    """A source, its status, and how many values of it were used."""

    source: Source
    status: Status
    values: int
    about: tuple[Text, ...] = ()
    """What the values are, for assumptions, which have no document to look into."""


def sources_used(year: SettledYear) -> list[SourceUse]:
    """List the sources of all values that decided something, the weakest status last."""
    used: dict[Mark, Row] = {}
    for one in year.settled:
        for row in _rows(one.settlement, one.lines):
            used.setdefault(row.mark, row)
    if year.settled:
        for key in ALWAYS_USED:
            row = year.plan.policy.procedure[key].rows[-1]
            used.setdefault(row.mark, row)
    counted = Counter((row.provenance.source, row.provenance.status) for row in used.values())
    order = list(Status)
    return [
        SourceUse(source, status, values, tuple(_about(used, source, status)))
        for (source, status), values in sorted(
            counted.items(), key=lambda item: (order.index(item[0][1]), -item[1], item[0][0].name)
        )
    ]


def _about(used: dict[Mark, Row], source: Source, status: Status) -> Iterator[Text]:
    if status is not Status.ASSUMED:
        return
    said = (_assumption(row) for row in used.values() if row.provenance.source == source)
    yield from dict.fromkeys(said)


def _assumption(row: Row) -> Text:
    section, _, key = row.mark.key.partition(".")
    if section == "lines":
        return Text("甲乙丙类是否纳入", "what of class A, B and C is covered")
    name = key.partition(".")[0]
    word = row.operand.word if isinstance(row.operand, Word) else ""
    said = WORDS.get(word, Text(word, word))
    if name == "rounding":
        return said
    label = PROCEDURE.get(name, Text(row.mark.key, row.mark.key))
    return Text(f"{label.zh}：{said.zh}", f"{label.en}: {said.en}")


def _rows(settlement: Settlement, lines: tuple[ClassifiedLine, ...]) -> Iterator[Row]:
    """List the rows behind a settlement: what the trace cites, and the limits that were not met."""
    plan = settlement.plan
    yield from (plan.rows[line.row] for line in lines if line.row >= 0)
    met: set[str] = set()
    for step in trace(settlement):
        met.add(step.layer)
        if step.row is not None:
            yield step.row
    case = case_of(settlement)
    for layer in plan.layers:
        if layer.name in met:
            yield from (row for value in _quiet(layer, case) if (row := pick(value, case)))


def case_of(settlement: Settlement) -> dict[str, CaseValue]:
    """Return the facts of a settled visit as a case of the law."""
    plan, visit = settlement.plan, settlement.visit
    day = policy_day(visit, plan)
    counted = {"date": day.toordinal(), "total": settlement.total, "ordinal": ordinal(settlement)}
    return {"scheme": visit.scheme, "care": visit.care, **visit.facts, **counted}


def ordinal(settlement: Settlement) -> int:
    """Return which admission of the year the visit was, as the kernel counts it."""
    plan, visit = settlement.plan, settlement.visit
    place = int(encode_facts(visit, plan)[layout.ORDINAL_PLACE])
    after = int(settlement.after.numbers[layout.STATE_ORDINALS + place])
    return after if plan.policy.care_types[visit.care].stay else after + 1


def _quiet(layer: Layer, case: dict[str, CaseValue]) -> Iterator[Value]:
    """List the values of a layer that the trace does not mention where they change nothing."""
    for cap in layer.caps:
        if cap.limit:
            yield cap.limit
        if cap.quota and cap.quota.combine == "separate":
            own = cap.quota.diseases.get(str(case.get("disease")))
            yield from (own,) if own else ()
    yield layer.rounding.mode

"""A settlement computed once more when somebody looks (留痕): from what it kept, by its plan.

A settlement keeps its plan's hash, the facts and the bill as the kernel had them, and the
accumulators before. The same kernel must arrive at the same amounts; if it does not, nothing is
explained.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from yibao import benefit
from yibao.benefit.accumulators import Accumulators
from yibao.benefit.explain import Section, explain
from yibao.benefit.visit import Amounts, FactValue
from yibao.office.claims.models import Settlement
from yibao.office.claims.plans import plan_by_hash, slots_of
from yibao.office.claims.queries.settlements import settlement_row
from yibao.terms.errors import InvalidInput, YibaoError
from yibao.terms.text import Text

DATES = ("admission", "discharge", "settlement")


def kept_facts(visit: benefit.Visit) -> dict[str, Any]:
    """Return what `Settlement.facts` holds of a visit; sets become sorted lists."""
    facts = {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in visit.facts.items()
    }
    days = {name: getattr(visit, name).isoformat() for name in DATES}
    return {"scheme": visit.scheme, "care": visit.care, **days, "facts": facts}


def kept_bill(amounts: Mapping[str, Amounts]) -> dict[str, list[int]]:
    """Return what `Settlement.bill` holds: track → the four parts in fen."""
    return {
        track: [part.full_self, part.over_limit, part.first_pay, part.in_scope]
        for track, part in amounts.items()
    }


def visit_of(row: Settlement) -> benefit.Visit:
    """Return the visit as the kernel had it."""
    kept = row.facts
    facts: dict[str, FactValue] = {
        name: frozenset(value) if isinstance(value, list) else value
        for name, value in kept["facts"].items()
    }
    days = {name: date.fromisoformat(kept[name]) for name in DATES}
    bill = {track: Amounts(*parts) for track, parts in row.bill.items()}
    return benefit.Visit(
        scheme=kept["scheme"],
        care=kept["care"],
        facts=facts,
        amounts=bill,
        number=row.number,
        **days,
    )


def before_of(row: Settlement) -> Accumulators:
    """Return the accumulators on which a settlement was made."""
    return Accumulators(slots_of(row.layout_id), np.array(row.before, dtype=np.int64))


def retraced(row: Settlement) -> benefit.Settlement:
    """Compute a settlement once more.

    Raises:
        InvalidInput: code ``settlement_differs``: the amounts that it kept are others.
        NotFound: its plan was never archived.

    """
    plan = plan_by_hash(bytes(row.plan).hex())
    made = benefit.settle(visit_of(row), plan, before_of(row))
    kept = (row.total_fen, row.in_scope_fen, row.fund_fen, row.hospital_fen, row.personal_fen)
    if kept != (made.total, made.in_scope, made.fund, made.hospital, made.personal):
        raise InvalidInput(
            "settlement_differs",
            "number",
            Text(f"重算 {row.number} 得到的金额不同。", f"{row.number} comes out otherwise."),
            Text("请交系统管理员核查。", "Have the administrators look into it."),
        )
    return made


def trace_of(number: str) -> tuple[benefit.Settlement, tuple[Section, ...]]:
    """Compute a settlement once more and say each step of it, with its source.

    Of a reversal it is the trace of what was reversed.

    Raises:
        NotFound: code ``unknown_settlement``, or its plan was never archived.
        InvalidInput: code ``settlement_differs``.

    """
    row = settlement_row(number)
    made = retraced(row if row.reverses is None else row.reverses)
    return made, explain(made)


def retraced_or_reason(row: Settlement) -> tuple[benefit.Settlement | None, Text]:
    """Compute a settlement once more; where that cannot be done, say why."""
    try:
        return retraced(row), Text("", "")
    except YibaoError as error:
        return None, error.reason

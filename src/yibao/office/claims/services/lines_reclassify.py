"""Classifying lines once more (重新归类), when what they were classified under has changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from yibao.benefit.classify import ClassifiedLine, Line, classified_lines
from yibao.benefit.visit import Visit
from yibao.office.claims.classifying import applied_ppm, care_plan, classification_key
from yibao.office.claims.codes import class_of, item_of
from yibao.office.claims.days import day_of
from yibao.office.claims.facts import classifying_facts
from yibao.office.claims.services.lines_rows import add_parts
from yibao.office.claims.services.visits_rows import as_json
from yibao.office.claims.visit_row import VisitRow
from yibao.office.database.prepared import fetch
from yibao.office.people.queries import claimant_of
from yibao.office.providers.queries import Presence
from yibao.policy.plan import Plan

_READ = """
SELECT line.batch_id, line.number, line.charged_at, line.amount_fen, line.price_e6,
    line.quantity_e4, line.chrgitm_lv, line.med_chrgitm_type, line.list_type, line.limited,
    line.tag, line.ceiling_e6, line.listed_ppm
FROM claims_line AS line JOIN claims_batch AS batch ON batch.id = line.batch_id
WHERE line.visit_on = %s AND line.visit_id = %s AND batch.settlement_id IS NULL
ORDER BY line.batch_id, line.number
"""
_WRITE = """
WITH line AS (
    UPDATE claims_line AS line SET track = new.track, full_self_fen = new.full_self_fen,
        over_limit_fen = new.over_limit_fen, first_pay_fen = new.first_pay_fen,
        in_scope_fen = new.in_scope_fen, rule_row = new.rule_row,
        first_pay_ppm = new.first_pay_ppm
    FROM unnest(%(numbers)s::text[], %(tracks)s::text[], %(full_self)s::bigint[],
        %(over_limit)s::bigint[], %(first_pay)s::bigint[], %(in_scope)s::bigint[],
        %(rows)s::integer[], %(shares)s::integer[])
        AS new (number, track, full_self_fen, over_limit_fen, first_pay_fen, in_scope_fen,
            rule_row, first_pay_ppm)
    WHERE line.visit_on = %(visit_on)s AND line.visit_id = %(visit_id)s
        AND line.number = new.number
)
UPDATE claims_batch AS batch SET bill = new.bill::jsonb, classified_under = %(key)s
FROM unnest(%(batches)s::bigint[], %(bills)s::text[]) AS new (id, bill)
WHERE batch.id = new.id
"""


def reclassify_visit(visit: VisitRow, presence: Presence) -> None:
    """Classify the unsettled lines of a locked visit under its facts of today.

    Raises:
        InvalidInput, PolicyUnknown: as `upload`.

    """
    today = timezone.localdate()
    plan = care_plan(visit, presence, today)
    reclassify(
        visit, classifying_facts(claimant_of(visit.person), visit, presence, plan, today), plan
    )


def reclassify(visit: VisitRow, facts: Visit, plan: Plan) -> None:
    """Classify the unsettled lines of a locked visit under given facts; write what changed.

    What the catalogue said of each line on its day stays as it was when the line was taken.

    Args:
        visit: the visit.
        facts: as they are settled.
        plan: that of the place of care, see `classifying.care_plan`.

    Raises:
        InvalidInput, PolicyUnknown: as `upload`.

    """
    rows = fetch(_READ, (visit.begins_on, visit.id))
    if not rows:
        return
    lines = classified_lines(facts, [_line(row) for row in rows], plan)
    bills: dict[int, dict[str, list[int]]] = {}
    for row, line in zip(rows, lines, strict=True):
        add_parts(bills.setdefault(row[0], {}), line)
    fetch(
        _WRITE,
        {
            **_columns(lines),
            "shares": [applied_ppm(plan, line) for line in lines],
            "visit_on": visit.begins_on,
            "visit_id": visit.id,
            "batches": list(bills),
            "bills": [as_json(bill) for bill in bills.values()],
            "key": classification_key(plan, facts),
        },
    )


def _columns(lines: tuple[ClassifiedLine, ...]) -> dict[str, list[Any]]:
    return {
        "numbers": [line.line.number for line in lines],
        "tracks": [line.track for line in lines],
        "full_self": [line.full_self for line in lines],
        "over_limit": [line.over_limit for line in lines],
        "first_pay": [line.first_pay for line in lines],
        "in_scope": [line.in_scope for line in lines],
        "rows": [line.row for line in lines],
    }


def _line(row: tuple[Any, ...]) -> Line:
    _, number, charged_at, amount, price, quantity, level, charge, listed, limited, tag = row[:11]
    ceiling, share = row[11:]
    day: date = day_of(charged_at)
    return Line(
        number=number,
        day=day,
        amount=amount,
        quantity_e4=quantity,
        item_class=class_of(level),
        item=item_of(charge, listed),
        tag=tag,
        limited=limited,
        ceiling_e6=ceiling if ceiling is not None and ceiling < price else None,
        first_pay_ppm=share,
    )

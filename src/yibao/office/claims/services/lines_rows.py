"""How lines and batches are written (费用明细落库): one statement for a whole upload."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from yibao.benefit.classify import ClassifiedLine
from yibao.office.catalogue.queries import BilledRule
from yibao.office.claims.asked import NewLine
from yibao.office.claims.services.visits_rows import as_json
from yibao.office.claims.visit_row import VisitRow
from yibao.office.database.arrays import numbers, texts
from yibao.office.database.prepared import fetch

_TEXT, _BIGINT, _INTEGER = "text", "bigint", "integer"
_NUMBERS = frozenset((_BIGINT, _INTEGER))
_COLUMNS = {
    "number": _TEXT, "charged_at": "timestamptz", "item": _TEXT, "local_item": _TEXT,
    "item_name": _TEXT, "amount_fen": _BIGINT, "price_e6": _BIGINT, "quantity_e4": _BIGINT,
    "chrgitm_lv": _TEXT, "med_chrgitm_type": _TEXT, "list_type": _TEXT, "limited": _TEXT,
    "tag": _TEXT, "ceiling_e6": _BIGINT, "listed_ppm": _INTEGER, "first_pay_ppm": _INTEGER,
    "track": _TEXT, "full_self_fen": _BIGINT, "over_limit_fen": _BIGINT,
    "first_pay_fen": _BIGINT, "in_scope_fen": _BIGINT, "rule_row": _INTEGER,
    "department": _TEXT, "doctor": _TEXT, "details": _TEXT,
}  # fmt: skip
"""The columns of a line that an upload gives one by one, with their types."""

_SUM_OF_BILLS = """
    SELECT jsonb_object_agg(track, jsonb_build_array(parts[1], parts[2], parts[3], parts[4]))
    FROM (
        SELECT each.key AS track, ARRAY[sum((each.value->>0)::bigint),
            sum((each.value->>1)::bigint), sum((each.value->>2)::bigint),
            sum((each.value->>3)::bigint)] AS parts
        FROM (SELECT * FROM jsonb_each(batch.bill)
            UNION ALL SELECT * FROM jsonb_each(EXCLUDED.bill)) AS each
        GROUP BY each.key
    ) AS summed
"""

MIXED = b"\0" * 32
"""Stands for a batch whose lines were classified under different facts: classify it anew."""

_NAMES = ", ".join(_COLUMNS)
_ARRAYS = ", ".join(f"%({name})s::{kind}[]" for name, kind in _COLUMNS.items())
_SELECTED = ", ".join(
    "line.details::jsonb" if name == "details" else f"line.{name}" for name in _COLUMNS
)
_INSERT = f"""
WITH clash AS (
    SELECT number FROM claims_line
    WHERE visit_on = %(visit_on)s AND visit_id = %(visit_id)s AND number = ANY(%(number)s::text[])
), batch AS (
    INSERT INTO claims_batch AS batch
        (visit_id, number, day, line_count, total_fen, bill, classified_under)
    SELECT %(visit_id)s, given.number, given.day, given.line_count, given.total_fen,
        given.bill::jsonb, %(key)s
    FROM unnest(%(batch_numbers)s::text[], %(batch_days)s::date[], %(batch_counts)s::integer[],
        %(batch_totals)s::bigint[], %(batch_bills)s::text[])
        AS given (number, day, line_count, total_fen, bill)
    WHERE NOT EXISTS (SELECT FROM clash)
    ON CONFLICT (visit_id, number, day) WHERE settlement_id IS NULL DO UPDATE SET
        line_count = batch.line_count + EXCLUDED.line_count,
        total_fen = batch.total_fen + EXCLUDED.total_fen,
        bill = ({_SUM_OF_BILLS}),
        classified_under = CASE WHEN batch.classified_under = EXCLUDED.classified_under
            THEN batch.classified_under ELSE %(mixed)s END
    RETURNING id, number, day
), line AS (
    INSERT INTO claims_line (visit_on, visit_id, batch_id, taken_at, {_NAMES})
    SELECT %(visit_on)s, %(visit_id)s, batch.id, %(now)s, {_SELECTED}
    FROM unnest({_ARRAYS}, %(line_batches)s::text[], %(line_days)s::date[])
        AS line ({_NAMES}, batch_number, batch_day)
    JOIN batch ON batch.number = line.batch_number AND batch.day = line.batch_day
)
SELECT number FROM clash ORDER BY number LIMIT 1
"""  # noqa: S608 -- names of columns and parts above


class ReadyLine(NamedTuple):
    """A line that was checked and classified (已归类明细)."""

    said: NewLine
    day: date
    batch_day: date
    rule: BilledRule
    classified: ClassifiedLine
    applied_ppm: int | None


def insert_lines(visit: VisitRow, lines: Sequence[ReadyLine], key: bytes, now: datetime) -> str:
    """Write lines and add them to their batches; return a number that was taken, or nothing.

    Where any number is taken nothing is written.

    Args:
        visit: their visit, which is locked.
        lines: the lines.
        key: what their classification rests on.
        now: when they were taken.

    """
    columns = zip(*map(_values, lines), strict=True)
    parameters: dict[str, Any] = {
        name: (numbers if kind in _NUMBERS else texts)(column)
        for (name, kind), column in zip(_COLUMNS.items(), columns, strict=True)
    }
    parameters |= _batches(lines) | {
        "visit_on": visit.begins_on,
        "visit_id": visit.id,
        "key": key,
        "mixed": MIXED,
        "now": now,
        "line_batches": texts(line.said.batch for line in lines),
        "line_days": texts(line.batch_day for line in lines),
    }
    clash = fetch(_INSERT, parameters)
    return str(clash[0][0]) if clash else ""


def _values(ready: ReadyLine) -> tuple[Any, ...]:
    said, rule, done = ready.said, ready.rule, ready.classified
    return (
        said.number, said.charged_at, rule.code, said.local_item, rule.name, said.amount_fen,
        said.price_e6, said.quantity_e4, rule.chrgitm_lv or "03", rule.med_chrgitm_type or "",
        rule.list_type or "", done.line.limited, done.line.tag, rule.ceiling_e6,
        rule.first_pay_ppm, ready.applied_ppm, done.track, done.full_self, done.over_limit,
        done.first_pay, done.in_scope, done.row, said.department, said.doctor,
        as_json(said.details) if said.details else None,
    )  # fmt: skip


def _batches(lines: Sequence[ReadyLine]) -> dict[str, str]:
    """Return the sums of each batch, by number and day in order: so are they locked, too."""
    sums: dict[tuple[str, date], tuple[list[int], dict[str, list[int]]]] = {}
    for line in lines:
        counted, bill = sums.setdefault((line.said.batch, line.batch_day), ([0, 0], {}))
        counted[0] += 1
        counted[1] += line.said.amount_fen
        add_parts(bill, line.classified)
    ordered = sorted(sums.items())
    return {
        "batch_numbers": texts(number for (number, _), _ in ordered),
        "batch_days": texts(day for (_, day), _ in ordered),
        "batch_counts": numbers(counted[0] for _, (counted, _) in ordered),
        "batch_totals": numbers(counted[1] for _, (counted, _) in ordered),
        "batch_bills": texts(as_json(bill) for _, (_, bill) in ordered),
    }


def add_parts(bill: dict[str, list[int]], line: ClassifiedLine) -> None:
    """Add the four parts of a line to a bill by track."""
    parts = bill.setdefault(line.track, [0, 0, 0, 0])
    parts[0] += line.full_self
    parts[1] += line.over_limit
    parts[2] += line.first_pay
    parts[3] += line.in_scope

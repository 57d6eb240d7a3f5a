"""What the page of a settlement shows besides its facts (结算详情)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yibao.office.claims.models import Settlement, Visit
from yibao.office.claims.queries.billed_lines import as_told, lines_settled, origin_of
from yibao.office.claims.queries.sheet import sheet_of
from yibao.office.claims.queries.sheet_counters import counters
from yibao.office.claims.queries.sheet_lines import lines_shown
from yibao.office.claims.queries.trace import retraced_or_reason
from yibao.office.claims.registers import words as say
from yibao.office.ledger.queries import entry_by_number, lines_of
from yibao.office.people.queries import person_row
from yibao.office.providers.queries import institution_row
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

LINES_SHOWN = 20
"""So many lines stand on the page; all of them have a page of their own."""


def more_of_settlement(row: Settlement, granted: Granted) -> Mapping[str, Any]:
    """Return the bill, the layers, lines, counts and postings, as far as they may be seen."""
    made, why_not = retraced_or_reason(origin_of(row))
    plan = None if made is None else made.plan
    lines = []
    if granted.may("claims.line.view"):
        lines = lines_shown(as_told(row, lines_settled(row)[:LINES_SHOWN]), plan)
    return {
        "sheet": sheet_of(row, made, why_not),
        "diagnoses": diagnoses_of(row.visit, granted),
        "lines": lines,
        "lines_shown": LINES_SHOWN,
        "counters": [] if made is None else counters(made, undone=row.reverses is not None),
        "entry": _entry(row, granted),
    }


def name_of_person(row: Settlement | Visit) -> str:
    """Return the name of the person; the page masks it."""
    return person_row(row.person).name


def name_of_institution(row: Settlement | Visit) -> str:
    """Return the name of the institution."""
    return institution_row(row.provider).name


def diagnoses_of(visit: Visit, granted: Granted) -> list[Mapping[str, Any]]:
    """Return the diagnoses of a visit, to those who may see them."""
    if not granted.may("claims.line.view"):
        return []
    return [
        {"row": each, "stage": say.STAGES.get(each.stage, Text(each.stage, each.stage))}
        for each in visit.diagnoses.order_by("stage", "-is_main", "place")
    ]


def _entry(row: Settlement, granted: Granted) -> Mapping[str, Any] | None:
    """Return the entry of the ledger and its lines, for those who may see entries."""
    if not row.entry or not granted.may("ledger.entry.view"):
        return None
    entry = entry_by_number(row.entry)
    lines = lines_of(entry.pk, entry.business_day)
    return {"row": entry, "lines": [{"line": line, "account": line.chart} for line in lines]}

"""A provider's own settlements, their payers and lines (结算、费用明细查询)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yibao.office.base.errors import NotFound
from yibao.office.claims.models import AccountUse, Line, Payer, Settlement, Visit
from yibao.office.claims.models.visit import VisitState
from yibao.office.claims.queries.records_visits import own_visit
from yibao.office.people.queries import kept_number
from yibao.terms.text import Text

_CHRONIC = "14"
"""med_type of care for chronic and special diseases (门诊慢特病)."""
_DRUGS = ("101", "102", "103", "104", "105", "106")
"""list_type of drugs: western and patent, herbal, of hospitals, ethnic, other, granules."""


@dataclass(frozen=True, slots=True)
class Used:
    """A drug that somebody got for a chronic disease, and where."""

    line: Line
    visit: Visit


def own_settlement(provider: str, visit: str, person: str, number: str = "") -> Settlement:
    """Return a settlement of a provider's visit.

    Args:
        provider: whose visit.
        visit: number of the visit.
        person: number of the person.
        number: of the settlement; empty: the visit's last one.

    Raises:
        NotFound: code ``unknown_visit``, ``unknown_settlement``.

    """
    row = own_visit(provider, visit, person)
    rows = row.settlements.select_related("visit", "reverses__visit", "reversed_by").order_by("-pk")
    found = (rows.filter(number=number) if number else rows).first()
    if found is None:
        raise NotFound(
            "unknown_settlement",
            "setl_id",
            Text(
                f"就诊 {visit} 没有结算“{number}”。" if number else f"就诊 {visit} 尚未结算。",
                f"The visit {visit} has no settlement {number}.",
            ),
            Text("核对结算ID；未结算的请先结算。", "Check the number, or settle first."),
        )
    return found


def payers_of(row: Settlement) -> Sequence[Payer]:
    """Return what each fund pays of a settlement, accounts and hospital among them."""
    return tuple(Payer.objects.filter(settlement_id=row.pk).order_by("fund_pay_type"))


def balance_after(row: Settlement) -> int:
    """Return what the person's own account held after a settlement; 0 where it paid nothing."""
    use = AccountUse.objects.filter(settlement_id=row.pk, owner=row.person).first()
    return 0 if use is None else use.balance_fen


def chronic_use(person: str, begins: datetime, ends: datetime) -> list[Used]:
    """Return the drugs that somebody got for chronic diseases within a time, wherever it was."""
    visits = {
        visit.pk: visit
        for visit in Visit.objects.filter(
            person=kept_number(person), med_type__startswith=_CHRONIC
        ).exclude(state=VisitState.WITHDRAWN)
    }
    lines = Line.objects.filter(
        visit_on__in={visit.begins_on for visit in visits.values()},
        visit_id__in=visits,
        list_type__in=_DRUGS,
        charged_at__range=(begins, ends),
    )
    return [Used(line, visits[line.visit_id]) for line in lines.order_by("charged_at", "number")]


def told(details: Any, name: str) -> str:
    """Return what a provider said beside what has a column of its own; empty where nothing."""
    said = (details or {}).get(name)
    return "" if said is None else str(said)

"""The registers of the claims' office (待遇结算登记簿) and its place in the navigation."""

from __future__ import annotations

from django.db.models import Q

from yibao.office.claims.queries.within import settlements_within, visits_within
from yibao.office.claims.registers.differences import DIFFERENCES
from yibao.office.claims.registers.settlements import SETTLEMENTS
from yibao.office.claims.registers.visits import VISITS
from yibao.office.screens.addresses import row_address
from yibao.office.screens.hooks import Hit, Office, SearchSource
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

OFFICE = Office("claims", Text("待遇结算", "Claims"), "receipt", place=400)
REGISTERS = (VISITS, SETTLEMENTS, DIFFERENCES)


def _find_visits(granted: Granted, text: str, limit: int) -> list[Hit]:
    wanted = text.strip().upper()
    rows = visits_within(granted.reach("claims.visit.view"))
    found = rows.filter(Q(number=wanted) | Q(person=wanted)).order_by("-pk")[:limit]
    return [
        Hit(row.number, row.person, row_address("claims.visit", row.pk), (row.person,))
        for row in found
    ]


def _find_settlements(granted: Granted, text: str, limit: int) -> list[Hit]:
    wanted = text.strip().upper()
    rows = settlements_within(granted.reach("claims.settlement.view"))
    found = rows.filter(Q(number=wanted) | Q(person=wanted)).order_by("-pk")[:limit]
    return [
        Hit(row.number, row.person, row_address("claims.settlement", row.pk), (row.person,))
        for row in found
    ]


SEARCH = (
    SearchSource(
        "claims.visit", Text("就诊", "Visits"), "claims.visit.view", _find_visits, "stethoscope"
    ),
    SearchSource(
        "claims.settlement",
        Text("结算", "Settlements"),
        "claims.settlement.view",
        _find_settlements,
        "receipt",
    ),
)

__all__ = ["OFFICE", "REGISTERS", "SEARCH"]

"""What the home page tells of claims (首页): today's settlements, money by fund, stays in bed."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum
from django.utils import timezone

from yibao.office.claims.models import Difference, Payer
from yibao.office.claims.models.visit import Setting, VisitState
from yibao.office.claims.queries.within import (
    differences_within,
    settlements_within,
    visits_within,
)
from yibao.office.screens.hooks import Card, Duty, Figure
from yibao.terms.funds import fund
from yibao.terms.text import Text

FUNDS_SHOWN = 4
COUNTED_AT_MOST = 10_000
"""Beyond, a page does not wait for a count."""


def _today(granted: Any, reach: Any) -> list[Figure]:
    """Return how many were settled today, reversals too, and what each fund paid, most first."""
    del granted
    rows = settlements_within(reach).order_by().filter(settled_on=timezone.localdate())
    figures = [
        Figure(Text("今日结算", "Settled today"), rows.filter(reverses=None).count()),
        Figure(Text("今日撤销", "Reversed today"), rows.exclude(reverses=None).count()),
        Figure(
            Text("今日总费用", "Total of today"),
            rows.aggregate(sum=Sum("total_fen"))["sum"] or 0,
            "money",
        ),
    ]
    paid = (
        Payer.objects.filter(settlement_id__in=rows.values("pk"))
        .values("fund_pay_type")
        .annotate(sum=Sum("amount_fen"))
        .order_by("-sum")[:FUNDS_SHOWN]
    )
    figures += [Figure(fund(each["fund_pay_type"]).label, each["sum"], "money") for each in paid]
    return figures


def _in_bed(granted: Any, reach: Any) -> list[Figure]:
    """Return how many stays are open, and how many ended without being settled."""
    del granted
    stays = visits_within(reach).order_by().filter(setting=Setting.INPATIENT)
    address = "/claims/visit/?setting=inpatient&state="
    found = []
    for label, state in (
        (Text("在院", "In bed"), VisitState.OPEN),
        (Text("出院未结算", "Discharged, not settled"), VisitState.DISCHARGED),
    ):
        count = stays.filter(state=state)[: COUNTED_AT_MOST + 1].count()
        value: object = count
        if count > COUNTED_AT_MOST:
            value = Text("超过 10,000", "more than 10,000")
        found.append(
            Figure(
                label, value, "text" if value is not count else "number", f"{address}{state.value}"
            )
        )
    return found


CARDS = (
    Card(
        "claims.today",
        "claims",
        Text("今日结算", "Settled today"),
        "claims.settlement.view",
        _today,
        "/claims/settlement/",
        "receipt",
    ),
    Card(
        "claims.stays",
        "claims",
        Text("住院", "Stays in bed"),
        "claims.visit.view",
        _in_bed,
        "/claims/visit/?setting=inpatient",
        "building-hospital",
    ),
)


def _to_settle(granted: Any, reach: Any) -> int:
    del granted
    rows = differences_within(reach).order_by().filter(state=Difference.State.OPEN)
    return rows[: COUNTED_AT_MOST + 1].count()


DUTIES = (
    Duty(
        "claims.differences",
        Text("待处理的重算差额", "Differences to be settled"),
        "claims.difference.edit",
        _to_settle,
        "/claims/difference/?state=open",
    ),
)

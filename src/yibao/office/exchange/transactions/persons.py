"""Persons (人员): who somebody is and how they are insured; which funds would pay for care."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from yibao.office.claims.queries.records_benefits import Asked, benefits_on
from yibao.office.claims.queries.records_persons import balance_of
from yibao.office.exchange.identifying import identified
from yibao.office.exchange.message import Message
from yibao.office.exchange.transactions.registry import Output, transaction
from yibao.office.exchange.translating.identity import (
    identities_on,
    identity_of,
    insurance_of,
)
from yibao.office.people.names import COVER_OF_SCHEME, EMPLOYEES
from yibao.office.people.queries import statuses_on

_CIVIL_SERVANT = "civil_servant"
_CHECK_OF_FUNDS = "01"
"""trt_chk_type: the funds were looked at (基金项检查)."""


@transaction("1101", changes=False)
def person(message: Message) -> Output:
    """Say who somebody is, how they are insured, which identities they have (人员信息获取)."""
    node = message.node("data")
    found = identified(node)
    day = _day(node.get("begntime"))
    return {
        "baseinfo": identity_of(found, day),
        "insuinfo": _insurances(found, day),
        "idetinfo": tuple(identities_on(found, day)),
    }


@transaction("2001", changes=False)
def benefits(message: Message) -> Output:
    """Say of every fund whether it would pay, and why not (人员待遇享受检查)."""
    node = message.node("data")
    asked = Asked(
        person=node["psn_no"],
        insutype=node["insutype"],
        provider=message.provider,
        med_type=node["med_type"],
        day=_day(node["begntime"]),
        disease=node.get("dise_codg") or "",
    )
    return {
        "trtinfo": tuple(
            {
                "psn_no": asked.person,
                "trt_chk_type": _CHECK_OF_FUNDS,
                "fund_pay_type": each.fund,
                "trt_enjymnt_flag": "0" if each.reason else "1",
                "begndate": each.first,
                "enddate": each.last,
                "trt_chk_rslt": "" if each.reason is None else each.reason.zh,
            }
            for each in benefits_on(asked)
        )
    }


def _day(moment: datetime | None) -> date:
    return timezone.localdate() if moment is None else moment.date()


def _insurances(found: Any, day: date) -> tuple[dict[str, Any], ...]:
    """Return how somebody is insured; only employees have a personal account."""
    standings = statuses_on(found.number, day)
    covers = set(found.covers.filter(during__contains=day).values_list("cover", flat=True))
    covers |= {COVER_OF_SCHEME.get(each.insutype) for each in standings if each.has_benefits}
    return tuple(
        insurance_of(
            each,
            balance_of(found.number, each.division) if each.insutype == EMPLOYEES else 0,
            is_civil_servant=_CIVIL_SERVANT in covers,
        )
        for each in standings
    )

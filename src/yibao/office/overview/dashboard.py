"""The region at a glance on the home page (首页概览): people, money, care by county."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from yibao.office.overview.queries import Share, area_names, care_by, care_by_month, people_by
from yibao.office.screens.hooks import Bar, Glance
from yibao.terms.dictionaries import dictionary
from yibao.terms.text import Text

MONTHS = 12
OLDEST = 80
"""Who is older stands together."""
_DAYS = 365
_MAY = "overview.region.view"


def _since() -> date:
    """Return the first day of the month a year ago."""
    return (timezone.localdate() - timedelta(days=_DAYS)).replace(day=1)


def _by_county(shares: Iterable[Share], address: str = "") -> list[Bar]:
    names = area_names()
    return [
        Bar(
            Text(names.get(one.key, one.key), one.key),
            one.amount,
            address and f"{address}{one.key}",
        )
        for one in shares
    ]


def _people(granted: Any, reach: Any) -> list[Bar]:
    del granted
    return _by_county(people_by("division", reach), "/people/person/?division=")


def _ages(granted: Any, reach: Any) -> list[Bar]:
    del granted
    sums: dict[int, int] = {}
    for one in people_by("age_from", reach):
        age = min(int(one.key), OLDEST)
        sums[age] = sums.get(age, 0) + one.amount
    return [
        Bar(
            Text(f"{age} 岁以上", f"{age} and more")
            if age == OLDEST
            else Text(f"{age}–{age + 9} 岁", f"{age} to {age + 9}"),
            count,
        )
        for age, count in sorted(sums.items())
    ]


def _schemes(granted: Any, reach: Any) -> list[Bar]:
    del granted
    label = dictionary("insutype").label
    return [Bar(label(one.key), one.amount) for one in people_by("insutype", reach)]


def _funds(granted: Any, reach: Any) -> list[Bar]:
    del granted
    return _by_county(care_by("division", "fund_fen", reach, _since()))


def _months(granted: Any, reach: Any) -> list[Bar]:
    del granted
    shares = care_by_month("fund_fen", reach, _since())
    return [Bar(Text(one.key, one.key), one.amount) for one in shares[-MONTHS:]]


def _stays(granted: Any, reach: Any) -> list[Bar]:
    del granted
    shares = care_by("division", "settlements", reach, _since(), setting="inpatient")
    return _by_county(shares)


def _visits(granted: Any, reach: Any) -> list[Bar]:
    del granted
    shares = care_by("division", "settlements", reach, _since(), setting="outpatient")
    return _by_county(shares)


GLANCES = (
    Glance("overview.people", Text("参保人数", "Persons insured"), _MAY, _people),
    Glance("overview.schemes", Text("险种", "Schemes"), _MAY, _schemes),
    Glance("overview.ages", Text("年龄", "Ages"), _MAY, _ages),
    Glance(
        "overview.funds",
        Text("近一年基金支付（按参保地）", "Paid by funds in a year, by county"),
        _MAY,
        _funds,
        "money",
    ),
    Glance(
        "overview.months",
        Text("基金支付（按月）", "Paid by funds, by month"),
        _MAY,
        _months,
        "money",
    ),
    Glance("overview.stays", Text("近一年住院人次", "Stays in a year"), _MAY, _stays),
    Glance(
        "overview.visits",
        Text("近一年门诊人次", "Out-patient visits in a year"),
        _MAY,
        _visits,
    ),
)

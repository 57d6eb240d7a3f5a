"""What the overview tells (概览查询): of the small tables only, within somebody's reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from yibao.office.base.rights.granted import Reach
from yibao.office.overview.models import Area, CareSum, PeopleCount


@dataclass(frozen=True, slots=True)
class Share:
    """One bar: what it is of, and how much."""

    key: str
    amount: int


def area_names() -> dict[str, str]:
    """Return what divisions are called, by code."""
    return dict(Area.objects.values_list("division", "name"))


def people_by(column: str, reach: Reach) -> list[Share]:
    """Return how many are insured, by `division`, `insutype` or `age_from`, in its order."""
    rows = PeopleCount.objects.filter(reach.condition())
    return _shares(rows.values_list(column).annotate(Sum("persons")).order_by(column))


def care_by(column: str, amount: str, reach: Reach, first: date, **only: str) -> list[Share]:
    """Return sums of what was settled since a day.

    Args:
        column: by `division`, `setting` or `insutype`.
        amount: which sum, a column of `CareSum`.
        reach: whose.
        first: the first day.
        only: what else must hold, `setting="inpatient"`.

    """
    rows = CareSum.objects.filter(reach.condition(), settled_on__gte=first, **only)
    return _shares(rows.values_list(column).annotate(Sum(amount)).order_by(column))


def care_by_month(amount: str, reach: Reach, first: date) -> list[Share]:
    """Return sums by month, `2026-01`, in order."""
    rows = CareSum.objects.filter(reach.condition(), settled_on__gte=first)
    found = rows.values_list("settled_on__year", "settled_on__month").annotate(Sum(amount))
    ordered = found.order_by("settled_on__year", "settled_on__month")
    return [Share(f"{year}-{month:02d}", fen or 0) for year, month, fen in ordered]


def _shares(rows: Iterable[tuple[object, int | None]]) -> list[Share]:
    return [Share(str(key), amount or 0) for key, amount in rows]

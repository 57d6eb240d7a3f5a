"""The only writers of the overview: sums made anew from what other offices count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction

from yibao.office.claims.queries import sums_by_day
from yibao.office.overview.models import Area, CareSum, PeopleCount
from yibao.office.people.queries import headcounts


def name_areas(names: Mapping[str, str]) -> None:
    """Say what divisions are called, by their code."""
    rows = [Area(division=code, name=name) for code, name in names.items()]
    Area.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["division"], update_fields=["name"]
    )


@transaction.atomic
def count_people(today: date) -> int:
    """Count who is insured today, by county, scheme and age; return how many they are."""
    rows = [
        PeopleCount(
            division=one.division,
            insutype=one.insutype,
            age_from=one.age_from,
            persons=one.persons,
            counted_on=today,
        )
        for one in headcounts(today)
    ]
    PeopleCount.objects.all().delete()
    PeopleCount.objects.bulk_create(rows)
    return sum(row.persons for row in rows)


@transaction.atomic
def sum_care(today: date, since: date | None = None) -> int:
    """Sum what was settled by day; return how many rows that made.

    Args:
        today: the last day.
        since: the first day that is summed anew; None: the newest that was, or all where none was.

    """
    newest = CareSum.objects.order_by("-settled_on").values_list("settled_on", flat=True).first()
    first = since or newest or date.min
    CareSum.objects.filter(settled_on__gte=first).delete()
    rows = [
        CareSum(
            settled_on=one.day,
            division=one.division,
            insutype=one.insutype,
            setting=one.setting,
            settlements=one.settlements,
            total_fen=one.total_fen,
            fund_fen=one.fund_fen,
            personal_fen=one.personal_fen,
        )
        for one in sums_by_day(first, today + timedelta(days=1))
    ]
    CareSum.objects.bulk_create(rows)
    return len(rows)

"""The months that lines are cut into (分区): by the first day of the visit they belong to."""

from datetime import date

from django.db import connection

from yibao.office.database.partitions import months_from

MONTHS_AHEAD = 3


def make_month(day: date) -> bool:
    """Make the partition of the month of a day; tell whether it was missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT claims_make_month(%s)", [day])
        (made,) = cursor.fetchone() or (False,)
    return bool(made)


def make_ahead(today: date, months: int = MONTHS_AHEAD) -> int:
    """Make the partitions of this month and the `months` that follow; return how many were made."""
    return sum(make_month(first) for first, _ in months_from(today, months + 1))

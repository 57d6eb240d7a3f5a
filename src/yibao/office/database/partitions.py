"""Tables cut by month (按月分区): what grows without end is cut into months made ahead."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from django.db import connection
from psycopg import sql


def months_from(first: date, count: int) -> list[tuple[date, date]]:
    """Return `count` months from that of `first`: first day, first day of the next.

    >>> months_from(date(2024, 12, 5), 2)[1]
    (datetime.date(2025, 1, 1), datetime.date(2025, 2, 1))
    """
    number = first.year * 12 + first.month - 1
    days = [date(at // 12, at % 12 + 1, 1) for at in range(number, number + count + 1)]
    return list(pairwise(days))


def make_months(table: str, first: date, count: int) -> int:
    """Make the partitions of `count` months of `table`, those that are missing; return how many.

    `table` is partitioned by a range of a time stamp; months are those of China, UTC+8.
    """
    made = 0
    with connection.cursor() as cursor:
        for begins, ends in months_from(first, count):
            name = f"{table}_{begins:%Y_%m}"
            cursor.execute("SELECT to_regclass(%s)", [name])
            if cursor.fetchone()[0] is not None:
                continue
            cursor.execute(
                sql.SQL("CREATE TABLE {} PARTITION OF {} FOR VALUES FROM ({}) TO ({})").format(
                    sql.Identifier(name),
                    sql.Identifier(table),
                    sql.Literal(f"{begins} 00:00:00+08"),
                    sql.Literal(f"{ends} 00:00:00+08"),
                )
            )
            made += 1
    return made

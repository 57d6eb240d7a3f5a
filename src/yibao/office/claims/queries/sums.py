"""What was settled by day (按日汇总): summed over everything, for tables of sums; no page waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

_SUMS = """
SELECT made.settled_on, visit.insured_division, made.insutype, made.setting,
    sum(CASE WHEN made.reverses_id IS NULL THEN 1 ELSE -1 END)::int,
    sum(made.total_fen)::bigint, sum(made.fund_fen)::bigint, sum(made.personal_fen)::bigint
FROM claims_settlement AS made JOIN claims_visit AS visit ON visit.id = made.visit_id
WHERE made.settled_on >= %s AND made.settled_on < %s
GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True)
class DaySum:
    """What was settled on a day of persons insured in a county; reversals are taken off."""

    day: date
    division: str
    insutype: str
    setting: str
    settlements: int
    total_fen: int
    fund_fen: int
    personal_fen: int


def sums_by_day(first: date, until: date) -> list[DaySum]:
    """Sum what was settled from a day on until before another."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, [first, until])
        return [DaySum(*row) for row in cursor.fetchall()]

"""What was counted goes to the table (写入请求统计); every process adds to the same rows."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from yibao.office.base.models.monitoring import Alarm, HealthReading, RequestMinute
from yibao.office.base.monitoring.meter import Counted, Kind

KEPT_DAYS = 8
"""Minutes are kept for the last week; an alarm that is over, for a year."""
ALARMS_KEPT_DAYS = 366

_ADD = """
INSERT INTO base_requestminute AS kept
    (minute, route, method, status, requests, microseconds, slowest_microseconds, buckets)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (minute, route, method, status) DO UPDATE SET
    requests = kept.requests + excluded.requests,
    microseconds = kept.microseconds + excluded.microseconds,
    slowest_microseconds = greatest(kept.slowest_microseconds, excluded.slowest_microseconds),
    buckets = (SELECT array_agg(a + b ORDER BY place)
               FROM unnest(kept.buckets, excluded.buckets) WITH ORDINALITY AS pair(a, b, place))
"""


def record(taken: dict[Kind, Counted]) -> None:
    """Add counts to the table, all or none.

    Rows are taken in one order by every process, so that two of them never wait for each other.
    """
    rows = sorted(
        (
            (kind.minute, kind.route, kind.method, kind.status),
            (one.requests, one.microseconds, one.slowest, one.buckets),
        )
        for kind, one in taken.items()
    )
    if not rows:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(_ADD, [(*key, *values) for key, values in rows])


def forget(now: datetime) -> int:
    """Delete what is older than it is kept for; return how many rows."""
    minutes = now - timedelta(days=KEPT_DAYS)
    over = now - timedelta(days=ALARMS_KEPT_DAYS)
    return sum(
        old.delete()[0]
        for old in (
            RequestMinute.objects.filter(minute__lt=minutes),
            HealthReading.objects.filter(minute__lt=minutes),
            Alarm.objects.filter(cleared_at__lt=over),
        )
    )

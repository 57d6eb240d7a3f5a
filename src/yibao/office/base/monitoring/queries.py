"""What the page and the interface show of the system (监测查询)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone

from yibao.office.base.models.monitoring import Alarm, HealthReading, Threshold
from yibao.office.base.monitoring.alarms import is_bad
from yibao.office.base.monitoring.histogram import empty, percentile
from yibao.office.base.monitoring.measures import BY_CODE, Measure
from yibao.office.base.monitoring.meter import EVERY_ROUTE

HOURS_MOST = 24 * 8
POINTS_MOST = 300
"""A line is drawn from at most so many points; a longer time makes each point longer."""
BY_ROUTE = "route, method"
BY_TIME = "floor(extract(epoch FROM minute) / %s)::bigint"
FRESH = timedelta(minutes=10)
"""A reading older than this tells nothing of now."""


@dataclass(frozen=True, slots=True)
class Point:
    """Requests of one stretch of time; durations in microseconds, None where there were none."""

    at: datetime
    requests: int
    refused: int
    failed: int
    p50: int | None
    p95: int | None
    p99: int | None


@dataclass(frozen=True, slots=True)
class Route:
    """Requests of one route; durations in microseconds."""

    route: str
    method: str
    requests: int
    refused: int
    failed: int
    p50: int | None
    p95: int | None
    p99: int | None
    slowest: int


@dataclass(frozen=True, slots=True)
class Health:
    """The newest reading of one measure and subject, with the level that it has reached."""

    measure: Measure
    subject: str
    value: int
    at: datetime
    level: str


def step_minutes(hours: int) -> int:
    """Return how many minutes one point of a line covers.

    >>> step_minutes(1), step_minutes(24), step_minutes(192)
    (1, 5, 39)
    """
    return max(1, -(-hours * 60 // POINTS_MOST))


def lines(hours: int, now: datetime | None = None) -> list[Point]:
    """Return the requests of the last hours, point by point; a time without requests is a zero."""
    step = step_minutes(hours) * 60
    last = int((now or timezone.now()).timestamp()) // step
    first = last - hours * 3600 // step
    since = datetime.fromtimestamp(first * step, UTC)
    sums, buckets = _summed(BY_TIME, [step], since, "route = %s")
    points = []
    for place in range(first, last + 1):
        requests, refused, failed, slowest = sums.get((place,), (0, 0, 0, 0))
        counted = buckets.get((place,), empty())
        points.append(
            Point(
                datetime.fromtimestamp(place * step, UTC),
                requests,
                refused,
                failed,
                *_percentiles(counted, slowest),
            )
        )
    return points


def routes(hours: int, now: datetime | None = None) -> list[Route]:
    """Return the routes of the last hours, those with the most requests first."""
    since = (now or timezone.now()) - timedelta(hours=hours)
    sums, buckets = _summed(BY_ROUTE, [], since, "route <> %s")
    found = [
        Route(
            route=str(key[0]),
            method=str(key[1]),
            requests=requests,
            refused=refused,
            failed=failed,
            p50=p50,
            p95=p95,
            p99=p99,
            slowest=slowest,
        )
        for key, (requests, refused, failed, slowest) in sums.items()
        for p50, p95, p99 in [_percentiles(buckets[key], slowest)]
    ]
    return sorted(found, key=lambda each: (-each.requests, each.route, each.method))


def health(now: datetime | None = None) -> list[Health]:
    """Return the newest reading of every measure and subject, in the order of measures."""
    since = (now or timezone.now()) - FRESH
    newest = (
        HealthReading.objects.filter(minute__gt=since, measure__in=list(BY_CODE))
        .order_by("measure", "subject", "-minute")
        .distinct("measure", "subject")
    )
    limits = list(Threshold.objects.filter(active=True))
    order = {code: place for place, code in enumerate(BY_CODE)}
    return [
        Health(BY_CODE[one.measure], one.subject, one.value, one.minute, _level(one, limits))
        for one in sorted(newest, key=lambda one: (order[one.measure], one.subject))
    ]


def series(measure: str, hours: int, now: datetime | None = None) -> list[HealthReading]:
    """Return the readings of one measure in the last hours, by subject and time."""
    since = (now or timezone.now()) - timedelta(hours=hours)
    found = HealthReading.objects.filter(measure=measure, minute__gt=since)
    return list(found.order_by("subject", "minute"))


def open_alarms() -> list[Alarm]:
    """Return the alarms that are not over, the worst first."""
    found = Alarm.objects.filter(cleared_at__isnull=True)
    return list(
        found.select_related("threshold", "acknowledged_by").order_by("level", "-raised_at")
    )


def past_alarms(most: int) -> list[Alarm]:
    """Return the alarms that are over, the newest first."""
    found = Alarm.objects.filter(cleared_at__isnull=False)
    return list(found.select_related("threshold", "acknowledged_by").order_by("-raised_at")[:most])


def thresholds() -> list[Threshold]:
    """Return every limit, in the order of measures."""
    order = {code: place for place, code in enumerate(BY_CODE)}
    known = Threshold.objects.filter(measure__in=list(BY_CODE))
    return sorted(known, key=lambda one: (order[one.measure], one.subject, one.level != "warning"))


def _percentiles(counted: list[int], slowest: int) -> list[int | None]:
    """Return the 50th, 95th and 99th percentile; none is longer than the slowest request."""
    read = [percentile(counted, at) for at in (500, 950, 990)]
    return [None if one is None else min(one, slowest) for one in read]


def _level(reading: HealthReading, limits: Iterable[Threshold]) -> str:
    """Return the worst level whose limit the reading crosses, or nothing."""
    crossed = {
        limit.level
        for limit in limits
        if limit.measure == reading.measure
        and limit.subject in ("", reading.subject)
        and is_bad(limit, reading.value)
    }
    return min(crossed, default="")


_Key = tuple[object, ...]
_Counts = tuple[int, int, int, int]


def _summed(
    key: str, values: list[int], since: datetime, which: str
) -> tuple[dict[_Key, _Counts], dict[_Key, list[int]]]:
    """Return counts (all, refused, failed, slowest) and histograms, by the columns of `key`.

    `key` and `which` are ours, never somebody's input; sums are formed where the rows are.
    """
    counts: dict[_Key, _Counts] = {}
    buckets: dict[_Key, list[int]] = defaultdict(empty)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT sum(requests)::bigint,
                coalesce(sum(requests) FILTER (WHERE status BETWEEN 400 AND 499), 0)::bigint,
                coalesce(sum(requests) FILTER (WHERE status >= 500), 0)::bigint,
                max(slowest_microseconds), {key}
            FROM base_requestminute WHERE minute >= %s AND {which} GROUP BY {_places(5, key)}
            """,  # noqa: S608 -- no input in it
            [*values, since, EVERY_ROUTE],
        )
        for requests, refused, failed, slowest, *keys in cursor.fetchall():
            counts[tuple(keys)] = (requests, refused, failed, slowest)
        cursor.execute(
            f"""
            SELECT place::int, sum(number)::bigint, {key}
            FROM base_requestminute, unnest(buckets) WITH ORDINALITY AS one(number, place)
            WHERE minute >= %s AND {which} AND number > 0 GROUP BY {_places(3, key)}, place
            """,  # noqa: S608 -- no input in it
            [*values, since, EVERY_ROUTE],
        )
        for place, number, *keys in cursor.fetchall():
            buckets[tuple(keys)][place - 1] = number
    return counts, buckets


def _places(first: int, key: str) -> str:
    """Return the places of the columns of `key`, for GROUP BY.

    >>> _places(5, "route, method")
    '5, 6'
    """
    columns = 2 if key == BY_ROUTE else 1
    return ", ".join(str(place) for place in range(first, first + columns))

"""How each measure is read (读数): one short query or one look at the machine.

Each returns subjects with values. What cannot be told, because the server does not show it to our
role, is no reading; a subject that is not named is well.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from yibao.office.base.models.monitoring import RequestMinute
from yibao.office.base.monitoring.histogram import empty, percentile
from yibao.office.base.monitoring.meter import EVERY_ROUTE
from yibao.office.base.seals import declared
from yibao.office.base.seals.sealer import pending

ALIVE_SECONDS = 60
"""A worker that did not beat for so long is gone; it beats every ten seconds."""
WINDOW = timedelta(minutes=5)
REQUESTS_LEAST = 20
"""Shares and percentiles of fewer requests say nothing and count as nought."""

Readings = Iterator[tuple[str, int]]


def database_ping() -> Readings:
    """How long the shortest question takes, microseconds."""
    began = time.perf_counter_ns()
    _rows("SELECT 1")
    yield "", (time.perf_counter_ns() - began) // 1000


def database_connections() -> Readings:
    """Which part of the connections that we may have is taken, parts per million."""
    yield from _subjectless(
        """
        SELECT count(*) * 1000000
             / (current_setting('max_connections')::int
                - current_setting('superuser_reserved_connections')::int)
        FROM pg_stat_activity WHERE backend_type = 'client backend'
        """
    )


def longest_transaction() -> Readings:
    """How long the longest transaction here runs, seconds; seals and clean-up wait for it."""
    yield from _subjectless(
        """
        SELECT coalesce(extract(epoch FROM max(clock_timestamp() - xact_start)), 0)::bigint
        FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
            AND datname = current_database()
        """
    )


def workers_alive() -> Readings:
    """How many workers beat within the last minute."""
    yield from _subjectless(
        """
        SELECT count(*) FROM procrastinate_workers
        WHERE last_heartbeat > clock_timestamp() - make_interval(secs => %s)
        """,
        [ALIVE_SECONDS],
    )


def oldest_waiting_job() -> Readings:
    """For how long the oldest job of each queue could have begun, seconds."""
    yield from _subjects(
        """
        SELECT queue_name,
            extract(epoch FROM clock_timestamp() - min(coalesce(scheduled_at, queued.at)))::bigint
        FROM procrastinate_jobs AS job
        JOIN LATERAL (
            SELECT min(at) AS at FROM procrastinate_events WHERE job_id = job.id
        ) AS queued ON true
        WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= clock_timestamp())
        GROUP BY queue_name
        """
    )


def failed_jobs() -> Readings:
    """How many jobs failed within the last hour, those of people and those of the clock."""
    yield from _subjectless(
        """
        SELECT (SELECT count(*) FROM base_job
                WHERE state = 'failed' AND ended_at > clock_timestamp() - interval '1 hour')
             + (SELECT count(*) FROM procrastinate_events
                WHERE type = 'failed' AND at > clock_timestamp() - interval '1 hour')
        """
    )


def oldest_event() -> Readings:
    """How long the oldest event waits to be handed on, seconds."""
    yield from _subjectless(
        """
        SELECT coalesce(extract(epoch FROM clock_timestamp() - min(at)), 0)::bigint
        FROM base_event WHERE handed_at IS NULL
        """
    )


def oldest_unsealed() -> Readings:
    """How old the oldest row without a seal is at most, by table, seconds.

    Rows carry no time that the sealer could trust; none of them is older than the last seal of
    their table, or than the tables themselves where there is none.
    """
    for table in declared().values():
        if not pending(table, counted_to=1).rows:
            yield table.name, 0
            continue
        for (age,) in _rows(
            """
            SELECT extract(epoch FROM clock_timestamp() - coalesce(
                (SELECT max(sealed_at) FROM base_seal WHERE "table" = %s),
                (SELECT min(applied) FROM django_migrations)))::bigint
            """,
            [table.name],
        ):
            yield table.name, _whole(age)


def disk_free() -> Readings:
    """Which part of the disk below the folder of data, and of the archive, is free; ppm."""
    archive = os.environ.get("YIBAO_ARCHIVE")
    for folder in (settings.YIBAO.data, *([Path(archive)] if archive else ())):
        if folder.exists():
            usage = shutil.disk_usage(folder)
            yield str(folder), usage.free * 1_000_000 // usage.total


def archive_off() -> Readings:
    """1 where a production server does not archive its log, else 0."""
    off = settings.YIBAO.mode == "production"
    for (mode,) in _rows("SELECT current_setting('archive_mode')"):
        yield "", int(off and mode == "off")


def archive_failing() -> Readings:
    """For how long no segment of the log could be archived, seconds; 0 when the last one could."""
    yield from _subjectless(
        """
        SELECT CASE WHEN last_failed_time > coalesce(last_archived_time, '-infinity')
            THEN extract(epoch FROM clock_timestamp()
                - coalesce(last_archived_time, stats_reset, last_failed_time))::bigint
            ELSE 0 END
        FROM pg_stat_archiver
        """
    )


def replication_lag() -> Readings:
    """How many bytes of the log each standby has yet to apply."""
    yield from _subjects(
        """
        SELECT application_name, max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn))::bigint
        FROM pg_stat_replication WHERE replay_lsn IS NOT NULL GROUP BY application_name
        """
    )


def requests_p95() -> Readings:
    """Read which duration 95 of a hundred requests did not exceed, microseconds."""
    counted, _, buckets = _last_minutes(timezone.now())
    yield "", (percentile(buckets, 950) or 0) if counted >= REQUESTS_LEAST else 0


def requests_failed() -> Readings:
    """Which part of the requests ended with a fault of ours (5xx), parts per million."""
    counted, failed, _ = _last_minutes(timezone.now())
    yield "", failed * 1_000_000 // counted if counted >= REQUESTS_LEAST else 0


def _last_minutes(now: datetime) -> tuple[int, int, list[int]]:
    """Return requests, those that failed, and the histogram, of the last five minutes."""
    counted = failed = 0
    buckets = empty()
    rows = RequestMinute.objects.filter(minute__gt=now - WINDOW - timedelta(minutes=1))
    for row in rows.filter(route=EVERY_ROUTE):
        counted += row.requests
        failed += row.requests if row.status >= 500 else 0
        buckets = [a + b for a, b in zip(buckets, row.buckets, strict=True)]
    return counted, failed, buckets


def _rows(statement: str, values: Sequence[int | str] = ()) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _subjectless(statement: str, values: Sequence[int | str] = ()) -> Readings:
    for (value,) in _rows(statement, values):
        yield "", _whole(value)


def _subjects(statement: str) -> Readings:
    for subject, value in _rows(statement):
        yield str(subject), _whole(value)


def _whole(value: object) -> int:
    assert isinstance(value, int), "the statement casts to an integer"
    return max(0, value)

"""A look at the system (巡检): once a minute, by whichever process comes first."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import Error, connection, transaction
from django.utils import timezone

from yibao.office.base.models.monitoring import HealthReading, Threshold
from yibao.office.base.monitoring.alarms import judge
from yibao.office.base.monitoring.measures import MEASURES
from yibao.office.base.monitoring.recording import forget

ROUND = "watch.round"
"""The reading that says that a minute was looked after, in microseconds."""
FORGET_AT_MINUTE = 17
"""Old rows are deleted once an hour, at this minute."""
LOCK = "yibao.monitoring"
LOG = logging.getLogger("yibao.monitoring")


def watch(now: datetime | None = None) -> bool:
    """Read every measure, judge, tell; return whether it was ours to do in this minute.

    Everything of a round is one transaction: a round that broke off did not happen, and another
    process takes it up in the same minute.
    """
    at = now or timezone.now()
    minute = at.replace(second=0, microsecond=0)
    if HealthReading.objects.filter(measure=ROUND, subject="", minute=minute).exists():
        return False
    with transaction.atomic():
        if not _first(minute):
            return False
        have_thresholds()
        measured = read_all()
        taken = timezone.now() - at if now is None else at - at
        HealthReading.objects.bulk_create(
            [
                HealthReading(minute=minute, measure=code, subject=subject[:200], value=value)
                for code, found in measured.items()
                for subject, value in found.items()
            ]
            + [
                HealthReading(
                    minute=minute, measure=ROUND, value=int(taken.total_seconds() * 1_000_000)
                )
            ]
        )
        judge(at, measured)
    if minute.minute == FORGET_AT_MINUTE:
        forget(at)
    return True


def read_all() -> dict[str, dict[str, int]]:
    """Return values by measure and subject; a measure that fails is logged and left out."""
    measured = {}
    for measure in MEASURES:
        try:
            with transaction.atomic():
                measured[measure.code] = {name[:200]: value for name, value in measure.read()}
        except (Error, OSError):
            LOG.warning("%s could not be read", measure.code, exc_info=True)
    return measured


def have_thresholds() -> None:
    """Add the default limits that the table lacks; those that somebody set stay."""
    Threshold.objects.bulk_create(
        [
            Threshold(
                measure=measure.code,
                level=limit.level,
                side=limit.side,
                limit=limit.limit,
                minutes=limit.minutes,
            )
            for measure in MEASURES
            for limit in measure.limits
        ],
        ignore_conflicts=True,
    )


def _first(minute: datetime) -> bool:
    """Take the round of this minute, unless another process has or does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [LOCK])
        held = cursor.fetchone()
    if not held or not held[0]:
        return False
    return not HealthReading.objects.filter(measure=ROUND, subject="", minute=minute).exists()

"""What the worker does for the claims' office (定时任务): months ahead."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from yibao.office.claims.partitions import make_ahead


@app.periodic(cron="25 3 * * *")
@app.task(name="claims.months.make", queue="clock")
def make_months(timestamp: int) -> None:
    """Make the partitions of the months to come every night."""
    del timestamp
    make_ahead(timezone.localdate())

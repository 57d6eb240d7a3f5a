"""What the worker does for the claims' office (定时任务): months ahead, the nightly proof."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from yibao.office.claims.partitions import make_ahead
from yibao.office.claims.proving import prove

__all__ = ["make_months", "prove"]


@app.periodic(cron="25 3 * * *")
@app.task(name="claims.months.make", queue="clock")
def make_months(timestamp: int) -> None:
    """Make the partitions of the months to come every night."""
    del timestamp
    make_ahead(timezone.localdate())

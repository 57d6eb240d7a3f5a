"""What the worker does for the exchange by the clock (定时任务)."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from yibao.office.exchange import services


@app.periodic(cron="15 3 * * *")
@app.task(name="exchange.months.make", queue="clock")
def make_months(timestamp: int) -> None:
    """Make the months of messages and keys to come every night."""
    del timestamp
    services.make_months_ahead(timezone.localdate())


@app.periodic(cron="25 3 * * *")
@app.task(name="exchange.keys.forget", queue="clock")
def forget(timestamp: int) -> None:
    """Forget keys of messages after 13 months, nonces after their window, every night."""
    del timestamp
    services.forget(timezone.localtime())

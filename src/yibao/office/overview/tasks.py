"""What the worker does for the overview (定时任务): sums anew."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from yibao.office.overview.services import count_people, sum_care


@app.periodic(cron="*/10 * * * *")
@app.task(name="overview.care.sum", queue="clock")
def sum_today(timestamp: int) -> None:
    """Sum what was settled since the newest day every ten minutes."""
    del timestamp
    sum_care(timezone.localdate())


@app.periodic(cron="40 1 * * *")
@app.task(name="overview.people.count", queue="clock")
def count_tonight(timestamp: int) -> None:
    """Count everybody every night."""
    del timestamp
    count_people(timezone.localdate())

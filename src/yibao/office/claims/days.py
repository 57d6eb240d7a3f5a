"""The day in China of a moment (业务日期): what a message's hundred times are asked for."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def day_of(moment: datetime) -> date:
    """Return the day in China of a moment that has a zone.

    >>> from datetime import UTC
    >>> day_of(datetime(2025, 6, 15, 16, 30, tzinfo=UTC))
    datetime.date(2025, 6, 16)
    """
    return (moment if moment.tzinfo is CHINA else moment.astimezone(CHINA)).date()

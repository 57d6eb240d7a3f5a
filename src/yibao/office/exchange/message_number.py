"""What stands in a message's number (发送方报文ID): provider 12, time 14, place 4."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

NO_DAY = date.min
"""The day of numbers of another form; their keys lie in the default partition."""


@lru_cache(maxsize=4096)
def _day(digits: str) -> date:
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))


def day_in(msgid: str) -> date:
    """Return the day in a message's number; `NO_DAY` where it has none.

    >>> day_in("H99012100001202611260830000001")
    datetime.date(2026, 11, 26)
    >>> day_in("17") == day_in("H99012100001202613260830000001") == NO_DAY
    True
    """
    time = msgid[12:26]
    if len(msgid) != 30 or not (time.isascii() and time.isdigit()):
        return NO_DAY
    try:
        return _day(time[:8])
    except ValueError:
        return NO_DAY

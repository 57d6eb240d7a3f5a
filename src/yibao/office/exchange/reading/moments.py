"""Readers of dates and times (日期型、日期时间型)."""

from __future__ import annotations

import re
from datetime import date, datetime

from yibao.office.exchange.definitions import Field
from yibao.office.exchange.reading import refusals
from yibao.office.exchange.reading.refusals import Reader
from yibao.office.exchange.reading.texts import EMPTY
from yibao.terms.identifiers import CHINA

YEARS = range(1900, 3000)
"""Years that a message may name: 2999-12-31 is how clients say for ever."""

_SHAPE = re.compile(
    r"([0-9]{4})([-/]?)([0-9]{2})\2([0-9]{2})"
    r"(?:[ T]?([0-9]{2}):?([0-9]{2})(?::?([0-9]{2}))?(?:\.[0-9]{1,9})?)?(?:\+08:?00)?",
    re.ASCII,
)


def day_reader(field: Field) -> Reader:
    """Return the reader of a date; a time of day after it is let go.

    >>> from yibao.office.exchange.definitions import definition
    >>> field = definition("3201").request["data"].fields[3]
    >>> day_reader(field)("2024-02-29 00:00:00")
    datetime.date(2024, 2, 29)
    """

    def read(value: object) -> object:
        if value is None or (type(value) is str and value.strip() in EMPTY):
            return None
        moment = _moment(value)
        if moment is None:
            raise refusals.no_day(field, value)
        return moment.date()

    return read


def time_reader(field: Field) -> Reader:
    """Return the reader of a time of China; a date alone is its beginning, fractions are cut.

    >>> from yibao.office.exchange.definitions import definition
    >>> field = definition("2201").request["data"].fields[2]
    >>> time_reader(field)("2024-02-29 08:30:00").isoformat()
    '2024-02-29T08:30:00+08:00'
    """

    def read(value: object) -> object:
        if type(value) is str and len(value) == 19 and value[10] == " " and value[4] == "-":
            try:
                moment = datetime.fromisoformat(value)
            except ValueError:
                raise refusals.no_time(field, value) from None
            if moment.year in YEARS:
                return moment.replace(tzinfo=CHINA)
        elif value is None or (type(value) is str and value.strip() in EMPTY):
            return None
        found = _moment(value)
        if found is None:
            raise refusals.no_time(field, value)
        return found

    return read


def _moment(value: object) -> datetime | None:
    """Return a date or time in any of the ways that clients write it; None for anything else."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    found = _SHAPE.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        return None
    year, _, month, day, hour, minute, second = found.groups("0")
    try:
        when = date(int(year), int(month), int(day))
        moment = datetime(
            when.year, when.month, when.day, int(hour), int(minute), int(second), tzinfo=CHINA
        )
    except ValueError:
        return None
    return moment if moment.year in YEARS else None

"""Writers of single values: each turns a typed value into JSON.

Nothing there is 0 for a number and an empty text for everything else, as the interface's general
rules ask.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from json.encoder import encode_basestring
from typing import Any

from yibao.office.exchange.definitions import Field, Kind
from yibao.terms.identifiers import CHINA

Writer = Callable[[Any], str]
"""Turns a typed value, or None, into JSON."""


def writer(field: Field) -> Writer:
    """Return the writer of a field."""
    if field.kind is Kind.CODE:
        # A code is never cut: some are printed shorter than their dictionary has them.
        return _text_writer(0)
    if field.kind is Kind.TEXT:
        return _text_writer(field.length)
    return _WRITERS[field.kind]


def _text_writer(length: int) -> Writer:
    limit = length or None

    def write(value: Any) -> str:
        if value is None or value == "":
            return '""'
        text = value if type(value) is str else str(value)
        return encode_basestring(text[:limit])

    return write


def money(value: int | None) -> str:
    """Return fen as yuan with two decimals.

    >>> money(450), money(-5), money(0), money(None)
    ('4.50', '-0.05', '0.00', '0')
    """
    if value is None:
        return "0"
    yuan, fen = divmod(abs(value), 100)
    return f"{'-' if value < 0 else ''}{yuan}.{fen:02}"


def scaled(decimals: int) -> Writer:
    """Return the writer of whole parts of a unit, without zeros at the end.

    >>> scaled(6)(4_520_000), scaled(4)(10_000), scaled(6)(-50_000)
    ('4.52', '1', '-0.05')
    """
    one = 10**decimals

    def write(value: int | None) -> str:
        if not value:
            return "0"
        whole, part = divmod(abs(value), one)
        sign = "-" if value < 0 else ""
        if not part:
            return f"{sign}{whole}"
        return f"{sign}{whole}.{part:0{decimals}}".rstrip("0")

    return write


def number(value: object) -> str:
    """Return a number that nothing is counted with: an `int`, a `Decimal`, or its digits as text.

    >>> number("3.5"), number(35), number("")
    ('3.5', '35', '0')
    """
    return str(value) if value else "0"


def day(value: date | None) -> str:
    """Return a date as yyyy-MM-dd; of a time, its day in China.

    >>> day(date(2024, 2, 29)), day(None)
    ('"2024-02-29"', '""')
    """
    if value is None:
        return '""'
    if isinstance(value, datetime):
        value = value.astimezone(CHINA).date()
    return f'"{value.isoformat()}"'


def time(value: datetime | None) -> str:
    """Return a time as yyyy-MM-dd HH:mm:ss of China.

    >>> time(datetime(2024, 2, 29, 8, 30, tzinfo=CHINA))
    '"2024-02-29 08:30:00"'
    """
    if value is None:
        return '""'
    return f'"{value.astimezone(CHINA).isoformat(" ", "seconds")[:19]}"'


_WRITERS: dict[Kind, Writer] = {
    Kind.DATE: day,
    Kind.TIME: time,
    Kind.MONEY: money,
    Kind.PRICE: scaled(6),
    Kind.QUANTITY: scaled(4),
    Kind.RATIO: scaled(6),
    Kind.INTEGER: number,
    Kind.NUMBER: number,
}

"""Values as libpq takes them (参数): as text, but for bytes; their type decides how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from yibao.office.database import arrays

Writer = Callable[[Any], bytes]

_UNKNOWN, _BOOL, _BYTES, _INT8, _DATE, _NUMERIC, _TIME = 0, 16, 17, 20, 1082, 1700, 1184
_TEXT_FORM, _BINARY_FORM = 0, 1


def _number(value: int) -> bytes:
    return b"%d" % value


def _text(value: str) -> bytes:
    return value.encode()


def _truth(value: bool) -> bytes:
    return b"t" if value else b"f"


def _plain(value: object) -> bytes:
    return str(value).encode()


def _list(values: Sequence[Any]) -> bytes:
    """Return an array as text; bytes in hex.

    >>> _list([1, -2]), _list([]), _list(["a", None])
    (b'{1,-2}', b'{}', b'{"a",NULL}')
    """
    first = values[0] if values else None
    if type(first) is int:
        return arrays.numbers(values).encode()
    if type(first) is bytes:
        return arrays.texts([rf"\x{each.hex()}" for each in values]).encode()
    return arrays.texts(values).encode()


# A truth is a number to Python, a time is a date: who is more special stands before.
_KINDS: tuple[tuple[type, int, Writer], ...] = (
    (bool, _BOOL, _truth),
    (int, _INT8, _number),
    (str, _UNKNOWN, _text),
    (bytes, _BYTES, bytes),
    (datetime, _TIME, _plain),
    (date, _DATE, _plain),
    (Decimal, _NUMERIC, _plain),
    (list, _UNKNOWN, _list),
    (tuple, _UNKNOWN, _list),
)


@cache
def writer_of(kind: type) -> Writer | None:
    """Return what writes values of a type; None for NULL.

    Raises:
        TypeError: values of this type cannot be parameters.

    """
    return None if kind is type(None) else _kind(kind)[2]


@cache
def oid_of(kind: type) -> int:
    """Return the database's number of the type; 0 lets the statement decide."""
    return _UNKNOWN if kind is type(None) else _kind(kind)[1]


@cache
def format_of(kind: type) -> int:
    """Return whether values are written as text (0) or as they are (1)."""
    return _BINARY_FORM if kind is not type(None) and _kind(kind)[0] is bytes else _TEXT_FORM


def _kind(kind: type) -> tuple[type, int, Writer]:
    for row in _KINDS:
        if issubclass(kind, row[0]):
            return row
    raise TypeError(kind)

"""Readers of numbers (数值型): exact, as whole numbers of the smallest unit."""

from __future__ import annotations

import re
from decimal import Decimal

from yibao.office.exchange.definitions import Field, Kind
from yibao.office.exchange.reading import refusals
from yibao.office.exchange.reading.refusals import Reader
from yibao.office.exchange.reading.texts import EMPTY

SCALES = {
    Kind.MONEY: 2,
    Kind.PRICE: 6,
    Kind.QUANTITY: 4,
    Kind.RATIO: 6,
    Kind.INTEGER: 0,
}
"""Decimals that the unit of a kind stands for: fen, millionths, ten-thousandths, millionths."""

_SHAPE = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,3}))?", re.ASCII)
_LENGTH_MAX = 80
"""Characters of a number: no field has so many digits, zeros included."""
_DIGITS = 16
"""Digits of a number whose length is not printed."""


def whole_reader(field: Field) -> Reader:
    """Return the reader of a number as an `int` of its kind's unit.

    >>> from yibao.office.exchange.definitions import definition
    >>> fields = {each.name: each for each in definition("2204").request["feedetail"].fields}
    >>> read = whole_reader(fields["pric"])
    >>> read("4.52"), read(Decimal("0.5")), read(3), read(""), read("1E+1")
    (4520000, 500000, 3000000, None, 10000000)
    """
    scale = SCALES[field.kind]
    digits = (field.length or _DIGITS) - field.decimals
    limit = 10 ** (digits + scale)
    decimals = rf"(?:\.([0-9]{{1,{scale}}}))?" if scale else "()"
    usual = re.compile(rf"(-?[0-9]{{1,{digits}}}){decimals}", re.ASCII)
    one = 10**scale

    def read(value: object) -> object:
        if type(value) is int:
            amount = value * one
            if -limit < amount < limit:
                return amount
            raise refusals.too_large(field, digits)
        if value is None:
            return None
        text = value if type(value) is str else _as_text(field, value)
        found = usual.fullmatch(text)
        if found is not None:
            whole, part = found.groups("")
            return int(whole + part + "0" * (scale - len(part)))
        return _unusual(field, text, scale, limit)

    return read


def number_reader(field: Field) -> Reader:
    """Return the reader of a number that nothing is counted with: the text that it is written as.

    >>> from yibao.office.exchange.definitions import definition
    >>> fields = {each.name: each for each in definition("2204").request["feedetail"].fields}
    >>> read = number_reader(fields["prd_days"])
    >>> read("3.50"), read(7), read(Decimal("0.25")), read(None)
    ('3.5', '7', '0.25', None)
    """
    scale = field.decimals
    limit = 10 ** (field.length or _DIGITS)

    def read(value: object) -> object:
        if value is None:
            return None
        found = _unusual(field, _as_text(field, value), scale, limit)
        if found is None:
            return None
        sign, (whole, part) = "-" if found < 0 else "", divmod(abs(found), 10**scale)
        return (
            f"{sign}{whole}.{part:0{scale}}".rstrip("0").rstrip(".") if part else f"{sign}{whole}"
        )

    return read


def _as_text(field: Field, value: object) -> str:
    if type(value) is str:
        return value
    if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value)
    raise refusals.not_a_number(field, value)


def _unusual(field: Field, text: str, scale: int, limit: int) -> int | None:
    """Return a number in whatever decimal way it is written; None where nothing is."""
    said = text.strip()
    if said in EMPTY:
        return None
    found = _SHAPE.fullmatch(said) if len(said) <= _LENGTH_MAX else None
    if found is None or not (found[2] or found[3]):
        raise refusals.not_a_number(field, text)
    sign, whole, part, exponent = found.groups("")
    digits = (whole + part).lstrip("0") or "0"
    shift = scale - len(part) + int(exponent or 0)
    if len(digits) + shift > len(str(limit)) - 1 and digits != "0":
        raise refusals.too_large(field, len(str(limit)) - 1 - scale)
    if shift < 0:
        kept, cut = digits[:shift], digits[shift:]
        if cut.strip("0"):
            raise refusals.too_many_decimals(field, scale)
        digits = kept or "0"
        shift = 0
    amount = int(digits) * 10**shift if digits != "0" else 0
    return -amount if sign == "-" else amount

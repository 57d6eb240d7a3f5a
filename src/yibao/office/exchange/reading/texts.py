"""Readers of texts and codes (字符型)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal

from yibao.office.exchange.definitions import Field, Kind, takes_any_code
from yibao.office.exchange.reading import refusals
from yibao.office.exchange.reading.refusals import Reader
from yibao.terms.dictionaries import Dictionary, dictionary

EMPTY = frozenset(("", "null", "NULL", "Null"))
"""What clients send where they have nothing."""

_UNLIMITED = 1 << 30
_WRONG = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no text may hold; line ends and tabs are none of them."""
_DIGITS_MAX = 64
"""Digits of a number that stands where a text is meant."""
_EXTENSIONS = frozenset(("exp_content", "rxExpContent"))
"""Texts that hold JSON: some clients send the object itself."""


def text_reader(field: Field) -> Reader:
    """Return the reader of a text."""
    limit = field.length or _UNLIMITED

    def read(value: object) -> object:
        if type(value) is str:
            text = value.strip()
            if text in EMPTY:
                return None
            if len(text) <= limit and text.isprintable():
                return text
            return _checked(field, text)
        return None if value is None else _checked(field, _written(field, value))

    return read


def code_reader(field: Field) -> Reader:
    """Return the reader of a code: known to its dictionary, or an extension of a known one.

    A zero that was lost at the beginning is put back, one too many is taken away. Dictionaries of
    which no national code is known, or not every one, take any code.
    """
    as_text = text_reader(field)
    known = dictionary(field.dictionary)
    if is_open(known):
        return as_text
    codes = frozenset(known.codes)

    def read(value: object) -> object:
        if type(value) is str and value in codes:
            return value
        text = as_text(value)
        return None if text is None else _code(field, known, str(text))

    return read


def is_open(known: Dictionary) -> bool:
    """Say whether a field takes codes that its dictionary lacks.

    >>> [is_open(dictionary(name)) for name in ("insutype", "med_type", "dscg_way", "rx_circ_flag")]
    [False, False, True, True]
    """
    national = any(code.scope == "national" for code in known.codes.values())
    return known.is_open or not national or takes_any_code(known.name)


def _code(field: Field, known: Dictionary, text: str) -> str:
    for likely in (text, f"0{text}", text.lstrip("0")):
        if likely in known.codes:
            return likely
    return known.check(text, field.name, extensions=True)


def _written(field: Field, value: object) -> str:
    """Return something else than a text as the text that is meant."""
    if isinstance(value, bool):
        if field.kind is Kind.CODE:
            return "1" if value else "0"
    elif isinstance(value, int):
        if abs(value) < 10**_DIGITS_MAX:
            return str(value)
    elif isinstance(value, Decimal):
        if value.is_finite() and abs(value.adjusted()) < _DIGITS_MAX:
            return f"{value:f}"
    elif isinstance(value, Mapping | list) and field.name in _EXTENSIONS:
        return json.dumps(value, ensure_ascii=False, default=str)
    raise refusals.not_a_text(field)


def _checked(field: Field, text: str) -> str:
    if field.length and len(text) > field.length:
        raise refusals.too_long(field, len(text))
    if _WRONG.search(text) or (field.kind is Kind.CODE and not text.isprintable()):
        raise refusals.control_characters(field)
    return text

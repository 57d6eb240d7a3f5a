"""The cells of a file: how each kind is written, tidied, judged in SQL and read into a value.

The judgement exists once, as a condition in SQL (`faults`), because a million rows are judged in
one statement; `value_of` reads what that condition let through. A property test holds the two
together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from psycopg import sql

from yibao.office.imports.kind import FileColumn
from yibao.terms.identifiers import CHINA

WHOLE_DIGITS = 12
"""Digits before the point of amounts, prices and numbers: what 64 bits hold at every scale."""
SCALES = {"money": 2, "price": 6}
"""Decimals of amounts (to the fen) and of prices (to the millionth)."""
RATIO = r"^(0(\.[0-9]{1,6})?|1(\.0{1,6})?|(100|[0-9]{1,2}(\.[0-9]{1,4})?)%)$"
"""A share: a fraction of at most 1, or percent."""

FLAGS = {"是": "1", "否": "0", "有": "1", "无": "0", "Y": "1", "N": "0", "true": "1", "false": "0"}
_LOOSE_DATE = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})日?(.*)", re.DOTALL)
_CLOCK = re.compile(r"[T ]?([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)?")


def tidy_date(text: str) -> str:
    """Write a date as ``yyyy-MM-dd``; leave alone what is no date.

    A time of day is dropped: files write ``2024-01-01 00:00:00`` where they mean a day.

    >>> tidy_date("2024/1/5"), tidy_date("20240105"), tidy_date("2024-01-05 00:00:00")
    ('2024-01-05', '2024-01-05', '2024-01-05')
    >>> tidy_date("soon")
    'soon'
    """
    if len(text) == 10 and text[4] == "-" and text[7] == "-":
        return text
    found = _LOOSE_DATE.fullmatch(text)
    if found is None or (found[4] and not _CLOCK.fullmatch(found[4])):
        return text
    return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"


def tidy_time(text: str) -> str:
    """Write a moment as ``yyyy-MM-dd HH:mm:ss``; leave alone what is none.

    >>> tidy_time("2024/1/5 8:30"), tidy_time("20240105")
    ('2024-01-05 08:30:00', '2024-01-05 00:00:00')
    """
    if len(text) == 19 and text[4] == "-" and text[10] == " ":
        return text
    found = _LOOSE_DATE.fullmatch(text)
    clock = None if found is None else _CLOCK.fullmatch(found[4])
    if found is None or (found[4] and clock is None):
        return text
    parts = (clock[1].split(":") if clock else []) + ["00", "00", "00"]
    return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2} {parts[0]:0>2}:{parts[1]}:{parts[2]}"


def tidy_flag(text: str) -> str:
    """Write yes or no as 1 or 0.

    >>> tidy_flag("是"), tidy_flag("0")
    ('1', '0')
    """
    return FLAGS.get(text, text)


TIDY: dict[str, Callable[[str], str]] = {
    "date": tidy_date, "time": tidy_time, "flag": tidy_flag,
}  # fmt: skip
"""What is done to a cell before it is judged, by kind of column."""


def _shape(column: FileColumn) -> tuple[str, str] | None:
    """Return the code of the fault and the regular expression that a number must match."""
    if column.kind == "integer":
        return "invalid_integer", f"^-?[0-9]{{1,{WHOLE_DIGITS}}}$"
    if column.kind in {"number", "money", "price"}:
        scale = SCALES.get(column.kind, column.scale)
        return f"invalid_{column.kind}", f"^-?[0-9]{{1,{WHOLE_DIGITS}}}(\\.[0-9]{{1,{scale}}})?$"
    return ("invalid_ratio", RATIO) if column.kind == "ratio" else None


def faults(column: FileColumn, cell: sql.Composable) -> sql.Composed:
    """Return an SQL expression: the code of what is wrong with a cell, or NULL.

    Args:
        column: the column.
        cell: the SQL of its text; NULL where it is empty.

    """
    cases = [
        _case("too_long", sql.SQL("char_length({}) > {}"), cell, sql.Literal(column.max_length))
    ]
    shape = _shape(column)
    if shape is not None:
        cases.append(_case(shape[0], sql.SQL("{} !~ {}"), cell, sql.Literal(shape[1])))
    if column.kind == "date":
        cases.append(_case("invalid_date", sql.SQL("NOT imports_is_date({})"), cell))
    if column.kind == "time":
        cases.append(_case("invalid_time", sql.SQL("NOT imports_is_time({})"), cell))
    if column.kind == "flag":
        cases.append(_case("invalid_flag", sql.SQL("{} NOT IN ('0', '1')"), cell))
    if column.codes is not None:
        known = sql.Literal(sorted(column.codes))
        cases.append(_case("unknown_code", sql.SQL("{} <> ALL ({}::text[])"), cell, known))
    if column.pattern:
        whole = sql.Literal(f"^({column.pattern})$")
        cases.append(_case("wrong_form", sql.SQL("{} !~ {}"), cell, whole))
    for code, bound, sign in (
        ("too_small", column.minimum, "<"),
        ("too_large", column.maximum, ">"),
    ):
        if bound is not None:
            compared = sql.SQL("{}::numeric " + sign + " {}")
            cases.append(_case(code, compared, cell, sql.Literal(bound)))
    empty = sql.Literal("required") if column.required else sql.SQL("NULL")
    return sql.SQL("CASE WHEN {} IS NULL THEN {} {} END").format(
        cell, empty, sql.SQL(" ").join(cases)
    )


def _case(code: str, condition: sql.SQL, *parts: sql.Composable) -> sql.Composed:
    return sql.SQL("WHEN {} THEN {}").format(condition.format(*parts), sql.Literal(code))


def value_of(column: FileColumn, text: str | None) -> Any:
    """Read a cell that `faults` found right: None where it is empty.

    Amounts come as fen, prices as millionths of a yuan, shares as parts per million, all whole.

    >>> from yibao.terms.text import Text
    >>> value_of(FileColumn("x", Text("", ""), "money"), "12.5")
    1250
    >>> value_of(FileColumn("x", Text("", ""), "ratio"), "10%")
    100000
    """
    return None if text is None else _READERS[column.kind](text)


def _scaled(text: str, digits: int) -> int:
    return int(Decimal(text).scaleb(digits))


def _ratio(text: str) -> int:
    return _scaled(text[:-1], 4) if text.endswith("%") else _scaled(text, 6)


_READERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "code": str,
    "flag": "1".__eq__,
    "date": date.fromisoformat,
    "time": lambda text: datetime.fromisoformat(text).replace(tzinfo=CHINA),
    "integer": int,
    "number": Decimal,
    "money": lambda text: _scaled(text, 2),
    "price": lambda text: _scaled(text, 6),
    "ratio": _ratio,
}

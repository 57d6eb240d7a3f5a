"""Values as people read them (单元格): formats, badges, masks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from yibao.office.screens.discovery import shell
from yibao.office.screens.language import said, spoken
from yibao.office.screens.register import Choices, Column, Fact, Kind, Tone, Value
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

NOTHING = "—"
_RIGHT: frozenset[Kind] = frozenset({"money", "number", "ratio"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One value, ready for a template."""

    text: str
    kind: Kind
    label: str = ""
    tone: Tone | None = None
    href: str = ""
    narrow: bool = True
    wide: bool = False
    code: str = ""

    @property
    def is_right(self) -> bool:
        """Whether it is a number, aligned to the right."""
        return self.kind in _RIGHT

    @property
    def is_nothing(self) -> bool:
        """Whether there is no value."""
        return self.text == NOTHING


def attribute(row: Any, path: str) -> Any:
    """Follow a path of attributes; what is missing on the way ends in None.

    >>> attribute(datetime(2026, 5, 1), "year"), attribute(None, "person__name")
    (2026, None)
    """
    at = row
    for part in path.split("__"):
        if at is None:
            return None
        at = at.get(part) if isinstance(at, Mapping) else getattr(at, part)
    return at


def value_of(row: Any, value: Value) -> Any:
    """Return what a column or a fact takes from a row."""
    return attribute(row, value) if isinstance(value, str) else value(row)


def choices_of(choices: Choices | None) -> Mapping[str, Text]:
    """Return the words of a choice by value."""
    return dict(choices() if callable(choices) else choices or ())


def written(kind: Kind, value: object) -> str:
    """Return a value in the language that is active.

    >>> written("money", 123456), written("ratio", 6550), written("date", date(2026, 5, 1))
    ('1,234.56', '65.5%', '2026-05-01')
    >>> written("flag", True), written("text", None), written("text", "")
    ('是', '—', '—')
    """
    if value is None or value == "":
        return NOTHING
    if kind == "money" and isinstance(value, int):
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100:,}.{abs(value) % 100:02d}"
    if kind == "number" and isinstance(value, int):
        return f"{value:,}"
    if kind == "ratio" and isinstance(value, int):
        whole, part = divmod(abs(value), 100)
        decimals = f".{part:02d}".rstrip("0").rstrip(".")
        return f"{'-' if value < 0 else ''}{whole}{decimals}%"
    if kind == "flag":
        return Text("是", "yes").of(spoken()) if value else Text("否", "no").of(spoken())
    return _moment(value) if isinstance(value, date) else said(value)


def _moment(value: date) -> str:
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.strftime("%Y-%m-%d %H:%M")
    return value.isoformat()


def seen(shown: Column | Fact, row: Any, granted: Granted) -> Any:
    """Return the value of a column or fact, masked where the account may not see it whole."""
    path = shown.value
    if path is None:
        assert isinstance(shown, Column)
        path = shown.code
    value = value_of(row, path)
    if shown.field is not None and value is not None:
        value = shell().mask(granted, shown.field, value)
    return value


def worded(shown: Column | Fact, value: Any) -> str:
    """Return the text of a value: a choice's words, else as its kind is written."""
    text = written(shown.kind, value)
    if shown.choices is not None and value is not None:
        return said(choices_of(shown.choices).get(str(value), text))
    return text


def cell(shown: Column | Fact, row: Any, granted: Granted, href: str = "") -> Cell:
    """Return the cell of a row."""
    value = seen(shown, row, granted)
    text = worded(shown, value)
    tone = shown.tones.get(str(value)) if value is not None else None
    if isinstance(shown, Fact):
        link = shown.href(row) if shown.href and text != NOTHING else ""
        return Cell(text, shown.kind, said(shown.label), tone, link)
    return Cell(text, shown.kind, heading(shown), tone, href, shown.narrow, shown.wide, shown.code)


def heading(column: Column) -> str:
    """Return the heading of a column; money says its unit there, once."""
    label = said(column.label)
    if column.kind != "money":
        return label
    return f"{label}（元）" if spoken() == "zh" else f"{label} (¥)"

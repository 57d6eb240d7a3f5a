"""A table of a report: columns that know what they hold, cells in two languages (表格)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yibao.terms.money import FEN_PER_YUAN
from yibao.terms.rounding import Rounding, divide
from yibao.terms.text import Text


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    """Fen."""
    CHANGE = "change"
    """A difference of amounts, in fen."""
    RATIO = "ratio"
    RELATIVE = "relative"
    """A difference as a share of what it is a difference to."""
    POINTS = "points"
    """A difference of ratios."""
    INDEX = "index"


NOTHING = "–"
POINTS = Text("百分点", "pp")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a column of several kinds."""

    kind: Kind
    number: float | int | None


Cell = Text | str | int | float | Figure | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a stable key, its heading, what it holds, whether the page shows it too."""

    key: str
    label: Text
    kind: Kind = Kind.TEXT
    brief: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a stable key, its title, what is to be known about it, and its rows."""

    key: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Text | None = None

    def cells(self, row: tuple[Cell, ...]) -> list[Figure | Text | str]:
        """Return the cells of a row, each number with its kind."""
        return [_with_kind(cell, column) for cell, column in zip(row, self.columns, strict=True)]

    def brief(self) -> Table:
        """Return the table with the columns that a page has room for."""
        kept = [at for at, column in enumerate(self.columns) if column.brief]
        rows = tuple(tuple(row[at] for at in kept) for row in self.rows)
        columns = tuple(self.columns[at] for at in kept)
        return Table(self.key, self.title, columns, rows, self.note)


def _with_kind(cell: Cell, column: Column) -> Figure | Text | str:
    if isinstance(cell, Figure | Text | str):
        return cell
    return Figure(column.kind, cell)


def quotient(part: int, whole: int) -> float | None:
    """Return a ratio; None where there is nothing to divide by.

    >>> quotient(1, 4), quotient(1, 0)
    (0.25, None)
    """
    return part / whole if whole else None


def mean(fen: int, persons: int) -> int | None:
    """Return an amount per head, rounded half up to the fen.

    >>> mean(5, 2), mean(5, 0)
    (3, None)
    """
    return divide(fen, persons, Rounding.HALF_UP) if persons else None


def minus(after: float | None, before: float | None) -> float | None:
    """Return a difference; None where a side is."""
    return None if after is None or before is None else after - before


def shown(cell: Figure | Text | str, lang: str) -> str:
    """Return a cell as a reader sees it.

    >>> shown(Figure(Kind.MONEY, -123_456), "zh"), shown(Figure(Kind.RATIO, 0.5), "zh")
    ('−1,234.56', '50.0%')
    >>> shown(Figure(Kind.POINTS, 0.0123), "en"), shown(Figure(Kind.COUNT, None), "en")
    ('+1.23 pp', '–')
    """
    if isinstance(cell, Text):
        return cell.of(lang)
    if isinstance(cell, str):
        return cell
    if cell.number is None:
        return NOTHING
    return _number(cell.kind, cell.number, lang).replace("-", "−")


def _number(kind: Kind, number: float, lang: str) -> str:
    if kind is Kind.MONEY:
        return yuan(int(number))
    if kind is Kind.CHANGE:
        return ("+" if number > 0 else "") + yuan(int(number))
    if kind is Kind.COUNT:
        return f"{number:,}"
    if kind is Kind.RATIO:
        return f"{number:.1%}"
    if kind is Kind.RELATIVE:
        return f"{number:+.1%}" if number else NOTHING
    if kind is Kind.POINTS:
        return f"{number * 100:+.2f} {POINTS.of(lang)}"
    return f"{round(number, 4) + 0.0:.4f}"


def yuan(fen: int) -> str:
    """Return an amount in yuan, exact.

    >>> yuan(-5), yuan(120_000), yuan(0)
    ('-0.05', '1,200.00', '0')
    """
    if fen == 0:
        return "0"
    whole, part = divmod(abs(fen), FEN_PER_YUAN)
    return f"{'-' if fen < 0 else ''}{whole:,}.{part:02d}"

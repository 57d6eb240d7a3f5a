"""Tables as CSV for other programs (CSV 表): stable keys, plain numbers, one file a table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from yibao.benefit.runs.write import atomically
from yibao.benefit.whatif.report.gather import Tables
from yibao.benefit.whatif.report.table import Figure, Kind, Table
from yibao.terms.money import FEN_PER_YUAN
from yibao.terms.text import Text

_PLACES = 6


def write_csv_files(folder: Path, tables: Tables, lang: str) -> None:
    """Write every table, and one that says what its columns are; what is of other days goes."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.csv"):
        old.unlink()
    for table in tables.by_key.values():
        rows = [[plain(figure, lang) for figure in table.cells(row)] for row in table.rows]
        _write(folder / f"{table.key}.csv", [[column.key for column in table.columns], *rows])
    _write(folder / "columns.csv", _columns(tables))


def _columns(tables: Tables) -> list[list[str]]:
    rows = [["table", "title_zh", "title_en", "column", "kind", "label_zh", "label_en"]]
    for table in tables.by_key.values():
        rows += [_column(table, at) for at in range(len(table.columns))]
    return rows


def _column(table: Table, at: int) -> list[str]:
    column = table.columns[at]
    title, label = table.title, column.label
    return [table.key, title.zh, title.en, column.key, column.kind.value, label.zh, label.en]


def plain(cell: Figure | Text | str, lang: str) -> str:
    """Return a cell for a program: yuan with two decimals, ratios as fractions, nothing as "".

    >>> plain(Figure(Kind.MONEY, -5), "zh"), plain(Figure(Kind.RATIO, 0.25), "zh")
    ('-0.05', '0.250000')
    """
    if isinstance(cell, Text):
        return cell.of(lang).strip("　 ")
    if not isinstance(cell, Figure):
        return cell
    number = cell.number
    if number is None:
        return ""
    if cell.kind in (Kind.MONEY, Kind.CHANGE):
        whole, part = divmod(abs(int(number)), FEN_PER_YUAN)
        return f"{'-' if number < 0 else ''}{whole}.{part:02d}"
    if cell.kind is Kind.COUNT:
        return str(int(number))
    return f"{round(number, _PLACES) + 0.0:.{_PLACES}f}"


def _write(path: Path, rows: list[list[str]]) -> None:
    """Write rows as a program of offices opens them: UTF-8 with its mark."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)

    def write(to: Path) -> None:
        to.write_text(text.getvalue(), encoding="utf-8-sig", newline="")

    atomically(path, write)

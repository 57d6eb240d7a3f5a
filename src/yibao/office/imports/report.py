"""The report of an import and the template of a kind, as files (问题清单、模板)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import xlsxwriter

from yibao.office.imports.kind import ImportKind
from yibao.office.imports.models import Import, ImportProblem
from yibao.office.imports.queries import problems_of
from yibao.terms.text import Text

HEADING = (
    Text("行号", "row"),
    Text("字段", "field"),
    Text("列名", "column"),
    Text("填写的值", "value"),
    Text("问题", "problem"),
    Text("处理办法", "remedy"),
)
REPORT_FORMATS = ("csv", "xlsx")
XLSX_ROWS_MAX = 1_048_575
"""Rows of a sheet below its heading."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report_rows(record: Import, language: str) -> Iterator[list[str]]:
    """Yield the heading, then a row for each problem, in ``zh`` or ``en``."""
    yield [text.of(language) for text in HEADING]
    for problem in problems_of(record).iterator(chunk_size=2000):
        yield [str(problem.row_number), problem.field, *_spoken(problem, language)]


def _spoken(problem: ImportProblem, language: str) -> tuple[str, str, str, str]:
    if language == "en":
        return problem.label_en, problem.value, problem.reason_en, problem.remedy_en
    return problem.label_zh, problem.value, problem.reason_zh, problem.remedy_zh


def csv_lines(rows: Iterable[list[str]]) -> Iterator[bytes]:
    """Yield a table as CSV that spreadsheets open as UTF-8 and do not calculate with.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    yield "\ufeff".encode()
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([_harmless(cell) for cell in row])
        yield line.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def write_workbook(path: Path, rows: Iterable[list[str]]) -> None:
    """Write a table as xlsx, every cell as text, in bounded memory."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            if number > XLSX_ROWS_MAX:
                return
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)


def template_rows(kind: ImportKind, language: str) -> Iterator[list[str]]:
    """Yield the heading of a kind's file and its example; required columns end with a star."""
    yield [column.label.of(language) + ("*" if column.required else "") for column in kind.layout]
    if kind.example:
        yield [kind.example.get(column.name, "") for column in kind.layout]

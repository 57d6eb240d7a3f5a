"""Tables as a workbook (tables.xlsx): one sheet a table, and one that explains (工作簿)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from yibao.benefit.runs.write import atomically
from yibao.benefit.whatif.compare import Comparison
from yibao.benefit.whatif.report import words
from yibao.benefit.whatif.report.gather import Tables, not_given
from yibao.benefit.whatif.report.method import METHOD
from yibao.benefit.whatif.report.table import (
    POINTS,
    Column,
    Figure,
    Kind,
    Table,
)
from yibao.terms.money import FEN_PER_YUAN
from yibao.terms.text import Text
from yibao.terms.typesetting import width_of

FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.MONEY: "#,##0.00",
    Kind.CHANGE: "+#,##0.00;-#,##0.00;0",
    Kind.RATIO: "0.0%",
    Kind.RELATIVE: "+0.0%;-0.0%;0",
    Kind.INDEX: "0.0000",
}
_HEAD_ROW = 2
"""Title and note stand above the heading."""
_WIDTH_LEAST, _WIDTH_MOST = 9, 60
_ROWS_MEASURED = 200
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The same figures make the same file, whenever."""
_PLACES = 9
"""Beyond them a floating number depends on the order in which parts were added up."""
_NAME_MAX = 31
_FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")


def write_workbook(path: Path, comparison: Comparison, tables: Tables, lang: str) -> None:
    """Write the workbook."""
    atomically(path, lambda to: _Book(to, comparison, tables, lang).write())


class _Book:
    """One workbook under way."""

    def __init__(self, path: Path, comparison: Comparison, tables: Tables, lang: str) -> None:
        self.comparison, self.tables, self.lang = comparison, tables, lang
        options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
        self.book = xlsxwriter.Workbook(str(path), options)
        self.book.set_properties({"created": _CREATED})
        self.mark = words.mark(comparison).of(lang)
        plain = {"font_name": "Arial", "font_size": 10, "valign": "top"}
        self.formats = {
            kind: self.book.add_format({**plain, "num_format": form})
            for kind, form in FORMATS.items()
        }
        unit = POINTS.of(lang)
        points = f'+0.00" {unit}";-0.00" {unit}";0'
        self.formats[Kind.POINTS] = self.book.add_format({**plain, "num_format": points})
        wrapped = {**plain, "text_wrap": True}
        self.text = self.book.add_format(wrapped)
        self.strong = self.book.add_format({**plain, "bold": True})
        self.head = self.book.add_format(
            {**wrapped, "bold": True, "bg_color": "#EEF2F5", "bottom": 1, "valign": "vcenter"}
        )
        self.title = self.book.add_format({**plain, "bold": True, "font_size": 14})
        self.made_up = self.book.add_format({**plain, "bold": True, "font_color": "#B3541E"})

    def write(self) -> None:
        """Write every sheet and close the file."""
        numbered = enumerate(self.tables.by_key.values(), 1)
        sheets = [(table, self._name(number, table)) for number, table in numbered]
        self._explain(sheets)
        for table, name in sheets:
            self._sheet(table, name)
        self.book.close()

    def _name(self, number: int, table: Table) -> str:
        """Name a sheet; the number keeps apart what is cut off alike."""
        return f"{number:02d} {table.title.of(self.lang).translate(_FORBIDDEN)}"[:_NAME_MAX]

    def _new(self, name: str) -> Any:
        """Begin a sheet that says on paper, too, what it is."""
        sheet = self.book.add_worksheet(name)
        sheet.set_header(f"&L{name}&R{self.mark}")
        sheet.set_footer("&C&P / &N")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        if self.comparison.laws.hypothetical:
            sheet.set_tab_color("#B3541E")
        return sheet

    def _explain(self, sheets: list[tuple[Table, str]]) -> None:
        """Write the first sheet: what was compared, the result, what each sheet holds."""
        sheet = self._new(Text("说明", "Read me").of(self.lang))
        sheet.set_column(0, 0, 26, self.text)
        sheet.set_column(1, 1, 96, self.text)
        sheet.write_string(0, 0, self.mark, self.made_up)
        row = 1
        for label, said in (*self._facts(), *self._words()):
            sheet.write_string(row, 0, label.of(self.lang), self.strong)
            sheet.write_string(row, 1, said.of(self.lang), self.text)
            row += 1
        row += 1
        sheet.write_string(row, 0, Text("工作表", "Sheets").of(self.lang), self.strong)
        for table, name in sheets:
            row += 1
            sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)
            note = table.note.of(self.lang) if table.note else ""
            sheet.write_string(row, 1, note, self.text)

    def _facts(self) -> list[tuple[Text, Text]]:
        laws = self.comparison.laws
        a, b = laws.names
        first, last = laws.a.policy.benefit_year.bounds(self.comparison.year)
        span = f"{first} – {last}"
        changes = [f"{one.key} = {one.written}" for one in laws.changes]
        after = [(Text("假设的值", "values set"), Text(one, one)) for one in changes]
        return [
            (Text("方案 A", "law A"), a),
            (Text("方案 B", "law B"), b),
            *after,
            (Text("待遇年度", "benefit year"), Text(span, span)),
        ]

    def _words(self) -> list[tuple[Text, Text]]:
        given = not_given(self.comparison)
        method = [(Text(f"口径 {n}", f"method {n}"), said) for n, said in enumerate(METHOD, 1)]
        return [
            (Text("结果", "result"), words.result(self.comparison)),
            (Text("计入的就诊", "visits that count"), words.coverage(self.comparison)),
            *([(Text("未给出", "not given"), given)] if given else []),
            (Text("单位", "unit"), Text("金额为元。", "Amounts are yuan.")),
            *method,
        ]

    def _sheet(self, table: Table, name: str) -> None:
        sheet = self._new(name)
        sheet.write_string(0, 0, table.title.of(self.lang), self.title)
        sheet.write_string(1, 0, self.mark, self.made_up)
        for at, column in enumerate(table.columns):
            sheet.write_string(_HEAD_ROW, at, column.label.of(self.lang), self.head)
            sheet.set_column(at, at, self._width(table, at, column))
        for down, row in enumerate(table.rows, _HEAD_ROW + 1):
            for at, cell in enumerate(table.cells(row)):
                self._cell(sheet, down, at, cell)
        last = _HEAD_ROW + len(table.rows)
        sheet.freeze_panes(_HEAD_ROW + 1, 1)
        sheet.autofilter(_HEAD_ROW, 0, max(last, _HEAD_ROW), len(table.columns) - 1)
        sheet.repeat_rows(_HEAD_ROW)

    def _cell(self, sheet: Any, row: int, at: int, cell: Figure | Text | str) -> None:
        if isinstance(cell, Figure):
            if cell.number is not None:
                sheet.write_number(row, at, _scaled(cell), self.formats[cell.kind])
        else:
            said = cell.of(self.lang) if isinstance(cell, Text) else str(cell)
            sheet.write_string(row, at, said, self.text)

    def _width(self, table: Table, at: int, column: Column) -> int:
        """Return the width that heading and cells need, within bounds."""
        widest = width_of(column.label.of(self.lang)) + 3
        for row in table.rows[:_ROWS_MEASURED]:
            cell = table.cells(row)[at]
            if isinstance(cell, Figure):
                widest = max(widest, len(f"{_scaled(cell):,.2f}") + 3)
            else:
                said = cell.of(self.lang) if isinstance(cell, Text) else cell
                widest = max(widest, width_of(said) + 2)
        return min(max(widest, _WIDTH_LEAST), _WIDTH_MOST)


def _scaled(cell: Figure) -> float:
    """Return a number as a sheet shows it: yuan, points of a percent."""
    number = cell.number or 0
    if cell.kind in (Kind.MONEY, Kind.CHANGE):
        return number / FEN_PER_YUAN
    return round(number * 100 if cell.kind is Kind.POINTS else number, _PLACES)

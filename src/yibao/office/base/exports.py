"""Exports of registers (导出): the rows of a list, as it was filtered and sorted, as XLSX.

A job reads the list page by page and writes it row by row, so memory stays the same for two million
rows. Masks and reach are those of whoever asked, at the time of the job. A text is always written
as text: what begins with ``=`` in a name is no formula.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import xlsxwriter
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone, translation

from yibao.office.base import audit
from yibao.office.base.actor import Actor
from yibao.office.base.jobs import Work, job_kind, start
from yibao.office.base.models import Job
from yibao.office.base.queries import grants_of
from yibao.office.base.rights.granted import Granted
from yibao.office.screens import filtering, keyset
from yibao.office.screens.cells import NOTHING, heading, seen, worded
from yibao.office.screens.discovery import register_of
from yibao.office.screens.language import django_code, said
from yibao.office.screens.listing import order_of
from yibao.office.screens.register import Column, Register
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

KIND = "base.register.export"
PIECE = 2_000
"""Rows that are read at once."""
SHEET_ROWS_MAX = 1_000_000
"""Rows of one sheet; a workbook's sheet holds 1 048 576."""
EXACT_MAX = 10**15
"""Whole numbers beyond are written as text, for a cell keeps 15 digits."""


def start_export(
    actor: Actor, register: str, query: Mapping[str, Sequence[str]], language: str
) -> Job:
    """Queue the export of a register's rows.

    Args:
        actor: who asked.
        register: its code.
        query: the parameters of the list's address.
        language: of headings and choices, ``"zh"`` or ``"en"``.

    Raises:
        InvalidInput: code ``invalid_filter``: a filter of the list cannot be read.

    """
    filters = filtering.read(register_of(register), _query_dict(query))
    for label, problem in filters.problems:
        raise InvalidInput(
            "invalid_filter",
            label,
            problem,
            Text("请先改正筛选条件，再导出。", "Mend the filter first, then export."),
        )
    kept = {name: list(values) for name, values in query.items()}
    return start(KIND, actor, register=register, query=kept, language=language)


def _needed(arguments: Mapping[str, Any]) -> str:
    return register_of(arguments["register"]).export_permission or ""


@job_kind(
    KIND, label=Text("导出登记簿", "Export of a register"), permission=_needed, repeatable=True
)
def export(work: Work, register: str, query: dict[str, list[str]], language: str) -> None:
    """Write the file, and who took what for the audit.

    Raises:
        NotAllowed: when whoever asked may no longer export.

    """
    declared = register_of(register)
    assert declared.export_permission is not None
    assert work.actor.account_id is not None
    grants = grants_of(work.actor.account_id, timezone.localdate())
    # The request showed the second factor where the permission asks for one.
    granted = Granted(work.actor, grants, second_factor=True)
    granted.need(declared.export_permission)
    given = _query_dict(query)
    with translation.override(django_code(language)), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        with xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": folder}) as book:
            written = _write(book, declared, granted, given, work)
        audit.wrote(
            work.actor,
            declared.export_permission,
            f"register:{register}",
            {"rows": (None, written), "filter": (None, urlencode(query, doseq=True))},
        )
        day = timezone.localdate().isoformat()
        work.result(f"{said(declared.title)}-{day}.xlsx", path.read_bytes())
    work.say(f"共 {written:,} 行。 {written:,} rows.")


def _query_dict(query: Mapping[str, Sequence[str]]) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, values in query.items():
        found.setlist(name, list(values))
    return found


def _write(book: Any, register: Register, granted: Granted, query: QueryDict, work: Work) -> int:
    """Write all rows, in as many sheets as they need, and a sheet that says what they are."""
    sheets = _Sheets(book, register)
    written = 0
    for row in _rows(register, granted, query):
        sheets.add([(column, seen(column, row, granted)) for column in register.columns])
        written += 1
        if written % PIECE == 0:
            work.progress(written)
    sheets.explain(register, granted.actor, filtering.read(register, query), written)
    return written


def _rows(register: Register, granted: Granted, query: QueryDict) -> Iterator[Any]:
    """Yield the rows of the list piece by piece; no transaction stays open meanwhile."""
    reach = granted.reach(register.permission)
    filtered = filtering.read(register, query).apply(register.rows(granted, reach))
    _, order = order_of(register, query.get("sort", ""))
    last: str | None = None
    while True:
        sheet = keyset.sheet(filtered, order, PIECE, after=last)
        if sheet.lost_place:
            raise InvalidInput(
                "row_vanished",
                "register",
                Text("导出期间有记录被移除。", "A row was removed during the export."),
                Text("请重新导出。", "Export again."),
            )
        yield from sheet.rows
        if not sheet.has_after:
            return
        last = str(sheet.rows[-1].pk)


class _Sheets:
    """Writes rows, and begins another sheet where one is full."""

    def __init__(self, book: Any, register: Register) -> None:
        self.book = book
        self.register = register
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.formats = {
            "money": book.add_format({"num_format": "#,##0.00"}),
            "number": book.add_format({"num_format": "#,##0"}),
            "ratio": book.add_format({"num_format": "0.00%"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        self.title = said(register.title)[:25]
        self.number = 0
        self._begin()

    def _begin(self) -> None:
        self.number += 1
        name = self.title if self.number == 1 else f"{self.title} {self.number}"
        self.sheet = self.book.add_worksheet(name)
        self.sheet.freeze_panes(1, 0)
        for place, column in enumerate(self.register.columns):
            self.sheet.set_column(place, place, 24 if column.kind in ("text", "code") else 16)
            self.sheet.write_string(0, place, heading(column), self.bold)
        self.line = 1

    def add(self, row: Sequence[tuple[Column, Any]]) -> None:
        """Write one row."""
        if self.line > SHEET_ROWS_MAX:
            self._begin()
        for place, (column, value) in enumerate(row):
            self._cell(place, column, value)
        self.line += 1

    def _cell(self, place: int, column: Column, value: Any) -> None:
        style = self.formats.get(column.kind)
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if is_number and column.kind in ("money", "number", "ratio") and abs(value) < EXACT_MAX:
            part = {"money": 100, "number": 1, "ratio": 10_000}[column.kind]
            self.sheet.write_number(self.line, place, value / part, style)
        elif isinstance(value, datetime):
            local = timezone.localtime(value).replace(tzinfo=None)
            self.sheet.write_datetime(self.line, place, local, self.formats["time"])
        elif isinstance(value, date):
            self.sheet.write_datetime(self.line, place, value, self.formats["date"])
        else:
            text = worded(column, value)
            self.sheet.write_string(self.line, place, "" if text == NOTHING else text)

    def explain(
        self, register: Register, actor: Actor, filters: filtering.Filters, rows: int
    ) -> None:
        """Write the sheet that says what was exported, by whom, when."""
        moment = timezone.localtime().strftime("%Y-%m-%d %H:%M")
        lines = [
            (Text("登记簿", "Register"), said(register.title)),
            (Text("行数", "Rows"), f"{rows:,}"),
            (Text("导出人", "Exported by"), actor.name),
            (Text("时间", "Time"), moment),
            *((shown.filter.label, shown.summary) for shown in filters.shown if shown.is_set),
        ]
        if settings.YIBAO.is_demo:
            lines.append((Text("注意", "Note"), said(Text("演示数据", "Invented data"))))
        sheet = self.book.add_worksheet(said(Text("说明", "About")))
        sheet.set_column(0, 1, 28)
        for line, (label, text) in enumerate(lines):
            sheet.write_string(line, 0, said(label), self.bold)
            sheet.write_string(line, 1, text)

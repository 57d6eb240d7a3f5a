"""The staging table (暂存表): the rows of one file as texts, gone when the import ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, cast

import psycopg
from django.db import connection
from psycopg import sql

from yibao.office.imports.cells import TIDY
from yibao.office.imports.heading import Heading, match_heading
from yibao.office.imports.kind import ImportKind, Problem, Staged
from yibao.office.imports.reading import Source
from yibao.office.imports.reading.limits import CELLS_MAX, ROWS_MAX
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

COPY_ROWS = 100_000
"""Rows of one COPY; between two of them progress is told."""
BUFFER_ROWS = 500

Progress = Callable[[int, int | None], None]
"""Told how many rows are done, of how many where that is known."""


def cursor_of() -> psycopg.Cursor[tuple[Any, ...]]:
    """Return a cursor of psycopg on the connection of Django: for COPY and for composed SQL."""
    connection.ensure_connection()
    opened = connection.cursor()
    return cast("psycopg.Cursor[tuple[Any, ...]]", opened.cursor)


@dataclass(frozen=True, slots=True)
class Staging:
    """The table of one import.

    `table` is its name; a field stands in the column ``c<place in the layout>``.
    """

    import_id: int
    kind: ImportKind

    @property
    def table(self) -> str:
        """The name of the table."""
        return f"imports_staging_{self.import_id}"

    @property
    def identifier(self) -> sql.Identifier:
        """The name of the table, for SQL."""
        return sql.Identifier(self.table)

    @property
    def columns(self) -> dict[str, str]:
        """The column of each field."""
        return {column.name: f"c{place}" for place, column in enumerate(self.kind.layout)}

    def cell(self, field: str) -> sql.Identifier:
        """Return the column of a field, for SQL that calls the table ``s``."""
        return sql.Identifier("s", self.columns[field])

    def make(self) -> None:
        """Make the table anew; what an import that broke off left behind goes."""
        self.drop()
        columns = sql.SQL(", ").join(
            sql.SQL("{} text").format(sql.Identifier(name)) for name in self.columns.values()
        )
        with cursor_of() as cursor:
            cursor.execute(
                sql.SQL("CREATE UNLOGGED TABLE {} (row_number bigint NOT NULL, {})").format(
                    self.identifier, columns
                )
            )

    def drop(self) -> None:
        """Remove the table."""
        with cursor_of() as cursor:
            cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(self.identifier))

    def count(self) -> int:
        """Count the rows that are left."""
        with cursor_of() as cursor:
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(self.identifier))
            (number,) = cast("tuple[int]", cursor.fetchone())
        return number

    def staged(self) -> Staged:
        """Return the table as writers see it."""
        return Staged(self.table, self.columns, self.count())


@dataclass(slots=True)
class Filled:
    """What came of reading a file: how many rows, which had another number of cells than it."""

    heading: Heading
    rows: int
    broken: list[tuple[int, Problem]]


def fill(staging: Staging, source: Source, progress: Progress, broken_max: int) -> Filled:
    """Read a file into its staging table.

    Args:
        staging: the table, made and empty.
        source: the opened file.
        progress: told the rows read.
        broken_max: more broken rows than this end the reading.

    Raises:
        InvalidInput: when the heading or the file cannot be used.

    """
    rows = iter(source.rows)
    number, first = _first_filled(rows)
    heading = match_heading(staging.kind, [cell.strip() for cell in first])
    filled = Filled(heading, 0, [])
    shape = _Shape(staging.kind, heading, source.ragged)
    pending = _numbered(rows, number + 1)
    if not heading.is_row:
        pending = _chained((number, first), pending)
    columns = [staging.columns[field] for field in heading.places]
    statement = sql.SQL("COPY {} (row_number, {}) FROM STDIN (NULL '')").format(
        staging.identifier, sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    more = True
    while more:
        more = _copy(statement, pending, shape, filled)
        if filled.rows > ROWS_MAX:
            raise _too_many()
        if len(filled.broken) > broken_max:
            break
        progress(filled.rows, None)
    with cursor_of() as cursor:
        cursor.execute(
            sql.SQL("ALTER TABLE {} ADD PRIMARY KEY (row_number)").format(staging.identifier)
        )
        cursor.execute(sql.SQL("ANALYZE {}").format(staging.identifier))
    return filled


class _Shape:
    """Makes of the cells of a row the line that COPY reads."""

    def __init__(self, kind: ImportKind, heading: Heading, ragged: bool) -> None:
        places = list(heading.places.values())
        self.width = heading.width
        self.ragged = ragged
        self.ordered = places == list(range(heading.width))
        self.pick: Callable[[Sequence[str]], tuple[str, ...]] = (
            itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)
        )
        kinds = [kind.column(field).kind for field in heading.places]
        self.tidy = [(place, TIDY[name]) for place, name in enumerate(kinds) if name in TIDY]
        self.empty = frozenset(kind.empty_words)

    def cells(self, row: list[str]) -> list[str] | None:
        """Return the cells of the fields, tidied; None for a row of another width."""
        if len(row) != self.width:
            if not self.ragged or any(row[self.width :]):
                if len(row) < self.width or any(cell.strip() for cell in row[self.width :]):
                    return None
                row = row[: self.width]
            row = row[: self.width] + [""] * (self.width - len(row))
        cells = [cell.strip() for cell in (row if self.ordered else self.pick(row))]
        if self.empty:
            cells = ["" if cell in self.empty else cell for cell in cells]
        for place, tidied in self.tidy:
            if cells[place]:
                cells[place] = tidied(cells[place])
        return cells


def _copy(
    statement: sql.Composed, rows: Iterator[tuple[int, list[str]]], shape: _Shape, filled: Filled
) -> bool:
    """Copy up to `COPY_ROWS` rows; say whether there may be more."""
    buffer: list[str] = []
    until = filled.rows + COPY_ROWS
    with cursor_of() as cursor, cursor.copy(statement) as copy:
        for number, row in rows:
            if not any(row) or (len(row) == 1 and not row[0].strip()):
                continue
            filled.rows += 1
            cells = shape.cells(row)
            if cells is None:
                filled.broken.append((number, _width_problem(shape.width, len(row))))
            elif any(cells):
                buffer.append(_line(number, cells))
            else:
                filled.rows -= 1
            if len(buffer) >= BUFFER_ROWS:
                copy.write("".join(buffer))
                buffer.clear()
            if filled.rows >= until:
                copy.write("".join(buffer))
                return True
        copy.write("".join(buffer))
    return False


def _line(number: int, cells: list[str]) -> str:
    line = "\t".join(cells)
    if line.count("\t") >= len(cells) or "\\" in line or "\n" in line or "\r" in line:
        line = "\t".join(_escaped(cell) for cell in cells)
    return f"{number}\t{line}\n"


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _first_filled(rows: Iterator[list[str]]) -> tuple[int, list[str]]:
    for number, row in enumerate(rows, start=1):
        if len(row) > CELLS_MAX:
            break
        if any(cell.strip() for cell in row):
            return number, row
    raise InvalidInput(
        "no_rows",
        "file",
        Text("文件里没有数据，或列数过多。", "The file holds no rows, or far too many columns."),
        Text("对照模板填写。", "Fill in the template."),
    )


def _numbered(rows: Iterator[list[str]], begin: int) -> Iterator[tuple[int, list[str]]]:
    return enumerate(rows, start=begin)


def _chained(
    first: tuple[int, list[str]], rest: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield first
    yield from rest


def _width_problem(width: int, found: int) -> Problem:
    return Problem(
        "",
        Text(f"该行有 {found} 列，应有 {width} 列。", f"The row has {found} cells, not {width}."),
        Text("检查行内是否有多余的分隔符或换行。", "Look for a stray separator or a broken line."),
        code="wrong_width",
    )


def _too_many() -> InvalidInput:
    return InvalidInput(
        "too_many_rows",
        "file",
        Text(f"超过 {ROWS_MAX} 行。", f"The file has more than {ROWS_MAX} rows."),
        Text("分成几个文件导入。", "Split it into several files."),
    )

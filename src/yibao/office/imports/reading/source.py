"""A file opened for reading: what it is, and its rows as lists of texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, load_workbook

from yibao.office.imports.reading.limits import check_workbook, damaged
from yibao.office.imports.reading.texts import encoding_of, text_rows
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

FORMATS = ("xlsx", "csv", "txt")
"""What may be imported, by the ending of the name."""

_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Source:
    """An opened file.

    `ragged` says that a row may have fewer cells than the heading, as in a spreadsheet; in a text
    that is a broken line.
    """

    format: str
    encoding: str
    rows: Iterator[list[str]]
    ragged: bool


def format_of(name: str, path: Path) -> str:
    """Return the format of a file by its name, checked against its first bytes.

    Raises:
        InvalidInput: code ``unknown_format`` or ``damaged_file``.

    """
    ending = name.rpartition(".")[2].lower()
    if ending not in FORMATS:
        raise InvalidInput(
            "unknown_format",
            "file",
            Text(f"不支持“{ending}”文件。", f"Files of type {ending!r} are not read."),
            Text("用 xlsx、csv 或 txt（制表符分隔）。", "Use xlsx, csv or txt parted by tabs."),
        )
    with path.open("rb") as stream:
        packed = stream.read(4) == _ZIP
    if packed != (ending == "xlsx"):
        raise damaged(ending)
    return ending


def open_source(name: str, path: Path) -> Source:
    """Open a file for reading.

    Args:
        name: its name where it came from, which says the format.
        path: where it lies.

    Raises:
        InvalidInput: when it cannot be read.

    """
    kind = format_of(name, path)
    if kind == "xlsx":
        check_workbook(path)
        return Source(kind, "", _sheet_rows(path), ragged=True)
    encoding = encoding_of(path)
    rows = text_rows(path, encoding, tabs=kind == "txt")
    return Source(kind, encoding, rows, ragged=False)


def _sheet_rows(path: Path) -> Iterator[list[str]]:
    try:
        sheet = load_workbook(str(path)).get_sheet_by_index(0)
    except (CalamineError, IndexError) as error:
        raise damaged("xlsx") from error
    for row in sheet.iter_rows():
        yield [cell if isinstance(cell, str) else _written(cell) for cell in row]


def _written(cell: float | bool | date | datetime | time | timedelta) -> str:
    """Write a cell as a person reads it; a number with 15 digits, as Excel keeps them."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        short = f"{cell:.15g}"
        return short if "e" not in short else f"{cell:.20f}".rstrip("0")
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return str(cell)

"""Text files: in which encoding they are, and their rows (csv, and txt parted by tabs)."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from yibao.office.imports.reading.limits import CELLS_MAX, damaged
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

ENCODINGS = ("utf-8-sig", "gb18030")
"""Tried in this order: a Chinese text in GB18030 is hardly ever valid UTF-8."""

CELL_CHARACTERS_MAX = 100_000
_CHUNK = 1 << 20
_WIDE = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(path: Path) -> str:
    """Return the encoding of a text file: the first of `ENCODINGS` in which all of it is valid.

    UTF-16 is known by its mark, which Excel writes.

    Raises:
        InvalidInput: code ``unknown_encoding``.

    """
    with path.open("rb") as stream:
        head = stream.read(4)
    for mark, name in _WIDE:
        if head.startswith(mark):
            return name
    for name in ENCODINGS:
        if _valid(path, name):
            return name
    raise InvalidInput(
        "unknown_encoding",
        "file",
        Text("文件编码不是 UTF-8 或 GB18030。", "The text is neither UTF-8 nor GB18030."),
        Text("另存为 UTF-8 后导入。", "Save it as UTF-8 and import that."),
    )


def _valid(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    with path.open("rb") as stream:
        try:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def text_rows(path: Path, encoding: str, *, tabs: bool) -> Iterator[list[str]]:
    r"""Yield the rows of a text file.

    Args:
        path: the file.
        encoding: as `encoding_of` found it.
        tabs: parted by tabs and without quotation marks, as the national files are; else as CSV,
            by commas, or by what the heading shows.

    Raises:
        InvalidInput: code ``damaged_file`` with the line in the reason.

    """
    with path.open(encoding=encoding, newline="" if not tabs else None) as stream:
        lines = _whole(stream)
        if tabs:
            yield from (line.rstrip("\n").split("\t") for line in lines)
            return
        first = next(lines, "")
        csv.field_size_limit(CELL_CHARACTERS_MAX)
        reader = csv.reader(_chained(first, lines), delimiter=_delimiter(first), strict=True)
        try:
            yield from reader
        except csv.Error as error:
            raise _broken(reader.line_num) from error


def _whole(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if "\0" in line:
            raise damaged("txt / csv")
        if len(line) > CELL_CHARACTERS_MAX * CELLS_MAX:
            raise _broken(number)
        yield line


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _delimiter(heading: str) -> str:
    counts = {mark: heading.count(mark) for mark in (",", "\t", ";", "|")}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ","


def _broken(line: int) -> InvalidInput:
    return InvalidInput(
        "damaged_file",
        "file",
        Text(
            f"第 {line} 行附近引号不成对或内容过长。",
            f"Near line {line} a quotation mark is left open, or a cell is too long.",
        ),
        Text("改正该行后再导入。", "Mend that line, then import again."),
    )

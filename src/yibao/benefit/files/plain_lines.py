"""Files of lines whose columns can be read as arrays, without a statement (可直接读取的明细).

docs/algorithms/bulk.md §5. What is a Parquet file with exact types needs no parsing: its columns
are taken as they are. Every other file is read by the statement of `yibao.benefit.files.lines`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from yibao.benefit.files.line_codes import CodeTables, code_tables
from yibao.benefit.files.source import FEN, Source
from yibao.policy.plan import Plan, layout

PLACES = {"cnt": 4, "pric": 6, "pric_uplmt_amt": 6, "selfpay_prop": 6}
"""Columns of decimals, and in units of which place their numbers are taken."""
AMOUNT, AMOUNT_PLACES = "det_item_fee_sumamt", 2
DIGITS = 18
"""What a whole number of 64 bits holds for certain."""
KEYS, TIME = ("setl_id", "psn_no"), "fee_ocur_time"
BYTES_OF_A_LINE = 240
"""About what a line takes while its row group is read."""


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A file of lines: where it lies, what its footer says."""

    path: Path
    metadata: Any
    """`pyarrow.parquet.FileMetaData`"""


@dataclass(frozen=True, slots=True)
class PlainLines:
    """How the columns of a file of lines become whole numbers."""

    files: tuple[PlainFile, ...]
    codes: dict[str, CodeTables]
    """By fact (`layout.LINE_FACTS`)."""
    in_days: bool
    """Whether the time of a charge is a day; else it counts microseconds."""
    amount: str
    factors: dict[str, int]
    """Column of numbers → what its numbers are multiplied by."""
    words: tuple[str, ...]
    """Columns that hold few different texts."""

    @property
    def columns(self) -> list[str]:
        """All columns that are read."""
        return [*KEYS, TIME, *(w for w in self.words if w not in KEYS), *self.factors]


def plain_lines(plan: Plan, lines: Source, room: int) -> PlainLines | None:
    """Return how a file is read as arrays; None if it has to be read by the statement.

    `room` is how many bytes a row group may take while it is read.
    """
    files = _opened(lines, room // BYTES_OF_A_LINE)
    if not files:
        return None
    schema: pa.Schema = files[0].metadata.schema.to_arrow_schema()
    codes = {name: code_tables(plan, lines, name) for name in layout.LINE_FACTS}
    words = [*KEYS]
    for name, tables in codes.items():
        words += [name] if tables.own is not None else []
        words += [tables.national_name] if tables.national is not None else []
    amount = AMOUNT + FEN if AMOUNT + FEN in lines.types else AMOUNT
    numbers = [amount, *(name for name in PLACES if lines.has(name))]
    if any(schema.names.count(name) != 1 for name in (*words, TIME, *numbers)):
        return None
    kinds = {name: _plain(schema.field(name).type) for name in (*words, TIME, *numbers)}
    factors = {name: _factor(kinds[name], name) for name in numbers}
    readable = (
        all(kinds[name] in (pa.string(), pa.int64()) for name in KEYS)
        and all(kinds[name] == pa.string() for name in words if name not in KEYS)
        and kinds[TIME] in (pa.date32(), pa.timestamp("us"))
        and None not in factors.values()
    )
    if not readable:
        return None
    known = {name: factor for name, factor in factors.items() if factor is not None}
    in_days = kinds[TIME] == pa.date32()
    return PlainLines(files, codes, in_days, amount, known, tuple(words))


def _opened(lines: Source, rows_at_once: int) -> tuple[PlainFile, ...]:
    """Read the footers; nothing if files differ or a row group is too large, or empty."""
    import pyarrow.parquet as pq  # noqa: PLC0415 -- only runs with lines need it

    path = Path(lines.path)
    if lines.is_csv:
        return ()
    try:
        paths = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
        files = tuple(PlainFile(one, pq.read_metadata(one)) for one in paths)
        schemas = [file.metadata.schema.to_arrow_schema() for file in files]
    except (pa.ArrowException, OSError):
        return ()
    fitting = all(
        0 < file.metadata.row_group(group).num_rows <= rows_at_once
        for file in files
        for group in range(file.metadata.num_row_groups)
    )
    same = all(schema.equals(schemas[0]) for schema in schemas)
    some = any(file.metadata.num_row_groups for file in files)
    return files if fitting and same and some else ()


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _factor(kind: pa.DataType, name: str) -> int | None:
    """Return what makes a column count in its units; None if that might leave 64 bits."""
    if name == AMOUNT + FEN:
        return 1 if kind == pa.int64() else None
    places = PLACES.get(name, AMOUNT_PLACES)
    if not (pa.types.is_decimal128(kind) or pa.types.is_decimal64(kind)):
        return None
    added = places - kind.scale
    fits = added >= 0 and kind.precision + added <= DIGITS
    return int(10**added) if fits else None

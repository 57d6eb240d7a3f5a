"""Parquet files that are there when they are whole (写文件)."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

_PIECE_NAME = "part-{:05d}"
_DICTIONARY_BYTES = 1 << 24
_ROW_GROUP = 1 << 20


def part(folder: Path, table: str, piece: int) -> Path:
    """Return where the rows of a piece stand.

    >>> part(Path("region"), "lines", 7).as_posix()
    'region/lines/part-00007.parquet'
    """
    return folder / table / f"{_PIECE_NAME.format(piece)}.parquet"


def save(table: pa.Table, path: Path) -> int:
    """Write a table; return its rows.

    A file of that name is replaced, at once and as a whole. It depends on nothing but the rows
    and the version of the writer.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    named = [field.name for field in table.schema if _has_names(field.type)]
    texts = {
        field.name: "DELTA_BYTE_ARRAY" for field in table.schema if pa.types.is_string(field.type)
    }
    pq.write_table(
        table,
        beside,
        row_group_size=_ROW_GROUP,
        compression="zstd",
        compression_level=1,
        use_dictionary=named or False,
        column_encoding=texts or None,
        dictionary_pagesize_limit=_DICTIONARY_BYTES,
        write_statistics=False,
        store_schema=False,
        store_decimal_as_integer=True,
    )
    beside.replace(path)
    return int(table.num_rows)


def save_json(content: object, path: Path) -> None:
    """Write a text of JSON; it replaces another at once and as a whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    beside.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    beside.replace(path)


def _has_names(kind: pa.DataType) -> bool:
    return bool(pa.types.is_dictionary(kind) or pa.types.is_date(kind))

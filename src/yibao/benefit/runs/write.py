"""Write files so that each is there as a whole or not at all (原子写入)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa


def atomically(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file under another name, force it to disk, then give it its name."""
    beside = path.with_name(f".{path.name}.unfinished")
    write(beside)
    with beside.open("rb+") as stream:
        os.fsync(stream.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write_json(path: Path, content: object) -> None:
    """Write JSON that a person can read."""
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"

    def write(to: Path) -> None:
        to.write_text(text, encoding="utf-8")

    atomically(path, write)


def write_table(path: Path, table: pa.Table) -> None:
    """Write a Parquet file; whole numbers are written as differences, which keeps them small."""
    import pyarrow.parquet as pq  # noqa: PLC0415 -- files are read while it loads

    differences = [field.name for field in table.schema if _is_wide(field.type)]
    repeated = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
    # Differences are as small as they get: to compress them takes time and saves two hundredths.
    compression = dict.fromkeys(table.schema.names, "lz4") | dict.fromkeys(differences, "none")

    def write(to: Path) -> None:
        pq.write_table(
            table,
            to,
            compression=compression,
            use_dictionary=repeated,
            column_encoding=dict.fromkeys(differences, "DELTA_BINARY_PACKED") or None,
            store_decimal_as_integer=True,
        )

    atomically(path, write)


def _is_wide(kind: pa.DataType) -> bool:
    """Say whether a column holds whole numbers of four bytes or more, as money does too."""
    counts: bool = pa.types.is_integer(kind) or pa.types.is_decimal64(kind)
    return counts and int(kind.bit_width) >= 32

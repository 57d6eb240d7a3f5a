"""Deal staged rows out into parts: a person is always whole in one part (分片).

docs/algorithms/bulk.md §2. In memory; a comparison of two laws goes to disk through DuckDB where
its rows do not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yibao.benefit.files.lines import VISIT
from yibao.benefit.files.staging import PERSON_KEY
from yibao.policy.plan.layout import Int

BATCH_ROWS = 122_880
"""Rows read at once: a column of them fits a core's cache while they are dealt."""
WIDTHS = {"TINYINT": 1, "SMALLINT": 2, "INTEGER": 4, "BIGINT": 8, "UBIGINT": 8, "VARCHAR": 32}
WIDTH_OTHERWISE = 16
"""About how many bytes a value takes."""
WIDTH_REPEATED = 8
"""The same of a column of `VISIT`: numbers that several lines have, written out once a batch."""
MEMORY_SHARE = 3
"""Rows are dealt in memory where they take at most this fraction (1/n) of what is given."""
FLUSH_ROWS = 20_000
"""Rows that a part gathers in memory before they go to disk; a hundred parts gather at once."""

NARROW = np.dtype(np.int32)
"""As what wide numbers wait, where they all fit."""

Progress = Callable[[int], None]
_Column: TypeAlias = np.generic | npt.NDArray[np.generic] | pa.Array


def highest_bits(key: str, ways: int) -> str:
    """Return the expression that deals a key of 64 bits out among so many, by its highest bits.

    >>> highest_bits("person_key", 8)
    'CAST(person_key >> 61 AS USMALLINT)'
    """
    assert ways & (ways - 1) == 0, "the number of ways is a power of two"
    bits = ways.bit_length() - 1
    return f"CAST({f'{key} >> {64 - bits}' if bits else '0'} AS USMALLINT)"


def part_sql(sql: str, parts: int, wanted: Iterable[int] | None = None) -> str:
    """Return a statement with the number of the part in place of the person's key.

    The part is the key's highest bits; `wanted` leaves out all other parts.
    """
    number = highest_bits(PERSON_KEY, parts)
    dealt = f"SELECT * EXCLUDE {PERSON_KEY}, {number} AS part FROM ({sql})"
    if wanted is None:
        return dealt
    listed = ", ".join(str(number) for number in sorted(wanted)) or "NULL"
    return f"SELECT * FROM ({dealt}) WHERE part IN ({listed})"


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """A batch of rows, sorted by part; the batch itself is let go."""

    columns: list[_Column]
    """Whole numbers as NumPy arrays, or as the one that all rows have; others as Arrow arrays."""
    starts: Int
    """[part]: where its rows begin; they end where those of the next begin."""

    @staticmethod
    def of(batch: pa.RecordBatch) -> _Cut:
        """Sort the rows of a batch by part, without the kernel, which may still be loading."""
        where = batch.schema.get_field_index("part")
        part = batch.column(where).to_numpy()
        # Numbers of sixteen bits are sorted digit by digit.
        order = np.argsort(part, kind="stable")
        starts = np.concatenate(([0], np.cumsum(np.bincount(part)))).astype(np.int64)
        rest = batch.remove_column(where)
        columns = [
            _taken(column.dictionary_encode() if name in VISIT else column, order)
            for name, column in zip(rest.schema.names, rest.columns, strict=True)
        ]
        return _Cut(columns, starts)

    def rows(self, part: int) -> slice:
        """Return where the rows of a part lie."""
        if part + 1 >= len(self.starts):
            return slice(0, 0)
        return slice(int(self.starts[part]), int(self.starts[part + 1]))


def _taken(column: pa.Array, order: Int) -> _Column:
    if not pa.types.is_integer(column.type) or column.null_count or not len(column):
        return column.take(pa.array(order))
    numbers: npt.NDArray[np.integer[Any]] = column.to_numpy()
    least, most = numbers.min(), numbers.max()
    if least == most:
        same: np.generic = numbers[0]
        return same
    wide = numbers.dtype.kind == "i" and numbers.itemsize > NARROW.itemsize
    if wide and fits(int(least), int(most)):
        # All rows wait here together: half the memory is half the pages asked of the system.
        numbers = numbers.astype(NARROW)
    return np.take(numbers, order, mode="clip")


def fits(least: int, most: int) -> bool:
    """Say whether all numbers between two are narrow ones.

    >>> fits(0, 2**31 - 1), fits(-1, 2**31)
    (True, False)
    """
    limits = np.iinfo(NARROW)
    return int(limits.min) <= least and most <= int(limits.max)


class InMemory:
    """Parts that lie in memory, as slices of batches that are sorted by part."""

    def __init__(self) -> None:
        self._cuts: list[_Cut] = []
        self._schema: pa.Schema | None = None

    def take_in(self, connection: duckdb.DuckDBPyConnection, sql: str, progress: Progress) -> None:
        """Run a statement made by `part_sql` and keep its rows."""
        reader = connection.sql(sql).to_arrow_reader(BATCH_ROWS)
        self._schema = reader.schema.remove(reader.schema.get_field_index("part"))
        with ThreadPoolExecutor(1) as pool:
            waiting = [pool.submit(_Cut.of, batch) for batch in _told(reader, progress)]
            self._cuts = [done.result() for done in waiting]

    def part(self, number: int) -> pa.Table:
        """Return the rows of a part."""
        assert self._schema is not None, "parts are read after they are dealt"
        found = [(cut, cut.rows(number)) for cut in self._cuts]
        found = [(cut, rows) for cut, rows in found if rows.stop > rows.start]
        columns = [
            _joined(field, [(cut.columns[at], rows) for cut, rows in found])
            for at, field in enumerate(self._schema)
        ]
        return pa.Table.from_arrays(columns, schema=self._schema)


def _told(reader: pa.RecordBatchReader, progress: Progress) -> Iterator[pa.RecordBatch]:
    for batch in reader:
        progress(batch.num_rows)
        yield batch


def _joined(field: pa.Field, found: list[tuple[_Column, slice]]) -> pa.ChunkedArray:
    """Join the pieces of a column."""
    same = {column if isinstance(column, np.generic) else None for column, _ in found}
    if len(same) == 1 and None not in same:
        rows = sum(rows.stop - rows.start for _, rows in found)
        whole = np.full(rows, same.pop(), field.type.to_pandas_dtype())
        return pa.chunked_array([pa.array(whole)], field.type)
    pieces = [_piece(column, rows) for column, rows in found]
    if pieces and all(isinstance(piece, np.ndarray) for piece in pieces):
        whole = np.concatenate(pieces, dtype=field.type.to_pandas_dtype(), casting="same_kind")
        return pa.chunked_array([pa.array(whole)], field.type)
    return pa.chunked_array([pa.array(piece, field.type) for piece in pieces], field.type)


def _piece(column: _Column, rows: slice) -> npt.NDArray[np.generic] | pa.Array:
    if isinstance(column, np.generic):
        return np.full(rows.stop - rows.start, column)
    piece = column[rows]
    return piece.dictionary_decode() if isinstance(piece, pa.DictionaryArray) else piece


class OnDisk:
    """Parts that lie in a folder, one folder of Parquet files a part."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._schema: pa.Schema | None = None

    def take_in(self, connection: duckdb.DuckDBPyConnection, sql: str, progress: Progress) -> None:
        """Run a statement made by `part_sql` and write its rows by part."""
        schema = connection.sql(f"SELECT * FROM ({sql}) LIMIT 0").to_arrow_table().schema
        self._schema = schema.remove(schema.get_field_index("part"))
        connection.execute(f"SET partitioned_write_flush_threshold = {FLUSH_ROWS}")
        self.folder.mkdir(parents=True, exist_ok=True)
        where = str(self.folder).replace("'", "''")
        connection.execute(
            f"COPY ({sql}) TO '{where}' (FORMAT parquet, PARTITION_BY (part), "
            "COMPRESSION lz4, OVERWRITE true)"
        )
        progress(-1)

    def part(self, number: int) -> pa.Table:
        """Return the rows of a part."""
        import pyarrow.parquet as pq  # noqa: PLC0415 -- few need it, and it takes a while

        files = sorted((self.folder / f"part={number}").glob("*.parquet"))
        if not files:
            assert self._schema is not None, "parts are read after they are dealt"
            return self._schema.empty_table()
        return pa.concat_tables([pq.read_table(file, partitioning=None) for file in files])


def width_of_row(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Return about how many bytes a row of a statement takes in memory."""
    heading = connection.sql(f"DESCRIBE {sql}").fetchall()
    return sum(
        WIDTH_REPEATED if row[0] in VISIT else WIDTHS.get(row[1], WIDTH_OTHERWISE)
        for row in heading
    )


@dataclass(frozen=True, slots=True)
class Room:
    """How much memory there is for rows, and the folder where they go beyond it."""

    memory: int
    folder: Path

    def take(self, connection: duckdb.DuckDBPyConnection, sql: str, rows: int) -> InMemory | OnDisk:
        """Return where so many rows of a statement are dealt: in memory, if they fit."""
        fits = rows * width_of_row(connection, sql) * MEMORY_SHARE <= self.memory
        return InMemory() if fits else OnDisk(self.folder)

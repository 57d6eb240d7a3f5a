"""Deal staged rows out into parts: a person is always whole in one part (分片).

docs/algorithms/bulk.md §2. In memory where the rows fit, else on disk through DuckDB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from yibao.benefit.files.staging import PERSON_KEY

BATCH_ROWS = 250_000
FLUSH_ROWS = 20_000
"""Rows that a part gathers in memory before they go to disk; a hundred parts gather at once."""

Progress = Callable[[int], None]


def part_sql(sql: str, parts: int, wanted: Iterable[int] | None = None) -> str:
    """Return a statement with the number of the part in place of the person's key.

    The part is the key's highest bits; `wanted` leaves out all other parts.
    """
    assert parts & (parts - 1) == 0, "the number of parts is a power of two"
    bits = parts.bit_length() - 1
    number = f"{PERSON_KEY} >> {64 - bits}" if bits else "0"
    dealt = f"SELECT * EXCLUDE {PERSON_KEY}, CAST({number} AS USMALLINT) AS part FROM ({sql})"
    if wanted is None:
        return dealt
    listed = ", ".join(str(number) for number in sorted(wanted)) or "NULL"
    return f"SELECT * FROM ({dealt}) WHERE part IN ({listed})"


class InMemory:
    """Parts that lie in memory as slices of record batches."""

    def __init__(self) -> None:
        self._pieces: dict[int, list[pa.RecordBatch]] = {}
        self._schema: pa.Schema | None = None

    def take_in(self, connection: duckdb.DuckDBPyConnection, sql: str, progress: Progress) -> None:
        """Run a statement made by `part_sql` and keep its rows by part."""
        reader = connection.sql(sql).to_arrow_reader(BATCH_ROWS)
        self._schema = reader.schema.remove(reader.schema.get_field_index("part"))
        with ThreadPoolExecutor(1) as pool:
            waiting = [pool.submit(_cut, batch) for batch in _told(reader, progress)]
            for done in waiting:
                for part, piece in done.result():
                    self._pieces.setdefault(part, []).append(piece)

    def part(self, number: int) -> pa.Table:
        """Return the rows of a part, once: they are let go."""
        return pa.Table.from_batches(self._pieces.pop(number, []), self._schema)


def _told(reader: pa.RecordBatchReader, progress: Progress) -> Iterator[pa.RecordBatch]:
    for batch in reader:
        progress(batch.num_rows)
        yield batch


def _cut(batch: pa.RecordBatch) -> list[tuple[int, pa.RecordBatch]]:
    """Cut a batch into one piece a part."""
    where = batch.schema.get_field_index("part")
    part = batch.column(where).to_numpy()
    rest = batch.remove_column(where)
    if len(part) == 0:
        return []
    order = np.argsort(part, kind="stable")
    sorted_rows = rest.take(pa.array(order))
    edges = np.flatnonzero(np.diff(part[order])) + 1
    firsts = [0, *edges.tolist()]
    ends = [*edges.tolist(), len(part)]
    return [
        (int(part[order[first]]), sorted_rows.slice(first, end - first))
        for first, end in zip(firsts, ends, strict=True)
    ]


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
        files = sorted((self.folder / f"part={number}").glob("*.parquet"))
        if not files:
            assert self._schema is not None, "parts are read after they are dealt"
            return self._schema.empty_table()
        return pa.concat_tables([pq.read_table(file, partitioning=None) for file in files])

"""Cut a stream of rows so that every piece holds whole persons (按人切分)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

ROWS_AT_ONCE = 100_000


def whole_persons(
    batches: Iterable[pa.RecordBatch], at_least: int = ROWS_AT_ONCE
) -> Iterator[pa.Table]:
    """Yield tables of whole persons, of at least so many rows but the last.

    The rows come sorted by `psn_no`. A batch may end in the middle of a person: the rows of its
    last person are carried over to the next one.
    """
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        rest = batch
        if rows >= at_least and batch.num_rows:
            cut = _first_of_another(waiting[-1], batch)
            if cut is not None:
                yield pa.Table.from_batches([*waiting, batch.slice(0, cut)])
                waiting, rows, rest = [], 0, batch.slice(cut)
        if rest.num_rows:
            waiting.append(rest)
            rows += rest.num_rows
    if waiting:
        yield pa.Table.from_batches(waiting)


def _first_of_another(before: pa.RecordBatch, batch: pa.RecordBatch) -> int | None:
    """Return the first row of a batch that belongs to another person than the rows before it."""
    last = before.column("psn_no")[-1].as_py()
    numbers = batch.column("psn_no").to_pylist()
    return next((row for row, number in enumerate(numbers) if number != last), None)

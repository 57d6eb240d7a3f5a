"""Columns of staged rows as arrays of whole numbers (列转数组).

Nothing here loads the kernel, which takes a while: files are read meanwhile.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yibao.policy.plan.layout import Int

Flags = npt.NDArray[np.bool_]


def whole_numbers(column: pa.ChunkedArray, missing: int = -1) -> npt.NDArray[np.integer[Any]]:
    """Return a column as whole numbers of its own width; what is missing becomes `missing`."""
    if column.null_count:
        column = column.fill_null(pa.scalar(missing, column.type))
    return np.asarray(column.to_numpy())


def integers(column: pa.ChunkedArray, missing: int = -1) -> Int:
    """Return a column as int64; what is missing becomes `missing`."""
    return whole_numbers(column, missing).astype(np.int64, copy=False)


def dense(column: pa.ChunkedArray) -> Int:
    """Return for each row a number from 0 that is the same for equal values; −1 for none."""
    whole = column.combine_chunks()
    codes = whole.dictionary_encode().indices
    return integers(pa.chunked_array([codes]))


def constant_of(column: pa.ChunkedArray) -> int | None:
    """Return the whole number that stands in every row of a column, if one does."""
    if column.null_count or not len(column) or not pa.types.is_integer(column.type):
        return None
    first: int = column[0].as_py()
    if column[-1].as_py() != first:
        return None
    import pyarrow.compute as pc  # noqa: PLC0415 -- files are read while it loads

    found = pc.min_max(column)
    return first if found["min"].as_py() == found["max"].as_py() else None


def along(numbers: npt.NDArray[Any], rows: Int) -> npt.NDArray[Any]:
    """Return the numbers of rows that are known to exist, in the order of these."""
    return np.take(numbers, rows, mode="clip")

"""Decimals as whole numbers (定点数)."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from yibao.synthetic.region.goods import Ints


def units(column: pa.ChunkedArray) -> Ints:
    """Return decimals in units of their last place; they must fit into 64 bits.

    >>> from decimal import Decimal
    >>> kind = pa.decimal128(16, 2)
    >>> units(pa.chunked_array([pa.array([Decimal("1.50"), Decimal("-0.25")], kind)])).tolist()
    [150, -25]
    """
    parts = [np.zeros(0, dtype=np.int64)]
    for chunk in column.chunks:
        wide = np.frombuffer(chunk.buffers()[1], dtype="<i8").reshape(-1, 2)
        parts.append(wide[chunk.offset : chunk.offset + len(chunk), 0])
    found: Ints = np.concatenate(parts)
    return found

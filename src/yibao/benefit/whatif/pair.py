"""One part settled under both laws, row by row beside each other (同片两案).

docs/algorithms/whatif.md §2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yibao.benefit.files.lines import LineStaging
from yibao.benefit.files.staging import Staging
from yibao.benefit.runs.arrays import Flags, integers
from yibao.benefit.runs.part import PartResult, settle_part
from yibao.policy.plan import Plan
from yibao.policy.plan.layout import Int


@dataclass(frozen=True, slots=True)
class Side:
    """One law and its statements."""

    plan: Plan
    staging: Staging
    lines: LineStaging | None


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The staged rows of a part under one law."""

    claims: pa.Table
    lines: pa.Table | None


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """What became of a part under A and under B; arrays go by the rows of A."""

    a: PartResult
    b: PartResult
    row_of_b: Int
    """[row of A]: the row of B that is the same visit."""
    counted: Flags
    """Settled under both, of the benefit year."""
    provisional: Flags
    of_year: Flags

    @property
    def settled_b(self) -> Flags:
        """Whether B settles each row of A."""
        settled: Flags = self.b.settled[self.row_of_b]
        return settled


def settle_pair(a: Side, b: Side, rows_a: Rows, rows_b: Rows, year: int) -> Pair:
    """Settle a part under both laws and find each visit of one in the other."""
    result_a = settle_part(rows_a.claims, a.staging, a.plan, rows_a.lines)
    result_b = settle_part(rows_b.claims, b.staging, b.plan, rows_b.lines)
    if rows_a.claims is rows_b.claims:
        row_of_b = np.arange(result_a.staged.num_rows)
    else:
        row_of_b = _row_of(result_a.staged, result_b.staged)
    of_year: Flags = integers(result_a.staged["year"], missing=0) == year
    counted: Flags = result_a.settled & result_b.settled[row_of_b] & of_year
    provisional: Flags = result_a.provisional | result_b.provisional[row_of_b]
    return Pair(result_a, result_b, row_of_b, counted, provisional, of_year)


def _row_of(a: pa.Table, b: pa.Table) -> Int:
    """Return for each row of A the row of B with its person and `setl_id`.

    Rows that have the same of both are refused under every law; any of them stands for any other.
    """
    assert a.num_rows == b.num_rows, "both statements give every row of the claims once"
    keys = [_dense_in_both(a[name], b[name]) for name in ("setl_id", "psn_no")]
    order_a = np.lexsort([key_a for key_a, _ in keys])
    order_b = np.lexsort([key_b for _, key_b in keys])
    row_of_b = np.empty(a.num_rows, np.int64)
    row_of_b[order_a] = order_b
    return row_of_b


def _dense_in_both(a: pa.ChunkedArray, b: pa.ChunkedArray) -> tuple[Int, Int]:
    """Return numbers that are the same for equal values of two columns."""
    both = pa.chunked_array([*a.chunks, *b.chunks], a.type).combine_chunks()
    codes = integers(pa.chunked_array([pc.dictionary_encode(both).indices]))
    return codes[: len(a)], codes[len(a) :]

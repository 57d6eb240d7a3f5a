"""Staged lines of bills as records, ready to be classified (已编码明细)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yibao.benefit.kernel import line_records as kernel
from yibao.benefit.runs.arrays import integers, whole_numbers
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Int

Keys = npt.NDArray[np.uint64]


def sizes_of(plan: Plan) -> Int:
    """Return how many numbers there are for each of the facts that make a line's code."""
    sizes = [len(plan.vocabulary.codes[name]) for name in layout.LINE_FACTS]
    assert prod(sizes) <= kernel.CODES, "a record has room for every code"
    return np.array(sizes, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Lines that can be classified, and those that have a problem."""

    records: Int
    """[line, number]: see `kernel.line_records`."""
    wrong_keys: Keys
    """The visit's key of each line that has a problem."""
    wrong: Int
    """Its problem (`LineStaging.problems`)."""

    @staticmethod
    def of(table: pa.Table, plan: Plan) -> Lines:
        """Take in lines as the statement of `yibao.benefit.files.lines` gives them."""
        problem = integers(table["problem"])
        keys: Keys = np.asarray(table["visit_key"].to_numpy())
        good = problem == 0
        code = np.zeros(len(keys), np.int64)
        for name, size in zip(layout.LINE_FACTS, sizes_of(plan).tolist(), strict=True):
            code = code * size + integers(table[f"line_{name}"])
        ratio = integers(table["line_first_pay_ppm"], missing=layout.NONE)
        records = np.empty((int(np.count_nonzero(good)), kernel.WIDTH), np.int64)
        records[:, kernel.KEY] = keys[good].view(np.int64)
        records[:, kernel.AMOUNT] = _column(table, "line_amount")[good]
        records[:, kernel.ALLOWED] = _column(table, "line_allowed")[good]
        records[:, kernel.REST] = _rest(code, _column(table, "line_date"), ratio)[good]
        return Lines(records, keys[~good], problem[~good])

    @staticmethod
    def joined(pieces: Sequence[Lines]) -> Lines:
        """Put pieces of a part together."""
        return Lines(
            np.concatenate([piece.records for piece in pieces]),
            np.concatenate([piece.wrong_keys for piece in pieces]),
            np.concatenate([piece.wrong for piece in pieces]),
        )


def _column(table: pa.Table, name: str) -> npt.NDArray[np.integer[Any]]:
    return whole_numbers(table[name], missing=0)


def _rest(code: Int, day: npt.NDArray[np.integer[Any]], ratio: Int) -> Int:
    """Put code, day and ratio into one number, as `kernel.line_records.rest_of` does."""
    shifted: Int = day.astype(np.int64) << (kernel.CODE_BITS + kernel.RATIO_BITS)
    return shifted | ((ratio - layout.NONE) << kernel.CODE_BITS) | code

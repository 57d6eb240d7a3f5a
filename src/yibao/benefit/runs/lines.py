"""Staged lines of bills as records, ready to be classified (已编码明细)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import pyarrow as pa

from yibao.benefit.files.lines import VISIT
from yibao.benefit.kernel import line_records as kernel
from yibao.benefit.runs.arrays import integers
from yibao.benefit.runs.visit_keys import VisitKeys
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Int
from yibao.terms.money import LINE_FEN_MAX


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
    keys: VisitKeys
    """The key of the visit of each line that follows a line of another visit."""
    wrong_keys: VisitKeys
    """The visit's key of each line that has a problem."""
    wrong: Int
    """Its problem (`LineStaging.problems`)."""

    @staticmethod
    def of(table: pa.Table, plan: Plan) -> Lines:
        """Take in lines as the statement of `yibao.benefit.files.lines` gives them."""
        problem = integers(table["problem"])
        keys = VisitKeys.of(table, *VISIT)
        good = problem == 0
        code = np.zeros(len(keys), np.int64)
        for name, size in zip(layout.LINE_FACTS, sizes_of(plan).tolist(), strict=True):
            code = code * size + integers(table[f"line_{name}"])
        ratio = integers(table["line_first_pay_ppm"], missing=layout.NONE)
        records = np.empty((int(np.count_nonzero(good)), kernel.WIDTH), np.int64)
        records[:, kernel.MONEY] = _money(integers(table["line_amount"], missing=0), ratio)[good]
        rest = _rest(code, integers(table["line_date"], missing=0), _ceilings(table))
        of_lines = keys.where(good)
        first = of_lines.begins()
        records[:, kernel.REST] = rest[good] | np.where(first, kernel.FIRST_OF_VISIT, 0)
        return Lines(records, of_lines.where(first), keys.where(~good), problem[~good])

    @staticmethod
    def joined(pieces: Sequence[Lines]) -> Lines:
        """Put pieces of a part together."""
        return Lines(
            np.concatenate([piece.records for piece in pieces]),
            VisitKeys.joined([piece.keys for piece in pieces]),
            VisitKeys.joined([piece.wrong_keys for piece in pieces]),
            np.concatenate([piece.wrong for piece in pieces]),
        )


def _ceilings(table: pa.Table) -> Int:
    """Return the ceilings of lines, none above what a line may cost."""
    ceilings: Int = np.minimum(integers(table["line_allowed"], missing=layout.NONE), LINE_FEN_MAX)
    return ceilings


def _money(amount: Int, ratio: Int) -> Int:
    """Put amount and ratio into one number, as `kernel.line_records.money_of` does."""
    return (amount << kernel.AMOUNT_AT) | ((ratio - layout.NONE) << kernel.RATIO_AT)


def _rest(code: Int, day: Int, ceiling: Int) -> Int:
    """Put code, day and ceiling into one number, as `kernel.line_records.rest_of` does."""
    counted: Int = np.clip(day - kernel.FIRST_DAY, 0, kernel.LATEST)
    shifted: Int = (ceiling - layout.NONE) << kernel.CEILING_AT
    return shifted | (counted << kernel.DAY_AT) | code

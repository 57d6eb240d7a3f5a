"""Visits that could not be settled, each with code, field, reason and remedy (拒付清单)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from yibao.benefit.files.lines import LineStaging
from yibao.benefit.files.problems import FIRST_PAY_MISSING, Problem
from yibao.benefit.files.staging import Staging
from yibao.benefit.refusal import general_refusal
from yibao.benefit.runs.arrays import integers
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Int

if TYPE_CHECKING:  # the kernel, which takes half a second to load, comes with it
    from yibao.benefit.runs.part import PartResult

COLUMNS = ("reject_code", "reject_field", "reject_reason", "reject_remedy")


@dataclass(frozen=True, slots=True)
class _Why:
    """Rows that were refused for one reason."""

    rows: Int
    problem: Problem


def rejects(
    part: PartResult,
    plan: Plan,
    staging: Staging,
    lines: LineStaging | None,
    year: int | None = None,
) -> pa.Table:
    """Return what was refused: `setl_id`, `psn_no` and why, in Chinese and English."""
    reasons = _reasons(part, plan, staging, lines)
    rows = np.concatenate([why.rows for why in reasons] or [np.zeros(0, np.int64)])
    which = np.repeat(np.arange(len(reasons)), [len(why.rows) for why in reasons])
    if year is not None:
        # What was refused in earlier years makes this one provisional, and is to be mended too.
        wanted = integers(part.staged["year"], missing=0)[rows] <= year
        rows, which = rows[wanted], which[wanted]
    problems = [why.problem for why in reasons]
    texts = {
        "reject_code": [problem.code for problem in problems],
        "reject_field": [problem.field for problem in problems],
        "reject_reason": [f"{one.reason.zh} {one.reason.en}" for one in problems],
        "reject_remedy": [f"{one.remedy.zh} {one.remedy.en}" for one in problems],
    }
    picked = pa.array(rows)
    table = {name: part.staged[name].take(picked) for name in ("setl_id", "psn_no")}
    for name, words in texts.items():
        codes = pa.array(which.astype(np.int32))
        table[name] = pa.DictionaryArray.from_arrays(codes, pa.array(words, pa.string()))
    return pa.table(table)


def _reasons(
    part: PartResult, plan: Plan, staging: Staging, lines: LineStaging | None
) -> list[_Why]:
    """Group the refused rows by reason: the row, its lines, the law."""
    if part.settled.all():
        return []
    reasons = _by_number(part.problem, staging.problems)
    left = (part.problem == 0) & ~part.settled
    if part.bills is not None and lines is not None:
        of_lines = np.where(left, part.bills.problem, 0)
        reasons += _by_number(of_lines, lines.problems)
        left &= part.bills.problem == 0
        refused = left & (part.bills.status != layout.OK)
        no_ratio = refused & (part.bills.status == layout.BAD_AMOUNT)
        reasons.append(_Why(np.flatnonzero(no_ratio), FIRST_PAY_MISSING))
        reasons += _by_status(plan, refused & ~no_ratio, part.bills.status, part.bills.where)
        left &= ~refused
    outs = part.batch.outs
    status, where = outs[:, layout.OUT_STATUS], outs[:, layout.OUT_WHERE]
    return reasons + _by_status(plan, left, status, where)


def _by_number(numbers: Int, problems: tuple[Problem, ...]) -> list[_Why]:
    found = np.unique(numbers[numbers > 0]).tolist()
    return [_Why(np.flatnonzero(numbers == number), problems[number - 1]) for number in found]


def _by_status(plan: Plan, refused: Int, status: Int, where: Int) -> list[_Why]:
    rows = np.flatnonzero(refused)
    pairs = np.unique(np.stack((status[rows], where[rows]), axis=1), axis=0)
    reasons = []
    for code, at in pairs.tolist():
        own = rows[(status[rows] == code) & (where[rows] == at)]
        error = general_refusal(plan, code, at)
        problem = Problem(error.code, error.field, error.reason, error.remedy)
        reasons.append(_Why(own, problem))
    return reasons

"""Make the bills of a part from its lines: match, classify, sum (docs/algorithms/bulk.md §5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from yibao.benefit.bulk import Batch
from yibao.benefit.kernel import bills as kernel
from yibao.benefit.kernel.fold import Visits
from yibao.benefit.runs.arrays import Flags
from yibao.benefit.runs.lines import Lines, sizes_of
from yibao.benefit.runs.visit_keys import VisitKeys, VisitsByKey
from yibao.benefit.settle import desk_for
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Bits, Int

KINDS_OF_LINES = 1024
"""How many kinds of lines a part remembers; a year of a city has some hundreds."""


@dataclass(frozen=True, slots=True, eq=False)
class Bills:
    """The bills that lines make; arrays have an entry for each visit."""

    amounts: Int
    """[visit, track, part]"""
    has_lines: Flags
    status: Int
    """`layout.OK`, or why a line could not be classified."""
    where: Int
    """The list of the plan at which it failed."""
    problem: Int
    """Number of the first problem of the visit's lines (`LineStaging.problems`), 0 for none."""
    without_visit: int
    """How many lines have no visit."""


def classify_bills(
    lines: Lines, staged: pa.Table, visits: Batch, plan: Plan, problem_of_visit: Int
) -> Bills:
    """Match lines to visits, classify them and sum them by track.

    The amounts of `visits` come in with zeros and take the sums.
    """
    rows = visits.columns.shape[1]
    known = VisitsByKey(VisitKeys.of(staged, "setl_id", "psn_no"))
    wrong = known.find(lines.wrong_keys)
    problem = _least_problem(lines.wrong, wrong, rows)
    wanted = ((problem_of_visit == 0) & (problem == 0)).astype(np.int64)
    made = kernel.Bills(
        amounts=visits.amounts,
        status=np.zeros(rows, np.int64),
        where=np.full(rows, layout.NONE, np.int64),
        has_lines=np.zeros(rows, np.int64),
    )
    made.has_lines[wrong[wrong >= 0]] = 1
    of_visits = _bits(visits, plan, wanted)
    desk = kernel.clear_line_desk(plan.words, sizes_of(plan), KINDS_OF_LINES)
    of_lines = known.find(lines.keys)
    looked_up = wanted, of_visits
    lost = kernel.classify_many(plan.arrays, desk, lines.records, of_lines, looked_up, made)
    return Bills(
        made.amounts,
        made.has_lines != 0,
        made.status,
        made.where,
        problem,
        int(np.count_nonzero(wrong < 0)) + int(lost),
    )


def _bits(visits: Batch, plan: Plan, wanted: Int) -> Bits:
    """Return the bits [visit, word] of every test that holds for a visit that is wanted."""
    which = np.array([layout.COLUMN[name] for name in visits.names], dtype=np.int64)
    desk = desk_for(plan, np.zeros(plan.state_length, np.int64))
    for name, value in visits.constants:
        desk.facts[layout.COLUMN[name]] = value
    unsettled = Visits(visits.starts, visits.order, visits.columns, which, visits.amounts)
    of_visits = np.zeros((len(wanted), plan.words), np.uint64)
    kernel.bits_of_visits(plan.arrays, desk, unsettled, wanted, of_visits)
    return of_visits


def _least_problem(problem: Int, visit: Int, visits: int) -> Int:
    """Return for each visit the least number of a problem of its lines, 0 for none."""
    least = np.zeros(visits, np.int64)
    known = visit >= 0
    if known.any():
        none = np.iinfo(np.int64).max
        least[:] = none
        np.minimum.at(least, visit[known], problem[known])
        least[least == none] = 0
    return least

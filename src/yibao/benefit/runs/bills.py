"""Make the bills of a part from its lines: match, classify, sum (docs/algorithms/bulk.md §5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yibao.benefit.bulk import Batch
from yibao.benefit.kernel.bills import LineColumns, classify_many, clear_line_desk
from yibao.benefit.kernel.fold import Visits
from yibao.benefit.kernel.rows import deal, find_visits
from yibao.benefit.runs.arrays import Flags, integers, whole_numbers
from yibao.benefit.settle import desk_for
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Int

KINDS_OF_LINES = 1024
"""How many kinds of lines a part remembers; a year of a city has some hundreds."""
Keys = npt.NDArray[np.uint64]


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


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """Lines grouped by visit: visit `v` has the lines `order[starts[v]:ends[v]]`.

    Two visits with the same key have the same lines.
    """

    order: Int
    starts: Int
    ends: Int
    without_visit: int


def classify_bills(
    lines: pa.Table, staged: pa.Table, visits: Batch, plan: Plan, problem_of_visit: Int
) -> Bills:
    """Match lines to visits, classify them and sum them by track."""
    rows = visits.columns.shape[1]
    matched = match(_keys(lines), _keys(staged))
    columns = np.empty((len(layout.LINE_COLUMNS), lines.num_rows), np.int64)
    for position, name in enumerate(layout.LINE_COLUMNS):
        numbers = whole_numbers(lines[f"line_{name}"], missing=0)
        columns[position] = np.take(numbers, matched.order, mode="clip")
    problem = _first_problem(integers(lines["problem"])[matched.order], matched)
    status = np.zeros(rows, np.int64)
    where = np.full(rows, layout.NONE, np.int64)
    wanted = np.flatnonzero((problem_of_visit == 0) & (problem == 0))
    which = np.array([layout.COLUMN[name] for name in visits.names], dtype=np.int64)
    desk = desk_for(plan, np.zeros(plan.state_length, np.int64))
    for name, value in visits.constants:
        desk.facts[layout.COLUMN[name]] = value
    classify_many(
        plan.arrays,
        desk,
        clear_line_desk(plan.words, KINDS_OF_LINES),
        Visits(visits.starts, wanted, visits.columns, which, visits.amounts),
        LineColumns(matched.starts, matched.ends, columns),
        (status, where),
    )
    has_lines = matched.ends > matched.starts
    return Bills(visits.amounts, has_lines, status, where, problem, matched.without_visit)


def _keys(table: pa.Table) -> Keys:
    return np.asarray(table["visit_key"].to_numpy())


def match(of_lines: Keys, of_visits: Keys) -> Matched:
    """Group lines by visit: both have a hash of person and settlement, 64 bits wide.

    >>> found = match(np.array([7, 5, 7, 9], np.uint64), np.array([5, 7], np.uint64))
    >>> found.starts.tolist(), found.ends.tolist(), found.without_visit
    ([0, 1], [1, 3], 1)
    """
    visits = len(of_visits)
    table = np.full(1 << (2 * visits + 1).bit_length(), -1, np.int64)
    visit, same = np.empty(len(of_lines), np.int64), np.empty(visits, np.int64)
    lost = find_visits(of_lines, of_visits, table, visit, same)
    # The lines of no visit are dealt behind those of the last.
    visit[visit < 0] = visits
    bounds = np.zeros(visits + 2, np.int64)
    order = np.empty(len(of_lines), np.int64)
    deal(visit, bounds, order)
    return Matched(order, bounds[same], bounds[same + 1], int(lost))


def _first_problem(problem: Int, matched: Matched) -> Int:
    """Return for each visit the least number of a problem of its lines, 0 for none."""
    rows = len(matched.starts)
    of_visit = np.zeros(rows, np.int64)
    wrong = np.flatnonzero(problem)
    if len(wrong) == 0:
        return of_visit
    first = np.searchsorted(wrong, matched.starts)
    end = np.searchsorted(wrong, matched.ends)
    for visit in np.flatnonzero(end > first).tolist():
        of_visit[visit] = problem[wrong[first[visit] : end[visit]]].min()
    return of_visit

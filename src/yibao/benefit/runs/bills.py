"""Make the bills of a part from its lines: match, classify, sum (docs/algorithms/bulk.md §5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yibao.benefit.bulk import Batch
from yibao.benefit.kernel.bills import (
    LineColumns,
    bits_of_visits,
    classify_many,
    clear_line_desk,
)
from yibao.benefit.kernel.fold import Visits
from yibao.benefit.kernel.rows import find_visits
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
    """The visit of each line; of two visits with the same key the first has the lines.

    Those two are refused as duplicates, with or without lines.
    """

    visit: Int
    """[line]: its visit, −1 for none."""
    has_lines: Flags
    """[visit]"""
    without_visit: int


def classify_bills(
    lines: pa.Table, staged: pa.Table, visits: Batch, plan: Plan, problem_of_visit: Int
) -> Bills:
    """Match lines to visits, classify them and sum them by track.

    The amounts of `visits` come in with zeros and take the sums.
    """
    rows = visits.columns.shape[1]
    matched = match(_keys(lines), _keys(staged))
    columns = np.empty((len(layout.LINE_COLUMNS), lines.num_rows), np.int64)
    for position, name in enumerate(layout.LINE_COLUMNS):
        columns[position] = whole_numbers(lines[f"line_{name}"], missing=0)
    problem = _least_problem(integers(lines["problem"]), matched.visit, rows)
    status = np.zeros(rows, np.int64)
    where = np.full(rows, layout.NONE, np.int64)
    wanted = ((problem_of_visit == 0) & (problem == 0)).astype(np.int64)
    which = np.array([layout.COLUMN[name] for name in visits.names], dtype=np.int64)
    desk = desk_for(plan, np.zeros(plan.state_length, np.int64))
    for name, value in visits.constants:
        desk.facts[layout.COLUMN[name]] = value
    unsettled = Visits(visits.starts, visits.order, visits.columns, which, visits.amounts)
    of_visits = np.zeros((rows, plan.words), np.uint64)
    bits_of_visits(plan.arrays, desk, unsettled, wanted, of_visits)
    classify_many(
        plan.arrays,
        clear_line_desk(plan.words, KINDS_OF_LINES),
        LineColumns(matched.visit, columns),
        wanted,
        of_visits,
        visits.amounts,
        (status, where),
    )
    return Bills(visits.amounts, matched.has_lines, status, where, problem, matched.without_visit)


def _keys(table: pa.Table) -> Keys:
    return np.asarray(table["visit_key"].to_numpy())


def match(of_lines: Keys, of_visits: Keys) -> Matched:
    """Find the visit of each line: both have a hash of person and settlement, 64 bits wide.

    >>> found = match(np.array([7, 5, 7, 9], np.uint64), np.array([5, 7], np.uint64))
    >>> found.visit.tolist(), found.has_lines.tolist(), found.without_visit
    ([1, 0, 1, -1], [True, True], 1)
    """
    visits = len(of_visits)
    table = np.full(1 << (2 * visits + 1).bit_length(), -1, np.int64)
    visit, has_lines = np.empty(len(of_lines), np.int64), np.zeros(visits, np.int64)
    lost = find_visits(of_lines, of_visits, table, visit, has_lines)
    return Matched(visit, has_lines != 0, int(lost))


def _least_problem(problem: Int, visit: Int, visits: int) -> Int:
    """Return for each visit the least number of a problem of its lines, 0 for none."""
    wrong = np.flatnonzero((problem != 0) & (visit >= 0))
    if len(wrong) == 0:
        return np.zeros(visits, np.int64)
    none = np.iinfo(np.int64).max
    least = np.full(visits, none, np.int64)
    np.minimum.at(least, visit[wrong], problem[wrong])
    least[least == none] = 0
    return least

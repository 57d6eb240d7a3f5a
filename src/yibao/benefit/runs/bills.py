"""Make the bills of a part from its lines: match, classify, sum (docs/algorithms/bulk.md §5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from yibao.benefit.bulk import Batch
from yibao.benefit.kernel import bills as kernel
from yibao.benefit.kernel.fold import Visits
from yibao.benefit.kernel.rows import fill_table, find_visits
from yibao.benefit.runs.arrays import Flags
from yibao.benefit.runs.lines import Keys, Lines, sizes_of
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
    lines: Lines, staged: pa.Table, visits: Batch, plan: Plan, problem_of_visit: Int
) -> Bills:
    """Match lines to visits, classify them and sum them by track.

    The amounts of `visits` come in with zeros and take the sums.
    """
    rows = visits.columns.shape[1]
    keys = _keys(staged)
    table = table_of(keys)
    assert _told_apart(keys, table, staged), "two visits of different numbers have one key"
    wrong = match(lines.wrong_keys, keys, table)
    problem = _least_problem(lines.wrong, wrong.visit, rows)
    wanted = ((problem_of_visit == 0) & (problem == 0)).astype(np.int64)
    made = kernel.Bills(
        amounts=visits.amounts,
        status=np.zeros(rows, np.int64),
        where=np.full(rows, layout.NONE, np.int64),
        has_lines=wrong.has_lines.astype(np.int64),
    )
    of_visits = _bits(visits, plan, wanted)
    desk = kernel.clear_line_desk(plan.words, sizes_of(plan), KINDS_OF_LINES)
    looked_up = keys, table, wanted, of_visits
    lost = kernel.classify_many(plan.arrays, desk, lines.records, lines.keys, looked_up, made)
    return Bills(
        made.amounts,
        made.has_lines != 0,
        made.status,
        made.where,
        problem,
        wrong.without_visit + int(lost),
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


def _keys(table: pa.Table) -> Keys:
    return np.asarray(table["visit_key"].to_numpy())


def table_of(of_visits: Keys) -> Int:
    """Return the table in which a line looks up its visit."""
    table = np.full(1 << (2 * len(of_visits) + 1).bit_length(), -1, np.int64)
    fill_table(of_visits, table)
    return table


def _told_apart(of_visits: Keys, table: Int, staged: pa.Table) -> bool:
    """Say whether visits with one key have the same numbers: then they are duplicates."""
    if np.count_nonzero(table >= 0) == len(of_visits):
        return True
    order = np.argsort(of_visits, kind="stable")
    equal = np.flatnonzero(of_visits[order[1:]] == of_visits[order[:-1]])
    one, other = pa.array(order[equal]), pa.array(order[equal + 1])
    numbers = (staged[name] for name in ("setl_id", "psn_no"))
    return all(column.take(one).equals(column.take(other)) for column in numbers)


def match(of_lines: Keys, of_visits: Keys, table: Int) -> Matched:
    """Find the visit of each line: both have a hash of person and settlement, 64 bits wide.

    >>> visits = np.array([5, 7], np.uint64)
    >>> found = match(np.array([7, 5, 7, 9], np.uint64), visits, table_of(visits))
    >>> found.visit.tolist(), found.has_lines.tolist(), found.without_visit
    ([1, 0, 1, -1], [True, True], 1)
    """
    visit, has_lines = np.empty(len(of_lines), np.int64), np.zeros(len(of_visits), np.int64)
    lost = find_visits(of_lines, of_visits, table, visit, has_lines)
    return Matched(visit, has_lines != 0, int(lost))


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

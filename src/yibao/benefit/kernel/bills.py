"""Classify the lines of many visits and sum them into bills."""

from typing import NamedTuple

import numpy as np

from yibao.benefit.kernel.classify import classify_line, rows_met
from yibao.benefit.kernel.desk import Desk
from yibao.benefit.kernel.fold import Visits
from yibao.benefit.kernel.lists import line_bits, place_of, visit_bits
from yibao.benefit.kernel.machine import compiled, compiled_apart
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Bits, Int, PlanArrays


class LineColumns(NamedTuple):
    """The lines of many visits, in columns, as they lie in the file."""

    visit: Int
    """The visit of each line, −1 for none."""
    columns: Int
    """[`layout.LINE_COLUMNS`, line]"""


class LineMemo(NamedTuple):
    """What a line's tests decide, remembered for every kind of line (明细类型).

    Few kinds of lines come again and again; another kind that falls on the same place takes it.
    """

    keys: Bits
    """[place, word]: the bits of the kind that holds the place."""
    taken: Int
    """[place]: whether any kind holds it."""
    met: Int
    """[place, 3]: what `rows_met` returns."""


class LineDesk(NamedTuple):
    """The working arrays of one line; the kernel changes all of them in place."""

    line: Int
    """The line (`layout.LINE_COLUMNS`)."""
    bits: Bits
    """The tests that hold for the line."""
    lines: Int
    """Scratch: for each fact asked about, the line of bits that its value stands for."""
    result: Int
    """What it is (`layout.LINE_RESULT_COLUMNS`)."""
    memo: LineMemo


def clear_line_desk(words: int, places: int) -> LineDesk:
    """Lay out a desk for lines that remembers so many kinds of them, a power of two."""
    assert places & (places - 1) == 0, "the place is found by masking bits"
    return LineDesk(
        line=np.zeros(len(layout.LINE_COLUMNS), np.int64),
        bits=np.zeros(words, np.uint64),
        lines=np.zeros(len(layout.LINE_COLUMNS), np.int64),
        result=np.zeros(len(layout.LINE_RESULT_COLUMNS), np.int64),
        memo=LineMemo(
            keys=np.zeros((places, words), np.uint64),
            taken=np.zeros(places, np.int64),
            met=np.zeros((places, 3), np.int64),
        ),
    )


@compiled
def recall(plan: PlanArrays, memo: LineMemo, bits: Bits) -> tuple[int, int, int]:
    """Return what a line's tests decide, as it is remembered."""
    place = place_of(bits, memo.taken.shape[0])
    same = memo.taken[place] == 1
    for word in range(bits.shape[0]):
        same = same and memo.keys[place, word] == bits[word]
    if not same:
        learn(plan, memo, bits, place)
    return memo.met[place, 0], memo.met[place, 1], memo.met[place, 2]


@compiled_apart
def learn(plan: PlanArrays, memo: LineMemo, bits: Bits, place: int) -> None:
    """Find out what the tests of a new kind decide, and remember it."""
    memo.taken[place] = 1
    for word in range(bits.shape[0]):
        memo.keys[place, word] = bits[word]
    track, covered, first_pay = rows_met(plan, bits)
    memo.met[place, 0] = track
    memo.met[place, 1] = covered
    memo.met[place, 2] = first_pay


@compiled
def bits_of_visits(
    plan: PlanArrays, desk: Desk, visits: Visits, wanted: Int, of_visits: Bits
) -> None:
    """Set the bits [visit, word] of every test that holds for the visits that are wanted."""
    for visit in range(wanted.shape[0]):
        if wanted[visit] == 0:
            continue
        for column in range(visits.which.shape[0]):
            desk.facts[visits.which[column]] = visits.columns[column, visit]
        visit_bits(plan.tests, desk.facts, desk.lines, of_visits[visit])


@compiled
def classify_many(
    plan: PlanArrays,
    line_desk: LineDesk,
    lines: LineColumns,
    wanted: Int,
    of_visits: Bits,
    amounts: Int,
    outcome: tuple[Int, Int],
) -> None:
    """Classify the lines of the visits that are wanted; add them up by track in `amounts`.

    Lines lie in the order of the file and visits in that of persons: all that a line needs of its
    visit is `of_visits`, few words that lie together. `outcome` takes status and where it failed;
    of several lines that fail, the list of the plan that stands first is told.
    """
    status_of, where_of = outcome
    line, bits, result = line_desk.line, line_desk.bits, line_desk.result
    for row in range(lines.visit.shape[0]):
        visit = lines.visit[row]
        if visit < 0 or wanted[visit] == 0:
            continue
        for column in range(lines.columns.shape[0]):
            line[column] = lines.columns[column, row]
        line_bits(plan.tests, line, of_visits[visit], line_desk.lines, bits)
        met = recall(plan, line_desk.memo, bits)
        status, where = classify_line(plan, line, met, result)
        if status != layout.OK:
            if status_of[visit] == layout.OK or where < where_of[visit]:
                status_of[visit], where_of[visit] = status, where
            continue
        track = result[layout.LINE_TRACK]
        for part in range(layout.AMOUNT_COLUMNS):
            amounts[visit, track, part] += result[part]

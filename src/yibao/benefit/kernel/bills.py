"""Classify the lines of many visits and sum them into bills."""

from typing import NamedTuple

import numpy as np

from yibao.benefit.kernel.classify import COVERED, LINE_MAX, classify_line, divided, rows_met
from yibao.benefit.kernel.desk import Desk
from yibao.benefit.kernel.fold import Visits
from yibao.benefit.kernel.line_records import (
    MONEY,
    REST,
    allowed_in,
    amount_in,
    code_in,
    day_in,
    first_pay_in,
)
from yibao.benefit.kernel.lists import IS_CATALOGUE, numeric_line, place_of, visit_bits
from yibao.benefit.kernel.machine import compiled, compiled_apart
from yibao.benefit.kernel.numbers import PPM
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Bits, Int, PlanArrays

TRACK, COVERED_BY, FIRST_PAY_BY, SHAPE, RATIO = range(5)
LEARNT = 5
"""What is remembered of a kind of line: what `rows_met` returns, and what it comes to."""
WALKED, ALL_SELF, BY_RATIO, BY_CATALOGUE = range(4)
"""Shapes: its lists are walked; paid in full by the person; a fixed ratio, the item's own first."""


class LineMemo(NamedTuple):
    """What a line's tests decide, remembered for every kind of line (明细类型).

    Few kinds of lines come again and again; another kind that falls on the same place takes it.
    """

    keys: Bits
    """[place, word]: the bits of the kind that holds the place."""
    taken: Int
    """[place]: whether any kind holds it."""
    met: Int
    """[place, `LEARNT`]"""


class LineDesk(NamedTuple):
    """The working arrays of one line; the kernel changes all of them in place."""

    line: Int
    """The line (`layout.LINE_COLUMNS`)."""
    bits: Bits
    """The tests that hold for the line."""
    result: Int
    """What it is (`layout.LINE_RESULT_COLUMNS`)."""
    of_code: Bits
    """[code, word]: the tests that hold for a line because of its code."""
    sizes: Int
    """How many numbers there are for each of `layout.LINE_FACTS`."""
    memo: LineMemo


class Bills(NamedTuple):
    """What the lines of many visits come to; arrays have an entry for each visit."""

    amounts: Int
    """[visit, track, part]"""
    status: Int
    where: Int
    """Of several lines that fail, the list of the plan that stands first."""
    has_lines: Int


def clear_line_desk(words: int, sizes: Int, places: int) -> LineDesk:
    """Lay out a desk for lines that remembers so many kinds of them, a power of two."""
    assert places & (places - 1) == 0, "the place is found by masking bits"
    return LineDesk(
        line=np.zeros(len(layout.LINE_COLUMNS), np.int64),
        bits=np.zeros(words, np.uint64),
        result=np.zeros(len(layout.LINE_RESULT_COLUMNS), np.int64),
        of_code=np.zeros((int(np.prod(sizes)), words), np.uint64),
        sizes=sizes,
        memo=LineMemo(
            keys=np.zeros((places, words), np.uint64),
            taken=np.zeros(places, np.int64),
            met=np.zeros((places, LEARNT), np.int64),
        ),
    )


@compiled
def lay_out_numbers(desk: LineDesk, record: Int) -> None:
    """Lay the numbers of a line out in its columns."""
    desk.line[layout.LINE_DATE] = day_in(record[REST])
    desk.line[layout.LINE_AMOUNT] = amount_in(record[MONEY])
    desk.line[layout.LINE_ALLOWED] = allowed_in(record[REST])
    desk.line[layout.LINE_FIRST_PAY] = first_pay_in(record[MONEY])


@compiled
def lay_out_code(desk: LineDesk, code: int) -> None:
    """Lay the facts that make a code out in their columns."""
    for fact in range(desk.sizes.shape[0] - 1, -1, -1):
        desk.line[fact] = code % desk.sizes[fact]
        code //= desk.sizes[fact]


@compiled
def set_bits_of_codes(plan: PlanArrays, desk: LineDesk) -> None:
    """Set the bits of every test that holds for a code."""
    tests = plan.tests
    for number in range(desk.of_code.shape[0]):
        lay_out_code(desk, number)
        for word in range(desk.of_code.shape[1]):
            held = np.uint64(0)
            for entry in range(tests.line_one_of.shape[0]):
                line = tests.line_one_of[entry, 1] + desk.line[tests.line_one_of[entry, 0]]
                held |= tests.one_of_bits[line, word]
            desk.of_code[number, word] = held


@compiled
def set_bits(plan: PlanArrays, desk: LineDesk, record: Int, of_visit: Bits) -> None:
    """Set the bits of every test that holds for a line of that visit."""
    tests = plan.tests
    code = code_in(record[REST])
    for word in range(desk.bits.shape[0]):
        desk.bits[word] = of_visit[word] | desk.of_code[code, word]
    if tests.line_numbers.shape[0] == 0:
        return
    lay_out_numbers(desk, record)
    for entry in range(tests.line_numbers.shape[0]):
        line = numeric_line(tests.line_numbers, tests.breaks, desk.line, entry)
        for word in range(desk.bits.shape[0]):
            desk.bits[word] |= tests.number_bits[line, word]


@compiled
def recall(plan: PlanArrays, desk: LineDesk) -> int:
    """Return the place at which it is remembered what the tests of the line decide."""
    memo, bits = desk.memo, desk.bits
    place = place_of(bits, memo.taken.shape[0])
    same = memo.taken[place] == 1
    for word in range(bits.shape[0]):
        same = same and memo.keys[place, word] == bits[word]
    if not same:
        learn(plan, memo, bits, place)
    return place


@compiled_apart
def learn(plan: PlanArrays, memo: LineMemo, bits: Bits, place: int) -> None:
    """Find out what the tests of a new kind decide and what that comes to; remember it."""
    memo.taken[place] = 1
    for word in range(bits.shape[0]):
        memo.keys[place, word] = bits[word]
    track, covered, first_pay = rows_met(plan, bits)
    met = memo.met[place]
    met[TRACK], met[COVERED_BY], met[FIRST_PAY_BY] = track, covered, first_pay
    met[SHAPE], met[RATIO] = WALKED, 0
    rows = plan.rules.rows
    if covered == layout.NONE or rows[covered, layout.ROW_KIND] != layout.FIXED:
        return
    if rows[covered, layout.ROW_A] != COVERED:
        met[SHAPE] = ALL_SELF
    elif first_pay == layout.NONE:
        return
    elif rows[first_pay, layout.ROW_KIND] == layout.CATALOGUE:
        met[SHAPE] = BY_CATALOGUE
    elif rows[first_pay, layout.ROW_KIND] == layout.FIXED:
        met[RATIO] = rows[first_pay, layout.ROW_A]
        met[SHAPE] = BY_RATIO if met[RATIO] != IS_CATALOGUE else WALKED


@compiled
def classified(plan: PlanArrays, desk: LineDesk, record: Int, place: int) -> tuple[int, int]:
    """Classify a line into `desk.result`, by what is remembered: status, where it failed."""
    met, result = desk.memo.met[place], desk.result
    amount, shape = amount_in(record[MONEY]), met[SHAPE]
    ratio = first_pay_in(record[MONEY]) if shape == BY_CATALOGUE else met[RATIO]
    if shape == WALKED or ratio < 0 or ratio > PPM or amount > LINE_MAX or amount < -LINE_MAX:
        lay_out_code(desk, code_in(record[REST]))
        lay_out_numbers(desk, record)
        return classify_line(
            plan, desk.line, (met[TRACK], met[COVERED_BY], met[FIRST_PAY_BY]), result
        )
    result[layout.FULL_SELF] = amount if shape == ALL_SELF else 0
    over, first_pay, in_scope = divided(
        0 if shape == ALL_SELF else amount, allowed_in(record[REST]), ratio
    )
    result[layout.OVER_LIMIT] = over
    result[layout.FIRST_PAY] = first_pay
    result[layout.IN_SCOPE] = in_scope
    result[layout.LINE_TRACK] = met[TRACK]
    return layout.OK, layout.NONE


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
    desk: LineDesk,
    records: Int,
    of_lines: Int,
    visits: tuple[Int, Bits],
    bills: Bills,
) -> int:
    """Classify the lines of the visits that are wanted; return how many have no visit.

    Lines lie in the order of the file and visits in that of persons. `of_lines` are the lines'
    visits, one for each that begins, −1 for none. `visits` says of each whether it is wanted, and
    its bits: all that a line needs of its visit, few words that lie together.
    """
    wanted, of_visits = visits
    set_bits_of_codes(plan, desk)
    lost = 0
    visit, next_visit = layout.NONE, 0
    for row in range(records.shape[0]):
        record = records[row]
        # Negative where another visit begins: `line_records.FIRST_OF_VISIT`.
        if record[REST] < 0:
            visit = of_lines[next_visit]
            next_visit += 1
        if visit < 0:
            lost += 1
            continue
        bills.has_lines[visit] = 1
        if wanted[visit] == 0:
            continue
        set_bits(plan, desk, record, of_visits[visit])
        status, where = classified(plan, desk, record, recall(plan, desk))
        if status != layout.OK:
            if bills.status[visit] == layout.OK or where < bills.where[visit]:
                bills.status[visit], bills.where[visit] = status, where
            continue
        for part in range(layout.AMOUNT_COLUMNS):
            bills.amounts[visit, desk.result[layout.LINE_TRACK], part] += desk.result[part]
    return lost

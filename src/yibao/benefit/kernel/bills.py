"""Classify the lines of many visits and sum them into bills."""

from typing import NamedTuple

from yibao.benefit.kernel.classify import classify_line
from yibao.benefit.kernel.desk import Desk
from yibao.benefit.kernel.fold import Visits, take_up
from yibao.benefit.kernel.lists import line_bits, visit_bits
from yibao.benefit.kernel.machine import compiled
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Bits, Int, PlanArrays


class LineColumns(NamedTuple):
    """The lines of many visits, in columns, grouped by visit."""

    starts: Int
    ends: Int
    """Visit `v` has the lines `starts[v]:ends[v]`."""
    columns: Int
    """[`layout.LINE_COLUMNS`, line]"""


@compiled
def classify_many(
    plan: PlanArrays,
    desk: Desk,
    visits: Visits,
    lines: LineColumns,
    line: Int,
    result: Int,
    bits: Bits,
    outcome: tuple[Int, Int],
) -> None:
    """Classify the lines of the visits named in `visits.order`; write their sums by track.

    `line`, `result` and `bits` are scratch. `outcome` takes status and where it failed;
    of several lines that fail, the list of the plan that stands first is told.
    """
    status_of, where_of = outcome
    for place in range(visits.order.shape[0]):
        visit = visits.order[place]
        take_up(visits, visit, desk)
        visit_bits(plan.tests, desk.facts, desk.bits)
        visits.amounts[visit, :, :] = 0
        for row in range(lines.starts[visit], lines.ends[visit]):
            for column in range(lines.columns.shape[0]):
                line[column] = lines.columns[column, row]
            line_bits(plan.tests, line, desk.bits, bits)
            status, where = classify_line(plan, line, bits, result)
            if status != layout.OK:
                if status_of[visit] == layout.OK or where < where_of[visit]:
                    status_of[visit], where_of[visit] = status, where
                continue
            track = result[layout.LINE_TRACK]
            for part in range(layout.AMOUNT_COLUMNS):
                visits.amounts[visit, track, part] += result[part]

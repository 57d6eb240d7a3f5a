"""Fold visits over accumulators: one visit, or those of many persons in their order."""

from typing import NamedTuple

from yibao.benefit.kernel.desk import Desk
from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.settle import settle_visit
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Int, PlanArrays


class Visits(NamedTuple):
    """The visits of many persons, in columns; `order` says which row is folded when."""

    starts: Int
    """Person `p` owns the places `starts[p]:starts[p + 1]` of `order`."""
    order: Int
    """[place]: the row of the visit."""
    columns: Int
    """[column, row]: the facts that are not the same for all."""
    which: Int
    """[column]: which of `layout.FACT_COLUMNS` it is."""
    amounts: Int
    """[row, track, part]"""


@compiled
def copy(source: Int, target: Int) -> None:
    """Copy one row; nothing is allocated."""
    for position in range(source.shape[0]):
        target[position] = source[position]


@compiled
def settle_one(plan: PlanArrays, desk: Desk, before: Int) -> None:
    """Settle one visit; unless the status is OK, the accumulators are again those before."""
    copy(desk.state, before)
    settle_visit(plan, desk)
    if desk.out[layout.OUT_STATUS] != layout.OK:
        copy(before, desk.state)


@compiled
def take_up(visits: Visits, row: int, desk: Desk) -> None:
    """Put the facts and the bill of a visit on the desk; facts without a column stay there."""
    for column in range(visits.which.shape[0]):
        desk.facts[visits.which[column]] = visits.columns[column, row]
    for track in range(visits.amounts.shape[1]):
        for part in range(layout.AMOUNT_COLUMNS):
            desk.amounts[track, part] = visits.amounts[row, track, part]


@compiled
def put_down(plan: PlanArrays, desk: Desk, row: int, outs: Int, paid: Int) -> None:
    """Write the outcome of a visit, and what each layer of its program paid.

    What the layers made of the visit is cleared away for the next one.
    """
    for column in range(layout.OUT_WIDTH):
        outs[row, column] = desk.out[column]
    for column in range(paid.shape[1]):
        paid[row, column] = 0
    program = desk.out[layout.OUT_PROGRAM]
    if program == layout.NONE:
        return
    settled = desk.out[layout.OUT_STATUS] == layout.OK
    first = plan.program_spans[program, 0]
    for position in range(first, plan.program_spans[program, 1]):
        layer = plan.program_layers[position]
        if settled:
            paid[row, position - first] = desk.results[layer, layout.RESULT_PAID]
        for column in range(layout.RESULT_COLUMNS):
            desk.results[layer, column] = 0


@compiled
def settle_many(
    plan: PlanArrays,
    desk: Desk,
    before: Int,
    visits: Visits,
    states: Int,
    outs: Int,
    paid: Int,
) -> None:
    """Settle the visits of many persons, each in the order given.

    Person `p` has the accumulators `states[p]`, which become those after the last visit; without
    rows, everybody begins with nothing and what is left is not kept. `paid[v, k]` is what the
    k-th layer of the visit's program paid. A visit whose status is not OK changes nothing; those
    after it are settled all the same. `before` is scratch.
    """
    kept = states.shape[0] > 0
    for person in range(visits.starts.shape[0] - 1):
        if kept:
            copy(states[person], desk.state)
        else:
            desk.state[:] = 0
        for place in range(visits.starts[person], visits.starts[person + 1]):
            row = visits.order[place]
            take_up(visits, row, desk)
            settle_one(plan, desk, before)
            put_down(plan, desk, row, outs, paid)
        if kept:
            copy(desk.state, states[person])

"""Fold visits over accumulators: one visit, or those of many persons in their order."""

from typing import NamedTuple

from yibao.benefit.kernel.desk import Desk
from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.settle import settle_visit
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Int, PlanArrays


class Visits(NamedTuple):
    """The visits of many persons, one person after another."""

    starts: Int
    facts: Int
    amounts: Int


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

    Person `p` owns the visits `starts[p]:starts[p + 1]` and the accumulators `states[p]`, which
    become those after the last visit. `paid[v, k]` is what the k-th layer of the visit's program
    paid. A visit whose status is not OK changes nothing; those after it are settled all the same.
    `desk` and `before` are scratch.
    """
    for person in range(visits.starts.shape[0] - 1):
        copy(states[person], desk.state)
        for visit in range(visits.starts[person], visits.starts[person + 1]):
            copy(visits.facts[visit], desk.facts)
            for track in range(visits.amounts.shape[1]):
                copy(visits.amounts[visit, track], desk.amounts[track])
            settle_one(plan, desk, before)
            copy(desk.out, outs[visit])
            if desk.out[layout.OUT_STATUS] != layout.OK:
                continue
            program = desk.out[layout.OUT_PROGRAM]
            first = plan.program_spans[program, 0]
            for position in range(first, plan.program_spans[program, 1]):
                layer = plan.program_layers[position]
                paid[visit, position - first] = desk.results[layer, layout.RESULT_PAID]
        copy(desk.state, states[person])

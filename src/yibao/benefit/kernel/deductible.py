"""What of a bill the person bears before a layer begins to pay (起付线)."""

from yibao.benefit.kernel.counters import add, used
from yibao.benefit.kernel.desk import Desk, record
from yibao.benefit.kernel.lists import adjust_all, look_up
from yibao.benefit.kernel.machine import compiled
from yibao.policy.plan import layout
from yibao.policy.plan.layout import PlanArrays


@compiled
def standard(plan: PlanArrays, desk: Desk, layer: int) -> tuple[int, int, int]:
    """Return the deductible of this visit before what was borne: status, fen, where."""
    rule = plan.layers[layer]
    status, amount, row = look_up(plan, desk, rule[layout.L_DEDUCTIBLE])
    if status != layout.OK:
        return status, 0, rule[layout.L_DEDUCTIBLE]
    record(desk, layout.T_DEDUCTIBLE, layer, rule[layout.L_DEDUCTIBLE], row, 0, amount, 0)
    span = (rule[layout.L_DEDUCTIBLE_ADJUST], rule[layout.L_DEDUCTIBLE_ADJUST_END])
    status, amount, where = adjust_all(plan, desk, span, amount, layout.T_ADJUST_AMOUNT, layer)
    return status, max(0, amount), where


@compiled
def still_due(
    plan: PlanArrays, desk: Desk, layer: int, entering: int, link: int, link_row: int
) -> tuple[int, int, int]:
    """Return the deductible borne on this visit: status, fen, where it failed."""
    rule = plan.layers[layer]
    status, amount, where = standard(plan, desk, layer)
    if status != layout.OK:
        return status, 0, where
    due = amount
    if link == layout.LINK_WAIVED:
        due = 0
    elif link == layout.LINK_DIFFERENCE:
        due = max(0, amount - desk.state[rule[layout.L_CHAIN] + layout.CHAIN_DEDUCTIBLE])
    if link != layout.LINK_FULL:
        how = desk.facts[layout.LINK]
        record(desk, layout.T_LINK, layer, how, link_row, amount, due, link)
    borne = used(plan.counters, rule[layout.L_DEDUCTIBLE_COUNTER], desk.facts, desk.state)
    due = max(0, due - borne)
    if rule[layout.L_CEILING] != layout.NONE:
        status, ceiling, _ = look_up(plan, desk, rule[layout.L_CEILING])
        if status != layout.OK:
            return status, 0, rule[layout.L_CEILING]
        counter = rule[layout.L_CEILING_COUNTER]
        this_year = used(plan.counters, counter, desk.facts, desk.state)
        due = max(0, min(due, ceiling - this_year))
    taken = min(due, entering)
    where = rule[layout.L_DEDUCTIBLE]
    record(desk, layout.T_STILL_DUE, layer, where, layout.NONE, borne, taken, due)
    return layout.OK, taken, layout.NONE


@compiled
def count_deductible(plan: PlanArrays, desk: Desk, layer: int, taken: int) -> None:
    """Add what was borne to the counts."""
    rule = plan.layers[layer]
    add(plan.counters, rule[layout.L_DEDUCTIBLE_COUNTER], desk.facts, desk.state, taken)
    if rule[layout.L_CEILING_COUNTER] != layout.NONE:
        add(plan.counters, rule[layout.L_CEILING_COUNTER], desk.facts, desk.state, taken)

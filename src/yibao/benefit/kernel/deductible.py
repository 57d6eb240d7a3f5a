"""What of a bill the person bears before a layer begins to pay (起付线)."""

from yibao.benefit.kernel.counters import add, used
from yibao.benefit.kernel.desk import Desk, record
from yibao.benefit.kernel.lists import adjust_all, look_up
from yibao.benefit.kernel.machine import compiled
from yibao.policy.plan import layout
from yibao.policy.plan.layout import PlanArrays


@compiled
def link_rule(plan: PlanArrays, desk: Desk, layer: int) -> tuple[int, int, int, int]:
    """Say what a linked stay owes: status, rule, where it failed, row.

    A link counts only if a chain was begun and the admission follows soon enough.
    """
    rule = plan.layers[layer]
    chain = rule[layout.L_CHAIN]
    if desk.facts[layout.LINK] == 0 or chain == layout.NONE:
        return layout.OK, layout.LINK_FULL, layout.NONE, layout.NONE
    if desk.state[chain + layout.CHAIN_END_DAY] == 0:
        return layout.OK, layout.LINK_FULL, layout.NONE, layout.NONE
    if rule[layout.L_WITHIN_DAYS] != layout.NONE:
        status, days, row = look_up(plan, desk, rule[layout.L_WITHIN_DAYS])
        if status != layout.OK:
            return status, layout.LINK_FULL, rule[layout.L_WITHIN_DAYS], row
        if desk.facts[layout.BEGIN_DAY] - desk.state[chain + layout.CHAIN_END_DAY] > days:
            return layout.OK, layout.LINK_FULL, layout.NONE, layout.NONE
    entry = plan.link_lists[rule[layout.L_LINKS], desk.facts[layout.LINK]]
    status, mode, row = look_up(plan, desk, entry)
    return status, mode, entry, row


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
def still_due(plan: PlanArrays, desk: Desk, layer: int, entering: int) -> tuple[int, int, int, int]:
    """Return the deductible borne on this visit and the link's rule: status, fen, rule, where."""
    rule = plan.layers[layer]
    status, link, where, row = link_rule(plan, desk, layer)
    if status != layout.OK:
        return status, 0, link, where
    status, amount, where = standard(plan, desk, layer)
    if status != layout.OK:
        return status, 0, link, where
    due = amount
    if link == layout.LINK_WAIVED:
        due = 0
    elif link == layout.LINK_DIFFERENCE:
        due = max(0, amount - desk.state[rule[layout.L_CHAIN] + layout.CHAIN_PAID])
    if link != layout.LINK_FULL:
        record(desk, layout.T_LINK, layer, desk.facts[layout.LINK], row, amount, due, link)
    borne = used(plan.counters, rule[layout.L_DEDUCTIBLE_COUNTER], desk.facts, desk.state)
    due = max(0, due - borne)
    if rule[layout.L_CEILING] != layout.NONE:
        status, ceiling, row = look_up(plan, desk, rule[layout.L_CEILING])
        if status != layout.OK:
            return status, 0, link, rule[layout.L_CEILING]
        counter = rule[layout.L_CEILING_COUNTER]
        this_year = used(plan.counters, counter, desk.facts, desk.state)
        due = max(0, min(due, ceiling - this_year))
    taken = min(due, entering)
    where = rule[layout.L_DEDUCTIBLE]
    record(desk, layout.T_STILL_DUE, layer, where, layout.NONE, borne, taken, due)
    return layout.OK, taken, link, layout.NONE


@compiled
def axis_start(plan: PlanArrays, desk: Desk, layer: int, link: int) -> int:
    """Return where on the axis of this bill the stay goes on: a continued stay is one stay."""
    chain = plan.layers[layer, layout.L_CHAIN]
    same_stay = desk.facts[layout.LINK] in (layout.LINK_CONTINUED, layout.LINK_SPLIT)
    if chain == layout.NONE or not same_stay or link == layout.LINK_FULL:
        return 0
    return desk.state[chain + layout.CHAIN_COST]


@compiled
def keep(plan: PlanArrays, desk: Desk, layer: int, taken: int, cost: int, link: int) -> None:
    """Add what was borne to the counts, and lengthen or begin the chain of stays."""
    rule = plan.layers[layer]
    add(plan.counters, rule[layout.L_DEDUCTIBLE_COUNTER], desk.facts, desk.state, taken)
    if rule[layout.L_CEILING] != layout.NONE:
        add(plan.counters, rule[layout.L_CEILING_COUNTER], desk.facts, desk.state, taken)
    chain = rule[layout.L_CHAIN]
    if chain == layout.NONE:
        return
    goes_on = link != layout.LINK_FULL
    same_stay = goes_on and desk.facts[layout.LINK] in (layout.LINK_CONTINUED, layout.LINK_SPLIT)
    if not goes_on:
        desk.state[chain + layout.CHAIN_PAID] = 0
    if not same_stay:
        desk.state[chain + layout.CHAIN_COST] = 0
    desk.state[chain + layout.CHAIN_PAID] += taken
    desk.state[chain + layout.CHAIN_COST] += cost
    desk.state[chain + layout.CHAIN_END_DAY] = desk.facts[layout.END_DAY]

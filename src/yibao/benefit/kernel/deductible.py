"""What of a bill the person bears before a layer begins to pay (起付线)."""

from yibao.benefit.kernel.counters import add, used
from yibao.benefit.kernel.lists import adjust_all, evaluate, record
from yibao.benefit.kernel.machine import compiled
from yibao.policy.plan.layout import (
    BEGIN_DAY,
    CHAIN_COST,
    CHAIN_END_DAY,
    CHAIN_PAID,
    END_DAY,
    L_CEILING,
    L_CEILING_COUNTER,
    L_CHAIN,
    L_DEDUCTIBLE,
    L_DEDUCTIBLE_ADJUST,
    L_DEDUCTIBLE_ADJUST_END,
    L_DEDUCTIBLE_COUNTER,
    L_LINKS,
    L_WITHIN_DAYS,
    LINK,
    LINK_CONTINUED,
    LINK_DIFFERENCE,
    LINK_FULL,
    LINK_SPLIT,
    LINK_WAIVED,
    NONE,
    OK,
    T_ADJUST_AMOUNT,
    T_DEDUCTIBLE,
    T_LINK,
    T_STILL_DUE,
)


@compiled
def link_rule(plan, layer, facts, state, bits):  # type: ignore[no-untyped-def]
    """Say what a linked stay owes: status, rule, where it failed, row.

    A link counts only if a chain was begun and the admission follows soon enough.
    """
    rule = plan.layers[layer]
    chain = rule[L_CHAIN]
    if facts[LINK] == 0 or chain == NONE or state[chain + CHAIN_END_DAY] == 0:
        return OK, LINK_FULL, NONE, NONE
    if rule[L_WITHIN_DAYS] != NONE:
        status, days, row = evaluate(plan, rule[L_WITHIN_DAYS], facts, bits)
        if status != OK:
            return status, LINK_FULL, rule[L_WITHIN_DAYS], row
        if facts[BEGIN_DAY] - state[chain + CHAIN_END_DAY] > days:
            return OK, LINK_FULL, NONE, NONE
    entry = plan.link_lists[rule[L_LINKS], facts[LINK]]
    status, mode, row = evaluate(plan, entry, facts, bits)
    return status, mode, entry, row


@compiled
def standard(plan, layer, facts, state, bits, trace, count):  # type: ignore[no-untyped-def]
    """Return the deductible that stands for this visit before what was borne: status, fen, where."""
    rule = plan.layers[layer]
    status, amount, row = evaluate(plan, rule[L_DEDUCTIBLE], facts, bits)
    if status != OK:
        return status, 0, rule[L_DEDUCTIBLE]
    record(trace, count, T_DEDUCTIBLE, layer, rule[L_DEDUCTIBLE], row, 0, amount, 0)
    span = (rule[L_DEDUCTIBLE_ADJUST], rule[L_DEDUCTIBLE_ADJUST_END])
    status, amount, where = adjust_all(
        plan, span, amount, facts, bits, trace, count, T_ADJUST_AMOUNT, layer
    )
    return status, max(0, amount), where


@compiled
def still_due(plan, layer, entering, facts, state, bits, trace, count):  # type: ignore[no-untyped-def]
    """Return the deductible borne on this visit and the link's rule: status, fen, rule, where."""
    rule = plan.layers[layer]
    status, link, where, row = link_rule(plan, layer, facts, state, bits)
    if status != OK:
        return status, 0, link, where
    status, amount, where = standard(plan, layer, facts, state, bits, trace, count)
    if status != OK:
        return status, 0, link, where
    due = amount
    if link == LINK_WAIVED:
        due = 0
    elif link == LINK_DIFFERENCE:
        due = max(0, amount - state[rule[L_CHAIN] + CHAIN_PAID])
    if link != LINK_FULL:
        record(trace, count, T_LINK, layer, facts[LINK], row, amount, due, link)
    borne = used(plan, rule[L_DEDUCTIBLE_COUNTER], facts, state)
    due = max(0, due - borne)
    if rule[L_CEILING] != NONE:
        status, ceiling, row = evaluate(plan, rule[L_CEILING], facts, bits)
        if status != OK:
            return status, 0, link, rule[L_CEILING]
        due = max(0, min(due, ceiling - used(plan, rule[L_CEILING_COUNTER], facts, state)))
    taken = min(due, entering)
    record(trace, count, T_STILL_DUE, layer, rule[L_DEDUCTIBLE], NONE, borne, taken, due)
    return OK, taken, link, NONE


@compiled
def axis_start(plan, layer, link, facts, state):  # type: ignore[no-untyped-def]
    """Return where on the axis of this bill the stay goes on: a continued stay is one stay."""
    chain = plan.layers[layer, L_CHAIN]
    same_stay = facts[LINK] in (LINK_CONTINUED, LINK_SPLIT)
    if chain == NONE or not same_stay or link == LINK_FULL:
        return 0
    return state[chain + CHAIN_COST]


@compiled
def keep(plan, layer, taken, cost, link, facts, state):  # type: ignore[no-untyped-def]
    """Add what was borne to the counts, and lengthen or begin the chain of stays."""
    rule = plan.layers[layer]
    add(plan, rule[L_DEDUCTIBLE_COUNTER], facts, state, taken)
    if rule[L_CEILING] != NONE:
        add(plan, rule[L_CEILING_COUNTER], facts, state, taken)
    chain = rule[L_CHAIN]
    if chain == NONE:
        return
    goes_on = link != LINK_FULL
    same_stay = goes_on and facts[LINK] in (LINK_CONTINUED, LINK_SPLIT)
    state[chain + CHAIN_PAID] = taken + (state[chain + CHAIN_PAID] if goes_on else 0)
    state[chain + CHAIN_COST] = cost + (state[chain + CHAIN_COST] if same_stay else 0)
    state[chain + CHAIN_END_DAY] = facts[END_DAY]

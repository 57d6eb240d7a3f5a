"""Limits on what a layer pays or on what enters it (封顶线), by period, shared, or by disease."""

from yibao.benefit.kernel.counters import add, used
from yibao.benefit.kernel.lists import adjust_all, evaluate, record
from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.numbers import FAR, share
from yibao.policy.plan.layout import (
    CAP_ADJUST,
    CAP_ADJUST_END,
    CAP_COUNTERS,
    CAP_COUNTERS_END,
    CAP_LIMIT,
    CAP_ON,
    CAP_QUOTA,
    COMBINE_HIGHEST,
    COMBINE_PLUS_EACH,
    COMBINE_PLUS_FIXED,
    COMBINE_PLUS_SHARE,
    COMBINE_SEPARATE,
    COMBINE_SUM,
    DISEASE,
    FILED,
    L_CAPS,
    L_CAPS_END,
    NO_RULE,
    NONE,
    OK,
    QUOTA_BIT,
    QUOTA_COMBINE,
    QUOTA_DISEASE,
    QUOTA_LIST,
    QUOTA_MOST,
    QUOTA_PLUS,
    QUOTA_ROWS,
    QUOTA_ROWS_END,
    T_ADJUST_LIMIT,
)


@compiled
def quota_of_one(plan, quota, facts, bits):  # type: ignore[no-untyped-def]
    """Return the limit of the disease that this visit is for: status, fen, where, row."""
    for entry in range(plan.quotas[quota, QUOTA_ROWS], plan.quotas[quota, QUOTA_ROWS_END]):
        if plan.quota_rows[entry, QUOTA_DISEASE] == facts[DISEASE]:
            where = plan.quota_rows[entry, QUOTA_LIST]
            status, limit, row = evaluate(plan, where, facts, bits)
            return status, limit, where, row
    return NO_RULE, 0, plan.quota_rows[plan.quotas[quota, QUOTA_ROWS], QUOTA_LIST], NONE


@compiled
def quota_of_all(plan, quota, facts, bits):  # type: ignore[no-untyped-def]
    """Combine the limits of the diseases filed by the person: status, fen, where, row."""
    highest = 0
    second = 0
    total = 0
    filed = 0
    shown = NONE
    for entry in range(plan.quotas[quota, QUOTA_ROWS], plan.quotas[quota, QUOTA_ROWS_END]):
        if not (facts[FILED] >> plan.quota_rows[entry, QUOTA_BIT]) & 1:
            continue
        where = plan.quota_rows[entry, QUOTA_LIST]
        status, limit, row = evaluate(plan, where, facts, bits)
        if status != OK:
            return status, 0, where, row
        filed += 1
        total = min(FAR, total + limit)
        if limit > highest or shown == NONE:
            second = highest
            highest = limit
            shown = row
        else:
            second = max(second, limit)
    if filed == 0:
        return NO_RULE, 0, plan.quota_rows[plan.quotas[quota, QUOTA_ROWS], QUOTA_LIST], NONE
    combine = plan.quotas[quota, QUOTA_COMBINE]
    if combine == COMBINE_SUM:
        return OK, total, NONE, shown
    if combine == COMBINE_HIGHEST or filed == 1:
        return OK, highest, NONE, shown
    where = plan.quotas[quota, QUOTA_PLUS]
    status, plus, row = evaluate(plan, where, facts, bits)
    if status != OK:
        return status, 0, where, row
    if combine == COMBINE_PLUS_SHARE:
        return OK, highest + share(second, plus), NONE, shown
    if combine == COMBINE_PLUS_FIXED:
        return OK, highest + plus, NONE, shown
    assert combine == COMBINE_PLUS_EACH
    return OK, highest + plus * (filed - 1), NONE, shown


@compiled
def limit_of(plan, cap, layer, facts, bits, trace, count):  # type: ignore[no-untyped-def]
    """Return the limit of a cap for this visit: status, fen, where it failed, row."""
    rule = plan.caps[cap]
    quota = rule[CAP_QUOTA]
    if quota == NONE:
        where = rule[CAP_LIMIT]
        status, limit, row = evaluate(plan, where, facts, bits)
    elif plan.quotas[quota, QUOTA_COMBINE] == COMBINE_SEPARATE:
        status, limit, where, row = quota_of_one(plan, quota, facts, bits)
    else:
        status, limit, where, row = quota_of_all(plan, quota, facts, bits)
    if status != OK:
        return status, 0, where, row
    if quota != NONE and plan.quotas[quota, QUOTA_MOST] != NONE:
        where = plan.quotas[quota, QUOTA_MOST]
        status, most, most_row = evaluate(plan, where, facts, bits)
        if status != OK:
            return status, 0, where, most_row
        limit = min(limit, most)
    if limit >= FAR:
        return OK, FAR, NONE, row
    span = (rule[CAP_ADJUST], rule[CAP_ADJUST_END])
    status, limit, where = adjust_all(
        plan, span, limit, facts, bits, trace, count, T_ADJUST_LIMIT, layer
    )
    return status, max(0, limit), where, row


@compiled
def used_of(plan, cap, facts, state):  # type: ignore[no-untyped-def]
    """Return what stands in all the counters that a cap looks at."""
    total = 0
    for entry in range(plan.caps[cap, CAP_COUNTERS], plan.caps[cap, CAP_COUNTERS_END]):
        total += used(plan, plan.cap_counters[entry], facts, state)
    return total


@compiled
def limited(plan, layer, on, kind, amount, facts, state, bits, trace, count):  # type: ignore[no-untyped-def]
    """Hold an amount under every cap of a layer: status, amount, where it failed."""
    for cap in range(plan.layers[layer, L_CAPS], plan.layers[layer, L_CAPS_END]):
        if plan.caps[cap, CAP_ON] != on:
            continue
        status, limit, where, row = limit_of(plan, cap, layer, facts, bits, trace, count)
        if status != OK:
            return status, 0, where
        if limit == FAR:
            continue
        room = max(0, limit - used_of(plan, cap, facts, state))
        if amount > room:
            record(trace, count, kind, layer, cap, row, amount, room, limit)
            amount = room
    return OK, amount, NONE


@compiled
def count_in(plan, layer, on, amount, facts, state):  # type: ignore[no-untyped-def]
    """Add an amount to the first counter of every cap of a layer."""
    for cap in range(plan.layers[layer, L_CAPS], plan.layers[layer, L_CAPS_END]):
        if plan.caps[cap, CAP_ON] == on:
            add(plan, plan.cap_counters[plan.caps[cap, CAP_COUNTERS]], facts, state, amount)

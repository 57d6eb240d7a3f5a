"""Limits on what a layer pays or on what enters it (封顶线), by period, shared, or by disease."""

from yibao.benefit.kernel.chain import so_far
from yibao.benefit.kernel.counters import add, used
from yibao.benefit.kernel.desk import Desk, record
from yibao.benefit.kernel.lists import adjust_all, look_up
from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.numbers import FAR, share
from yibao.policy.plan import layout
from yibao.policy.plan.layout import PlanArrays


@compiled
def quota_of_one(plan: PlanArrays, desk: Desk, quota: int) -> tuple[int, int, int, int]:
    """Return the limit of the disease that this visit is for: status, fen, where, row."""
    rule = plan.quotas[quota]
    for entry in range(rule[layout.QUOTA_ROWS], rule[layout.QUOTA_ROWS_END]):
        if plan.quota_rows[entry, layout.QUOTA_DISEASE] == desk.facts[layout.DISEASE]:
            where = plan.quota_rows[entry, layout.QUOTA_LIST]
            status, limit, row = look_up(plan, desk, where)
            return status, limit, where, row
    first = plan.quota_rows[rule[layout.QUOTA_ROWS], layout.QUOTA_LIST]
    return layout.NO_RULE, 0, first, layout.NONE


@compiled
def quota_of_all(plan: PlanArrays, desk: Desk, quota: int) -> tuple[int, int, int, int]:
    """Combine the limits of the diseases filed by the person: status, fen, where, row."""
    highest = 0
    second = 0
    total = 0
    filed = 0
    shown = layout.NONE
    rule = plan.quotas[quota]
    for entry in range(rule[layout.QUOTA_ROWS], rule[layout.QUOTA_ROWS_END]):
        if not (desk.facts[layout.FILED] >> plan.quota_rows[entry, layout.QUOTA_BIT]) & 1:
            continue
        where = plan.quota_rows[entry, layout.QUOTA_LIST]
        status, limit, row = look_up(plan, desk, where)
        if status != layout.OK:
            return status, 0, where, row
        filed += 1
        total = min(FAR, total + limit)
        if limit > highest or shown == layout.NONE:
            second = highest
            highest = limit
            shown = row
        else:
            second = max(second, limit)
    if filed == 0:
        first = plan.quota_rows[rule[layout.QUOTA_ROWS], layout.QUOTA_LIST]
        return layout.NO_RULE, 0, first, layout.NONE
    combine = rule[layout.QUOTA_COMBINE]
    if combine == layout.COMBINE_SUM:
        return layout.OK, total, layout.NONE, shown
    if combine == layout.COMBINE_HIGHEST or filed == 1:
        return layout.OK, highest, layout.NONE, shown
    where = rule[layout.QUOTA_PLUS]
    status, plus, row = look_up(plan, desk, where)
    if status != layout.OK:
        return status, 0, where, row
    if combine == layout.COMBINE_PLUS_SHARE:
        return layout.OK, highest + share(second, plus), layout.NONE, shown
    if combine == layout.COMBINE_PLUS_FIXED:
        return layout.OK, highest + plus, layout.NONE, shown
    assert combine == layout.COMBINE_PLUS_EACH
    return layout.OK, highest + plus * (filed - 1), layout.NONE, shown


@compiled
def limit_of(plan: PlanArrays, desk: Desk, cap: int, layer: int) -> tuple[int, int, int, int]:
    """Return the limit of a cap for this visit: status, fen, where it failed, row."""
    rule = plan.caps[cap]
    quota = rule[layout.CAP_QUOTA]
    if quota == layout.NONE:
        where = rule[layout.CAP_LIMIT]
        status, limit, row = look_up(plan, desk, where)
    elif plan.quotas[quota, layout.QUOTA_COMBINE] == layout.COMBINE_SEPARATE:
        status, limit, where, row = quota_of_one(plan, desk, quota)
    else:
        status, limit, where, row = quota_of_all(plan, desk, quota)
    if status != layout.OK:
        return status, 0, where, row
    if quota != layout.NONE and plan.quotas[quota, layout.QUOTA_MOST] != layout.NONE:
        where = plan.quotas[quota, layout.QUOTA_MOST]
        status, most, most_row = look_up(plan, desk, where)
        if status != layout.OK:
            return status, 0, where, most_row
        limit = min(limit, most)
    if limit >= FAR:
        return layout.OK, FAR, layout.NONE, row
    span = (rule[layout.CAP_ADJUST], rule[layout.CAP_ADJUST_END])
    status, limit, where = adjust_all(plan, desk, span, limit, layout.T_ADJUST_LIMIT, layer)
    return status, max(0, limit), where, row


@compiled
def used_of(plan: PlanArrays, desk: Desk, cap: int, layer: int, link: int) -> int:
    """Return what stands in all the counters that a cap looks at; per visit: in the same stay."""
    rule = plan.caps[cap]
    first = plan.cap_counters[rule[layout.CAP_COUNTERS]]
    if plan.counters[first, layout.COUNTER_PERIOD] == layout.PERIOD_VISIT:
        on_cost = rule[layout.CAP_ON] == layout.ON_COST
        slot = layout.CHAIN_ENTERED if on_cost else layout.CHAIN_PAID
        return so_far(plan, desk, layer, link, slot)
    total = 0
    for entry in range(rule[layout.CAP_COUNTERS], rule[layout.CAP_COUNTERS_END]):
        total += used(plan.counters, plan.cap_counters[entry], desk.facts, desk.state)
    return total


@compiled
def limited(
    plan: PlanArrays, desk: Desk, layer: int, on: int, amount: int, link: int
) -> tuple[int, int, int]:
    """Hold an amount under every cap of a layer: status, amount, where it failed."""
    kind = layout.T_ENTRY_CAP if on == layout.ON_COST else layout.T_FUND_CAP
    for cap in range(plan.layers[layer, layout.L_CAPS], plan.layers[layer, layout.L_CAPS_END]):
        if plan.caps[cap, layout.CAP_ON] != on:
            continue
        status, limit, where, row = limit_of(plan, desk, cap, layer)
        if status != layout.OK:
            return status, 0, where
        if limit == FAR:
            continue
        room = max(0, limit - used_of(plan, desk, cap, layer, link))
        if amount > room:
            record(desk, kind, layer, cap, row, amount, room, limit)
            amount = room
    return layout.OK, amount, layout.NONE


@compiled
def count_in(plan: PlanArrays, desk: Desk, layer: int, on: int, amount: int) -> None:
    """Add an amount to the first counter of every cap of a layer."""
    for cap in range(plan.layers[layer, layout.L_CAPS], plan.layers[layer, layout.L_CAPS_END]):
        if plan.caps[cap, layout.CAP_ON] == on:
            counter = plan.cap_counters[plan.caps[cap, layout.CAP_COUNTERS]]
            add(plan.counters, counter, desk.facts, desk.state, amount)

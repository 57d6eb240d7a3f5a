"""The chain of stays that a layer remembers: referral, mid-stay settlement, split (接续)."""

from yibao.benefit.kernel.desk import Desk
from yibao.benefit.kernel.lists import look_up
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
    if desk.facts[layout.LINK] == layout.LINK_NONE or chain == layout.NONE:
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
def is_same_stay(desk: Desk, link: int) -> bool:
    """Say whether this visit goes on with the stay before: what counts per stay then counts on."""
    how = desk.facts[layout.LINK]
    return link != layout.LINK_FULL and how in (layout.LINK_CONTINUED, layout.LINK_SPLIT)


@compiled
def so_far(plan: PlanArrays, desk: Desk, layer: int, link: int, slot: int) -> int:
    """Return what the chain holds of the same stay; nothing for a stay of its own."""
    chain = plan.layers[layer, layout.L_CHAIN]
    if chain == layout.NONE or not is_same_stay(desk, link):
        return 0
    return desk.state[chain + slot]


@compiled
def lengthen(
    plan: PlanArrays, desk: Desk, layer: int, link: int, taken: int, entered: int, on_axis: int
) -> None:
    """Lengthen the chain of stays, or begin another; care that is no stay leaves it alone."""
    chain = plan.layers[layer, layout.L_CHAIN]
    if chain == layout.NONE or plan.stays[desk.facts[layout.CARE]] == 0:
        return
    state = desk.state
    if link == layout.LINK_FULL:
        state[chain + layout.CHAIN_DEDUCTIBLE] = 0
    if not is_same_stay(desk, link):
        state[chain + layout.CHAIN_AXIS] = 0
        state[chain + layout.CHAIN_ENTERED] = 0
        state[chain + layout.CHAIN_PAID] = 0
    state[chain + layout.CHAIN_DEDUCTIBLE] += taken
    state[chain + layout.CHAIN_AXIS] += on_axis
    state[chain + layout.CHAIN_ENTERED] += entered
    state[chain + layout.CHAIN_PAID] += desk.results[layer, layout.RESULT_PAID]
    state[chain + layout.CHAIN_END_DAY] = desk.facts[layout.END_DAY]

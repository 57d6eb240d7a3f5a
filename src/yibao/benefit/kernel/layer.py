"""Settle one layer of the stack (一层待遇): docs/algorithms/benefit.md §4, step by step."""

from yibao.benefit.kernel.bands import cost_cut_off, lay_out, pay_on, rounding_of
from yibao.benefit.kernel.bill import sum_of_parts, unpaid
from yibao.benefit.kernel.caps import count_in, limited
from yibao.benefit.kernel.chain import lengthen, link_rule, so_far
from yibao.benefit.kernel.counters import add, used
from yibao.benefit.kernel.deductible import count_deductible, still_due
from yibao.benefit.kernel.desk import Desk, record
from yibao.benefit.kernel.lists import look_up
from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.numbers import share
from yibao.benefit.kernel.results import charge, write_result
from yibao.policy.plan import layout
from yibao.policy.plan.layout import PlanArrays


@compiled
def settle_layer(plan: PlanArrays, desk: Desk, layer: int) -> tuple[int, int]:
    """Settle one layer: status, the list where it failed."""
    rule = plan.layers[layer]
    status, link, where, link_row = link_rule(plan, desk, layer)
    if status != layout.OK:
        return status, where
    track = rule[layout.L_TRACK]
    base = sum_of_parts(plan, desk, rule[layout.L_PARTS], rule[layout.L_PARTS_END], track)
    base = min(base, unpaid(desk))
    if base == 0:
        lengthen(plan, desk, layer, link, 0, 0, 0)
        return layout.OK, layout.NONE
    record(desk, layout.T_LAYER, layer, layout.NONE, layout.NONE, base, unpaid(desk), 0)
    status, entering, where = limited(plan, desk, layer, layout.ON_COST, base, link)
    taken = 0
    if status == layout.OK and rule[layout.L_DEDUCTIBLE] != layout.NONE:
        status, taken, where = still_due(plan, desk, layer, entering, link, link_row)
    if status != layout.OK:
        return status, where
    status, where, paid, above = pay(plan, desk, layer, entering, taken, link)
    if status != layout.OK:
        return status, where
    covered = entering - taken
    taken = write_result(desk, layer, base, taken, above + base - entering, min(paid, base))
    charge(plan, desk, layer)
    on_axis = entering if rule[layout.L_BEGINS] == layout.FROM_ZERO else covered
    count_in(plan, desk, layer, layout.ON_COST, entering)
    count_in(plan, desk, layer, layout.ON_FUND, desk.results[layer, layout.RESULT_PAID])
    if rule[layout.L_AXIS_COUNTER] != layout.NONE:
        add(plan.counters, rule[layout.L_AXIS_COUNTER], desk.facts, desk.state, on_axis)
    if rule[layout.L_DEDUCTIBLE] != layout.NONE:
        count_deductible(plan, desk, layer, taken)
    lengthen(plan, desk, layer, link, taken, entering, on_axis)
    return layout.OK, layout.NONE


@compiled
def pay(
    plan: PlanArrays, desk: Desk, layer: int, entering: int, taken: int, link: int
) -> tuple[int, int, int, int]:
    """Pay bands or a fixed sum, with floor and caps: status, where, paid, cost cut off."""
    rule = plan.layers[layer]
    beyond = 0
    if rule[layout.L_FIXED] != layout.NONE:
        status, where, paid = fixed_sum(plan, desk, layer, entering - taken, link)
    else:
        status, where, paid, beyond = on_the_axis(plan, desk, layer, entering, taken, link)
    if status == layout.OK and rule[layout.L_FLOOR] != layout.NONE:
        status, where, paid = raised_to_floor(plan, desk, layer, entering, paid)
    if status != layout.OK:
        return status, where, 0, 0
    before = paid
    status, paid, where = limited(plan, desk, layer, layout.ON_FUND, paid, link)
    if status == layout.OK and paid < before and rule[layout.L_FIXED] == layout.NONE:
        bands = rule[layout.L_BANDS_END] - rule[layout.L_BANDS]
        beyond += cost_cut_off(desk, bands, paid)
    return status, where, paid, beyond


@compiled
def fixed_sum(
    plan: PlanArrays, desk: Desk, layer: int, covered: int, link: int
) -> tuple[int, int, int]:
    """Pay a fixed sum (定额), once for a stay: status, where it failed, paid."""
    entry = plan.layers[layer, layout.L_FIXED]
    status, amount, row = look_up(plan, desk, entry)
    if status != layout.OK:
        return status, entry, 0
    left = max(0, amount - so_far(plan, desk, layer, link, layout.CHAIN_PAID))
    paid = min(left, covered)
    record(desk, layout.T_FIXED, layer, entry, row, covered, paid, amount)
    return layout.OK, layout.NONE, paid


@compiled
def on_the_axis(
    plan: PlanArrays, desk: Desk, layer: int, entering: int, taken: int, link: int
) -> tuple[int, int, int, int]:
    """Pay the bands: status, where it failed, paid, cost above the last band."""
    rule = plan.layers[layer]
    start = so_far(plan, desk, layer, link, layout.CHAIN_AXIS)
    if rule[layout.L_AXIS] == layout.AXIS_YEAR:
        start = used(plan.counters, rule[layout.L_AXIS_COUNTER], desk.facts, desk.state)
    end = start + entering
    if rule[layout.L_BEGINS] == layout.FROM_ZERO:
        start += taken
    else:
        end -= taken
    status, where, beyond = lay_out(plan, desk, layer, start, end)
    if status != layout.OK:
        return status, where, 0, 0
    status, mode, unit, per_band = rounding_of(plan, desk, layer)
    bands = rule[layout.L_BANDS_END] - rule[layout.L_BANDS]
    return status, rule[layout.L_ROUND_MODE], pay_on(desk, bands, mode, unit, per_band), beyond


@compiled
def raised_to_floor(
    plan: PlanArrays, desk: Desk, layer: int, entering: int, paid: int
) -> tuple[int, int, int]:
    """Raise the pay to the floor (保底), if there is one for this visit: status, where, paid."""
    rule = plan.layers[layer]
    entry = rule[layout.L_FLOOR]
    status, ratio, row = look_up(plan, desk, entry)
    if status == layout.NO_RULE:
        return layout.OK, layout.NONE, paid
    if status != layout.OK:
        return status, entry, paid
    first = rule[layout.L_FLOOR_PARTS]
    end = rule[layout.L_FLOOR_PARTS_END]
    whole = sum_of_parts(plan, desk, first, end, rule[layout.L_TRACK])
    least = min(share(whole, ratio), entering)
    if least <= paid:
        return layout.OK, layout.NONE, paid
    record(desk, layout.T_FLOOR, layer, entry, row, paid, least, ratio)
    return layout.OK, layout.NONE, least

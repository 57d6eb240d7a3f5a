"""The bill while it is being settled: its parts, and what is still unpaid."""

from yibao.benefit.kernel.desk import Desk, record
from yibao.benefit.kernel.lists import look_up
from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.numbers import share
from yibao.policy.plan import layout
from yibao.policy.plan.layout import PlanArrays

VISIT_MAX = 10**12
"""The largest bill in fen; its product with 10⁶ still fits 64 bits."""


@compiled
def total_up(desk: Desk) -> bool:
    """Sum the amounts of all tracks into the outcome; say whether they are within limits."""
    amounts = desk.amounts
    out = desk.out
    for track in range(amounts.shape[0]):
        for column in range(layout.AMOUNT_COLUMNS):
            if amounts[track, column] < 0 or amounts[track, column] > VISIT_MAX:
                return False
        out[layout.OUT_FULL_SELF] += amounts[track, layout.FULL_SELF]
        out[layout.OUT_OVER_LIMIT] += amounts[track, layout.OVER_LIMIT]
        out[layout.OUT_FIRST_PAY] += amounts[track, layout.FIRST_PAY]
        out[layout.OUT_IN_SCOPE] += amounts[track, layout.IN_SCOPE]
    out[layout.OUT_TOTAL] = (
        out[layout.OUT_FULL_SELF]
        + out[layout.OUT_OVER_LIMIT]
        + out[layout.OUT_FIRST_PAY]
        + out[layout.OUT_IN_SCOPE]
    )
    return out[layout.OUT_TOTAL] <= VISIT_MAX


@compiled
def pay_first_away(plan: PlanArrays, desk: Desk) -> int:
    """Move what is paid first for care away (异地先行自付) out of scope: status."""
    entry = plan.procedure[layout.P_AWAY]
    if entry == layout.NONE:
        return layout.OK
    status, ratio, row = look_up(plan, desk, entry)
    if status == layout.NO_RULE:
        return layout.OK
    if status != layout.OK:
        return status
    for track in range(desk.amounts.shape[0]):
        moved = share(desk.amounts[track, layout.IN_SCOPE], ratio)
        if moved == 0:
            continue
        record(
            desk,
            layout.T_AWAY,
            layout.NONE,
            track,
            row,
            desk.amounts[track, layout.IN_SCOPE],
            moved,
            ratio,
        )
        desk.amounts[track, layout.IN_SCOPE] -= moved
        desk.amounts[track, layout.FIRST_PAY] += moved
        desk.out[layout.OUT_IN_SCOPE] -= moved
        desk.out[layout.OUT_FIRST_PAY] += moved
    return layout.OK


@compiled
def unpaid(desk: Desk) -> int:
    """Return what of the bill nobody has paid yet."""
    out = desk.out
    return out[layout.OUT_TOTAL] - out[layout.OUT_FUND] - out[layout.OUT_HOSPITAL]


@compiled
def part(plan: PlanArrays, desk: Desk, entry: int, track: int) -> int:
    """Return one part of a base, without its sign."""
    code = plan.parts[entry, layout.PART_CODE]
    other = plan.parts[entry, layout.PART_ARGUMENT]
    if code == layout.PART_IN_SCOPE:
        return desk.amounts[track if other == layout.NONE else other, layout.IN_SCOPE]
    if code == layout.PART_PAID:
        return desk.results[other, layout.RESULT_PAID]
    if code == layout.PART_DEDUCTIBLE:
        return desk.results[other, layout.RESULT_DEDUCTIBLE]
    if code == layout.PART_COPAY:
        return desk.results[other, layout.RESULT_COPAY]
    if code == layout.PART_ABOVE_CAP:
        return desk.results[other, layout.RESULT_ABOVE_CAP]
    if code == layout.PART_FIRST_PAY:
        return desk.out[layout.OUT_FIRST_PAY]
    if code == layout.PART_OVER_LIMIT:
        return desk.out[layout.OUT_OVER_LIMIT]
    if code == layout.PART_FULL_SELF:
        return desk.out[layout.OUT_FULL_SELF]
    if code == layout.PART_PERSONAL:
        return unpaid(desk)
    return desk.out[layout.OUT_TOTAL]


@compiled
def sum_of_parts(plan: PlanArrays, desk: Desk, first: int, end: int, track: int) -> int:
    """Sum the signed parts of a base; below zero counts as zero."""
    total = 0
    for entry in range(first, end):
        total += plan.parts[entry, layout.PART_SIGN] * part(plan, desk, entry, track)
    return max(0, total)

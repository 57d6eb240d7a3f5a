"""Classify the lines of a bill: full self-pay, over the limit, first-pay, in scope."""

from yibao.benefit.kernel.lists import IS_CATALOGUE, first_row, line_bits, value_of, visit_bits
from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.numbers import PPM, share
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Bits, Int, PlanArrays

LINE_MAX = 10**10
COVERED = 0


@compiled
def track_of(plan: PlanArrays, bits: Bits) -> int:
    """Return the track of a line: the first whose condition holds, else the main one."""
    for track in range(plan.track_whens.shape[0]):
        if first_row(plan.rules, plan.track_whens[track], bits) != layout.NONE:
            return track + 1
    return 0


@compiled
def rows_met(plan: PlanArrays, bits: Bits) -> tuple[int, int, int]:
    """Return what a line's tests decide: its track, the rows that cover it and are paid first."""
    covered = first_row(plan.rules, plan.procedure[layout.P_COVERED], bits)
    first_pay = first_row(plan.rules, plan.procedure[layout.P_FIRST_PAY], bits)
    return track_of(plan, bits), covered, first_pay


@compiled
def divided(amount: int, allowed: int, ratio: int) -> tuple[int, int, int]:
    """Divide what may be paid for: over the limit, paid first, in scope."""
    over = 0
    if allowed >= 0 and abs(amount) > allowed:
        over = amount - allowed if amount > 0 else amount + allowed
    first_pay = share(amount - over, ratio)
    return over, first_pay, amount - over - first_pay


@compiled
def classify_line(
    plan: PlanArrays, line: Int, met: tuple[int, int, int], result: Int
) -> tuple[int, int]:
    """Classify one line: status, where it failed. Refunds (negative amounts) mirror charges.

    `met` is what `rows_met` returns for the line's tests.
    """
    amount = line[layout.LINE_AMOUNT]
    if amount > LINE_MAX or amount < -LINE_MAX:
        return layout.BAD_AMOUNT, layout.NONE
    track, covered_by, first_pay_by = met
    for column in range(layout.LINE_RESULT_WIDTH):
        result[column] = 0
    result[layout.LINE_ROW] = layout.NONE
    result[layout.LINE_TRACK] = track
    status, covered, row = value_of(plan.rules, covered_by, line)
    if status != layout.OK:
        return status, plan.procedure[layout.P_COVERED]
    if covered != COVERED:
        result[layout.FULL_SELF] = amount
        result[layout.LINE_ROW] = row
        return layout.OK, layout.NONE
    status, ratio, row = value_of(plan.rules, first_pay_by, line)
    if status != layout.OK:
        return status, plan.procedure[layout.P_FIRST_PAY]
    if ratio == IS_CATALOGUE:
        ratio = line[layout.LINE_FIRST_PAY]
    if ratio < 0 or ratio > PPM:
        return layout.BAD_AMOUNT, plan.procedure[layout.P_FIRST_PAY]
    over, first, in_scope = divided(amount, line[layout.LINE_ALLOWED], ratio)
    result[layout.OVER_LIMIT] = over
    result[layout.FIRST_PAY] = first
    result[layout.IN_SCOPE] = in_scope
    result[layout.LINE_ROW] = row
    return layout.OK, layout.NONE


@compiled
def classify_lines(
    plan: PlanArrays,
    facts: Int,
    lines: Int,
    results: Int,
    of_visit: Bits,
    bits: Bits,
    scratch: Int,
) -> tuple[int, int, int]:
    """Classify every line of a visit: status, where it failed, the line that failed.

    `of_visit`, `bits` and `scratch` (one place a fact) are worked on.
    """
    visit_bits(plan.tests, facts, scratch, of_visit)
    for position in range(lines.shape[0]):
        line_bits(plan.tests, lines[position], of_visit, scratch, bits)
        met = rows_met(plan, bits)
        status, where = classify_line(plan, lines[position], met, results[position])
        if status != layout.OK:
            return status, where, position
    return layout.OK, layout.NONE, layout.NONE


@compiled
def sum_tracks(results: Int, amounts: Int) -> None:
    """Sum classified lines into the amounts of each track."""
    amounts[:, :] = 0
    for position in range(results.shape[0]):
        track = results[position, layout.LINE_TRACK]
        for column in range(layout.FULL_SELF, layout.IN_SCOPE + 1):
            amounts[track, column] += results[position, column]

"""Settle one visit: `(visit, plan, accumulators) → (who pays what, accumulators)` (结算)."""

from yibao.benefit.kernel.bands import cost_cut_off, lay_out, pay_on, rounding_of
from yibao.benefit.kernel.caps import count_in, limited
from yibao.benefit.kernel.counters import add, open_year, used
from yibao.benefit.kernel.deductible import axis_start, keep, still_due
from yibao.benefit.kernel.lists import evaluate, holds, record, visit_bits
from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.numbers import share
from yibao.policy.plan.layout import (
    AXIS_YEAR,
    BAD_AMOUNT,
    BROKEN_IDENTITY,
    CARE,
    FIRST_PAY,
    FROM_ZERO,
    FULL_SELF,
    IN_SCOPE,
    L_AXIS,
    L_AXIS_COUNTER,
    L_BANDS,
    L_BANDS_END,
    L_BASIC,
    L_BEGINS,
    L_DEDUCTIBLE,
    L_FIXED,
    L_FLOOR,
    L_FLOOR_PARTS,
    L_FLOOR_PARTS_END,
    L_PARTS,
    L_PARTS_END,
    L_PAYER,
    L_REMAINDER,
    L_TRACK,
    L_WHEN,
    LEVEL,
    LINK,
    LINK_CONTINUED,
    LINK_FULL,
    LINK_SAME_CYCLE,
    LINK_SPLIT,
    NO_RULE,
    NONE,
    NOT_COVERED,
    OK,
    ON_COST,
    ON_FUND,
    ORDINAL,
    ORDINAL_LEVEL,
    OUT_DEDUCTIBLE,
    OUT_FIRST_PAY,
    OUT_FULL_SELF,
    OUT_FUND,
    OUT_HOSPITAL,
    OUT_IN_SCOPE,
    OUT_OVER_LIMIT,
    OUT_PERSONAL,
    OUT_PROGRAM,
    OUT_STATUS,
    OUT_TOTAL,
    OUT_WHERE,
    OVER_LIMIT,
    OVER_LIMIT_HOSPITAL,
    OVERALL_PARTS,
    OVERALL_PARTS_END,
    OVERALL_SHARE,
    P_AWAY,
    P_ORDINAL_COUNTS,
    P_OVER_LIMIT,
    PART_ABOVE_CAP,
    PART_ARGUMENT,
    PART_CODE,
    PART_COPAY,
    PART_DEDUCTIBLE,
    PART_FIRST_PAY,
    PART_FULL_SELF,
    PART_IN_SCOPE,
    PART_OVER_LIMIT,
    PART_PAID,
    PART_PERSONAL,
    PART_SIGN,
    PAYER_HOSPITAL,
    RESULT_ABOVE_CAP,
    RESULT_BASE,
    RESULT_COPAY,
    RESULT_DEDUCTIBLE,
    RESULT_PAID,
    SCHEME,
    STATE_ORDINALS,
    T_AWAY,
    T_BASE,
    T_ENTRY_CAP,
    T_FIXED,
    T_FLOOR,
    T_FUND_CAP,
    T_LAYER,
    T_OVERALL,
    T_PAID,
    TOTAL,
)

VISIT_MAX = 10**12
"""The largest bill in fen; its product with 10⁶ still fits 64 bits."""


@compiled
def total_of(amounts, out):  # type: ignore[no-untyped-def]
    """Sum the amounts of all tracks into `out`; say whether they are within limits."""
    full = 0
    over = 0
    first = 0
    scope = 0
    for track in range(amounts.shape[0]):
        for column in range(4):
            if amounts[track, column] < 0 or amounts[track, column] > VISIT_MAX:
                return False
        full += amounts[track, FULL_SELF]
        over += amounts[track, OVER_LIMIT]
        first += amounts[track, FIRST_PAY]
        scope += amounts[track, IN_SCOPE]
    out[OUT_FULL_SELF] = full
    out[OUT_OVER_LIMIT] = over
    out[OUT_FIRST_PAY] = first
    out[OUT_IN_SCOPE] = scope
    out[OUT_TOTAL] = full + over + first + scope
    return out[OUT_TOTAL] <= VISIT_MAX


@compiled
def pay_first_away(plan, facts, bits, amounts, out, trace, count):  # type: ignore[no-untyped-def]
    """Move what is paid first for care away (异地先行自付) out of scope: status."""
    if plan.procedure[P_AWAY] == NONE:
        return OK
    status, ratio, row = evaluate(plan, plan.procedure[P_AWAY], facts, bits)
    if status == NO_RULE or (status == OK and ratio == 0):
        return OK
    if status != OK:
        return status
    for track in range(amounts.shape[0]):
        moved = share(amounts[track, IN_SCOPE], ratio)
        amounts[track, IN_SCOPE] -= moved
        amounts[track, FIRST_PAY] += moved
        out[OUT_IN_SCOPE] -= moved
        out[OUT_FIRST_PAY] += moved
        record(trace, count, T_AWAY, NONE, track, row, amounts[track, IN_SCOPE], moved, ratio)
    return OK


@compiled
def unpaid(out):  # type: ignore[no-untyped-def]
    """Return what of the bill nobody has paid yet."""
    return out[OUT_TOTAL] - out[OUT_FUND] - out[OUT_HOSPITAL]


@compiled
def part(plan, entry, track, amounts, out, results):  # type: ignore[no-untyped-def]
    """Return one part of a base."""
    code = plan.parts[entry, PART_CODE]
    other = plan.parts[entry, PART_ARGUMENT]
    if code == PART_IN_SCOPE:
        return amounts[track if other == NONE else other, IN_SCOPE]
    if code == PART_PAID:
        return results[other, RESULT_PAID]
    if code == PART_DEDUCTIBLE:
        return results[other, RESULT_DEDUCTIBLE]
    if code == PART_COPAY:
        return results[other, RESULT_COPAY]
    if code == PART_ABOVE_CAP:
        return results[other, RESULT_ABOVE_CAP]
    if code == PART_FIRST_PAY:
        return out[OUT_FIRST_PAY]
    if code == PART_OVER_LIMIT:
        return out[OUT_OVER_LIMIT]
    if code == PART_FULL_SELF:
        return out[OUT_FULL_SELF]
    if code == PART_PERSONAL:
        return unpaid(out)
    return out[OUT_TOTAL]


@compiled
def sum_of(plan, span, track, amounts, out, results):  # type: ignore[no-untyped-def]
    """Sum the signed parts of a base; below zero counts as zero."""
    total = 0
    for entry in range(span[0], span[1]):
        amount = part(plan, entry, track, amounts, out, results)
        total += plan.parts[entry, PART_SIGN] * amount
    return max(0, total)


@compiled
def on_the_axis(plan, layer, entering, taken, link, facts, bits, state, costs, ratios, trace, count):  # type: ignore[no-untyped-def]
    """Pay the bands of a layer: status, where it failed, paid, cost above the last band."""
    rule = plan.layers[layer]
    start = axis_start(plan, layer, link, facts, state)
    if rule[L_AXIS] == AXIS_YEAR:
        start = used(plan, rule[L_AXIS_COUNTER], facts, state)
    if rule[L_BEGINS] == FROM_ZERO:
        end = start + entering
        start += taken
    else:
        end = start + entering - taken
    status, where, beyond = lay_out(
        plan, layer, start, end, facts, bits, costs, ratios, trace, count
    )
    if status != OK:
        return status, where, 0, 0
    status, mode, unit, per_band = rounding_of(plan, layer, facts, bits)
    bands = rule[L_BANDS_END] - rule[L_BANDS]
    return status, NONE, pay_on(costs, ratios, bands, mode, unit, per_band), beyond


@compiled
def settle_layer(plan, layer, facts, bits, amounts, state, out, results, scratch, trace, count):  # type: ignore[no-untyped-def]
    """Settle one layer of the stack: status, where it failed."""
    rule = plan.layers[layer]
    costs, ratios = scratch
    track = rule[L_TRACK]
    base = sum_of(plan, (rule[L_PARTS], rule[L_PARTS_END]), track, amounts, out, results)
    base = min(base, unpaid(out))
    if base == 0:
        return OK, NONE
    record(trace, count, T_LAYER, layer, NONE, NONE, base, unpaid(out), 0)
    status, entering, where = limited(
        plan, layer, ON_COST, T_ENTRY_CAP, base, facts, state, bits, trace, count
    )
    if status != OK:
        return status, where
    taken = 0
    link = LINK_FULL
    if rule[L_DEDUCTIBLE] != NONE:
        status, taken, link, where = still_due(
            plan, layer, entering, facts, state, bits, trace, count
        )
        if status != OK:
            return status, where
    covered = entering - taken
    beyond = 0
    if rule[L_FIXED] != NONE:
        status, sum_paid, row = evaluate(plan, rule[L_FIXED], facts, bits)
        if status != OK:
            return status, rule[L_FIXED]
        paid = min(sum_paid, covered)
        record(trace, count, T_FIXED, layer, rule[L_FIXED], row, covered, paid, sum_paid)
    else:
        status, where, paid, beyond = on_the_axis(
            plan, layer, entering, taken, link, facts, bits, state, costs, ratios, trace, count
        )
        if status != OK:
            return status, where
    if rule[L_FLOOR] != NONE:
        status, ratio, row = evaluate(plan, rule[L_FLOOR], facts, bits)
        if status != OK and status != NO_RULE:
            return status, rule[L_FLOOR]
        span = (rule[L_FLOOR_PARTS], rule[L_FLOOR_PARTS_END])
        least = share(sum_of(plan, span, track, amounts, out, results), ratio)
        least = min(least, entering)
        if status == OK and least > paid:
            record(trace, count, T_FLOOR, layer, rule[L_FLOOR], row, paid, least, ratio)
            paid = least
    before = paid
    status, paid, where = limited(
        plan, layer, ON_FUND, T_FUND_CAP, paid, facts, state, bits, trace, count
    )
    if status != OK:
        return status, where
    above = base - entering + beyond
    if paid < before and rule[L_FIXED] == NONE:
        above += cost_cut_off(costs, ratios, rule[L_BANDS_END] - rule[L_BANDS], paid)
    paid = min(paid, base)
    copay = base - above - taken - paid
    if copay < 0:
        # A floor, or rounding up, paid into the deductible or the part above the cap.
        taken_less = min(taken, -copay)
        taken -= taken_less
        above += copay + taken_less
        copay = 0
    results[layer, RESULT_BASE] = base
    results[layer, RESULT_DEDUCTIBLE] = taken
    results[layer, RESULT_COPAY] = copay
    results[layer, RESULT_ABOVE_CAP] = above
    results[layer, RESULT_PAID] = paid
    record(trace, count, T_PAID, layer, taken, copay, above, paid, base)
    if rule[L_PAYER] == PAYER_HOSPITAL:
        out[OUT_HOSPITAL] += paid
    else:
        out[OUT_FUND] += paid
    if rule[L_REMAINDER] == 1:
        out[OUT_HOSPITAL] += copay + above
    if rule[L_BASIC] == 1:
        out[OUT_DEDUCTIBLE] += taken
    count_in(plan, layer, ON_COST, entering, facts, state)
    count_in(plan, layer, ON_FUND, paid, facts, state)
    on_axis = entering if rule[L_BEGINS] == FROM_ZERO else covered
    if rule[L_AXIS] == AXIS_YEAR and rule[L_AXIS_COUNTER] != NONE:
        add(plan, rule[L_AXIS_COUNTER], facts, state, on_axis)
    if rule[L_DEDUCTIBLE] != NONE:
        keep(plan, layer, taken, on_axis, link, facts, state)
    return OK, NONE


@compiled
def hold_overall(plan, span, facts, bits, amounts, state, out, results, trace, count):  # type: ignore[no-untyped-def]
    """Hold all layers together under the overall ceilings; the last payers give way first."""
    for ceiling in range(plan.overall.shape[0]):
        rule = plan.overall[ceiling]
        status, ratio, row = evaluate(plan, rule[OVERALL_SHARE], facts, bits)
        if status == NO_RULE:
            continue
        if status != OK:
            return status, rule[OVERALL_SHARE]
        parts = (rule[OVERALL_PARTS], rule[OVERALL_PARTS_END])
        most = share(sum_of(plan, parts, 0, amounts, out, results), ratio)
        for position in range(span[1] - 1, span[0] - 1, -1):
            layer = plan.program_layers[position]
            excess = out[OUT_FUND] - most
            if excess <= 0:
                break
            if plan.layers[layer, L_PAYER] == PAYER_HOSPITAL:
                continue
            back = min(excess, results[layer, RESULT_PAID])
            if back == 0:
                continue
            record(trace, count, T_OVERALL, layer, ceiling, row, out[OUT_FUND], most, back)
            results[layer, RESULT_PAID] -= back
            results[layer, RESULT_COPAY] += back
            out[OUT_FUND] -= back
            count_in(plan, layer, ON_FUND, -back, facts, state)
    return OK, NONE


@compiled
def identities_hold(plan, span, out, results):  # type: ignore[no-untyped-def]
    """Check that every fen of the bill is somewhere, once."""
    parts = out[OUT_FULL_SELF] + out[OUT_OVER_LIMIT] + out[OUT_FIRST_PAY] + out[OUT_IN_SCOPE]
    if parts != out[OUT_TOTAL] or out[OUT_IN_SCOPE] < 0 or out[OUT_PERSONAL] < 0:
        return False
    if out[OUT_TOTAL] != out[OUT_FUND] + out[OUT_HOSPITAL] + out[OUT_PERSONAL]:
        return False
    fund = 0
    for position in range(span[0], span[1]):
        layer = plan.program_layers[position]
        whole = 0
        for column in range(RESULT_DEDUCTIBLE, RESULT_PAID + 1):
            if results[layer, column] < 0:
                return False
            whole += results[layer, column]
        if whole != results[layer, RESULT_BASE]:
            return False
        if plan.layers[layer, L_PAYER] != PAYER_HOSPITAL:
            fund += results[layer, RESULT_PAID]
    return fund == out[OUT_FUND]


@compiled
def ordinal_slot(plan, facts):  # type: ignore[no-untyped-def]
    """Return where this admission is counted."""
    by_level = plan.procedure[P_ORDINAL_COUNTS] == ORDINAL_LEVEL
    return STATE_ORDINALS + (facts[LEVEL] if by_level else 0)


@compiled
def settle_visit(plan, facts, amounts, state, out, results, scratch, trace, count):  # type: ignore[no-untyped-def]
    """Settle one visit in place; on any status but OK the accumulators are to be thrown away.

    `facts` and `amounts` are working copies: the ordinal is written into the first, what is paid
    first for care away is moved within the second.
    """
    bits, costs, ratios = scratch
    out[:] = 0
    results[:, :] = 0
    out[OUT_WHERE] = NONE
    program = plan.programs[facts[SCHEME], facts[CARE]]
    out[OUT_PROGRAM] = program
    if program == NONE:
        out[OUT_STATUS] = NOT_COVERED
        return
    if not total_of(amounts, out):
        out[OUT_STATUS] = BAD_AMOUNT
        return
    open_year(plan, facts, state)
    facts[TOTAL] = out[OUT_TOTAL]
    slot = ordinal_slot(plan, facts)
    same = facts[LINK] in (LINK_CONTINUED, LINK_SPLIT, LINK_SAME_CYCLE) and state[slot] > 0
    facts[ORDINAL] = state[slot] if same else state[slot] + 1
    visit_bits(plan, facts, bits)
    status = pay_first_away(plan, facts, bits, amounts, out, trace, count)
    where = plan.procedure[P_AWAY]
    span = (plan.program_spans[program, 0], plan.program_spans[program, 1])
    if status == OK:
        status, by, _ = evaluate(plan, plan.procedure[P_OVER_LIMIT], facts, bits)
        where = plan.procedure[P_OVER_LIMIT]
        if by == OVER_LIMIT_HOSPITAL:
            out[OUT_HOSPITAL] = out[OUT_OVER_LIMIT]
    for position in range(span[0], span[1]):
        if status != OK:
            break
        layer = plan.program_layers[position]
        if holds(plan, plan.layers[layer, L_WHEN], bits):
            status, where = settle_layer(
                plan,
                layer,
                facts,
                bits,
                amounts,
                state,
                out,
                results,
                (costs, ratios),
                trace,
                count,
            )
    if status == OK:
        status, where = hold_overall(
            plan, span, facts, bits, amounts, state, out, results, trace, count
        )
    if status != OK:
        out[OUT_STATUS] = status
        out[OUT_WHERE] = where
        return
    out[OUT_PERSONAL] = unpaid(out)
    if plan.stays[facts[CARE]] == 1 and not same:
        state[slot] += 1
    if not identities_hold(plan, span, out, results):
        out[OUT_STATUS] = BROKEN_IDENTITY

"""Settle one visit: `(visit, plan, accumulators) → (who pays what, accumulators)` (结算).

docs/algorithms/benefit.md §3, step by step.
"""

from yibao.benefit.kernel.bill import pay_first_away, sum_of_parts, total_up, unpaid
from yibao.benefit.kernel.caps import count_in
from yibao.benefit.kernel.counters import open_year
from yibao.benefit.kernel.desk import Desk, record
from yibao.benefit.kernel.layer import settle_layer
from yibao.benefit.kernel.lists import find_place, look_up, visit_bits
from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.numbers import share
from yibao.benefit.kernel.sheets import ABSENT, FLAT, settle_on_sheet, state_of_sheet
from yibao.policy.plan import layout
from yibao.policy.plan.layout import PlanArrays


@compiled
def settle_visit(plan: PlanArrays, desk: Desk) -> None:
    """Settle one visit in place; on any status but OK the accumulators are to be thrown away.

    `desk.results` comes in as zeros.
    """
    facts = desk.facts
    out = desk.out
    for column in range(layout.OUT_WIDTH):
        out[column] = 0
    out[layout.OUT_WHERE] = layout.NONE
    program = plan.programs[facts[layout.SCHEME], facts[layout.CARE]]
    out[layout.OUT_PROGRAM] = program
    if program == layout.NONE:
        out[layout.OUT_STATUS] = layout.NOT_COVERED
        return
    if not total_up(desk):
        out[layout.OUT_STATUS] = layout.BAD_AMOUNT
        return
    if facts[layout.YEAR] < desk.state[layout.STATE_YEAR]:
        out[layout.OUT_STATUS] = layout.EARLIER_YEAR
        return
    open_year(plan, facts, desk.state)
    if plan.stays[facts[layout.CARE]] == 0:
        facts[layout.LINK] = layout.LINK_NONE
    ordinals = layout.STATE_ORDINALS + facts[layout.ORDINAL_PLACE]
    same_admission = is_linked(facts) and desk.state[ordinals] > 0
    facts[layout.TOTAL] = out[layout.OUT_TOTAL]
    facts[layout.ORDINAL] = desk.state[ordinals] if same_admission else desk.state[ordinals] + 1
    visit_bits(plan.tests, facts, desk.lines, desk.bits)
    find_place(desk)
    status, where = pay_by_layers(plan, desk, program)
    if status != layout.OK:
        out[layout.OUT_STATUS] = status
        out[layout.OUT_WHERE] = where
        return
    out[layout.OUT_PERSONAL] = unpaid(desk)
    if plan.stays[facts[layout.CARE]] == 1 and not same_admission:
        desk.state[ordinals] += 1
    if not identities_hold(plan, desk, program):
        out[layout.OUT_STATUS] = layout.BROKEN_IDENTITY


@compiled
def is_linked(facts: layout.Int) -> bool:
    """Say whether the stay is one admission with the one before."""
    link = facts[layout.LINK]
    return link in (layout.LINK_CONTINUED, layout.LINK_SPLIT, layout.LINK_SAME_CYCLE)


@compiled
def pay_by_layers(plan: PlanArrays, desk: Desk, program: int) -> tuple[int, int]:
    """Run the program of a visit: status, the list where it failed."""
    status = pay_first_away(plan, desk)
    if status != layout.OK:
        return status, plan.procedure[layout.P_AWAY]
    entry = plan.procedure[layout.P_OVER_LIMIT]
    status, borne_by, _ = look_up(plan, desk, entry)
    if status != layout.OK:
        return status, entry
    if borne_by == layout.OVER_LIMIT_HOSPITAL:
        desk.out[layout.OUT_HOSPITAL] = desk.out[layout.OUT_OVER_LIMIT]
    for position in range(plan.program_spans[program, 0], plan.program_spans[program, 1]):
        layer = plan.program_layers[position]
        sheet = state_of_sheet(plan, desk, layer)
        if sheet == ABSENT:
            continue
        if sheet == FLAT:
            settle_on_sheet(plan, desk, layer)
            continue
        status, where = settle_layer(plan, desk, layer)
        if status != layout.OK:
            return status, where
    for ceiling in range(plan.overall.shape[0]):
        status = hold_under(plan, desk, program, ceiling)
        if status != layout.OK:
            return status, plan.overall[ceiling, layout.OVERALL_SHARE]
    return layout.OK, layout.NONE


@compiled
def hold_under(plan: PlanArrays, desk: Desk, program: int, ceiling: int) -> int:
    """Hold all layers under one overall ceiling, the last payers giving way first: status."""
    rule = plan.overall[ceiling]
    status, ratio, row = look_up(plan, desk, rule[layout.OVERALL_SHARE])
    if status == layout.NO_RULE:
        return layout.OK
    if status != layout.OK:
        return status
    first = rule[layout.OVERALL_PARTS]
    most = share(sum_of_parts(plan, desk, first, rule[layout.OVERALL_PARTS_END], 0), ratio)
    start = plan.program_spans[program, 0]
    for position in range(plan.program_spans[program, 1] - 1, start - 1, -1):
        layer = plan.program_layers[position]
        excess = desk.out[layout.OUT_FUND] - most
        if excess <= 0:
            break
        if plan.layers[layer, layout.L_PAYER] == layout.PAYER_HOSPITAL:
            continue
        back = min(excess, desk.results[layer, layout.RESULT_PAID])
        if back == 0:
            continue
        before = desk.out[layout.OUT_FUND]
        record(desk, layout.T_OVERALL, layer, ceiling, row, before, most, back)
        desk.results[layer, layout.RESULT_PAID] -= back
        desk.results[layer, layout.RESULT_COPAY] += back
        desk.out[layout.OUT_FUND] -= back
        if plan.layers[layer, layout.L_REMAINDER] == 1:
            desk.out[layout.OUT_HOSPITAL] += back
        count_in(plan, desk, layer, layout.ON_FUND, -back)
        chain = plan.layers[layer, layout.L_CHAIN]
        if chain != layout.NONE and plan.stays[desk.facts[layout.CARE]] == 1:
            desk.state[chain + layout.CHAIN_PAID] -= back
    return layout.OK


@compiled
def identities_hold(plan: PlanArrays, desk: Desk, program: int) -> bool:
    """Check that every fen of the bill is somewhere, once."""
    out = desk.out
    parts = (
        out[layout.OUT_FULL_SELF]
        + out[layout.OUT_OVER_LIMIT]
        + out[layout.OUT_FIRST_PAY]
        + out[layout.OUT_IN_SCOPE]
    )
    payers = out[layout.OUT_FUND] + out[layout.OUT_HOSPITAL] + out[layout.OUT_PERSONAL]
    if parts != out[layout.OUT_TOTAL] or payers != out[layout.OUT_TOTAL]:
        return False
    if min(out[layout.OUT_IN_SCOPE], out[layout.OUT_PERSONAL], out[layout.OUT_HOSPITAL]) < 0:
        return False
    fund = 0
    for position in range(plan.program_spans[program, 0], plan.program_spans[program, 1]):
        layer = plan.program_layers[position]
        whole = 0
        for column in range(layout.RESULT_DEDUCTIBLE, layout.RESULT_COLUMNS):
            if desk.results[layer, column] < 0:
                return False
            whole += desk.results[layer, column]
        if whole != desk.results[layer, layout.RESULT_BASE]:
            return False
        if plan.layers[layer, layout.L_PAYER] != layout.PAYER_HOSPITAL:
            fund += desk.results[layer, layout.RESULT_PAID]
    return fund == out[layout.OUT_FUND]

"""Decision lists: turn facts into bits, then find the first row that fits."""

import numpy as np

from yibao.benefit.kernel.desk import Desk, record
from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.numbers import FAR, share
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Bits, Int, PlanArrays, Rules, Tests

PPM = 1_000_000
IS_CATALOGUE = -FAR
"""What a first-pay list gives where the item's own ratio holds."""


@compiled
def numeric_line(numbers: Int, breaks: Int, facts: Int, entry: int) -> int:
    """Return the line of bits that a number falls on."""
    value = facts[numbers[entry, 0]]
    first = numbers[entry, 1]
    line = 0
    for position in range(first, first + numbers[entry, 2]):
        if value < breaks[position]:
            break
        line += 1
    return numbers[entry, 3] + line


@compiled
def visit_bits(tests: Tests, facts: Int, bits: Bits) -> None:
    """Set the bits of every test that holds for a visit."""
    words = bits.shape[0]
    for word in range(words):
        bits[word] = 0
    for entry in range(tests.one_of.shape[0]):
        line = tests.one_of[entry, 1] + facts[tests.one_of[entry, 0]]
        for word in range(words):
            bits[word] |= tests.one_of_bits[line, word]
    for entry in range(tests.numbers.shape[0]):
        line = numeric_line(tests.numbers, tests.breaks, facts, entry)
        for word in range(words):
            bits[word] |= tests.number_bits[line, word]
    for entry in range(tests.sets.shape[0]):
        inside = (facts[tests.sets[entry, 0]] & tests.sets[entry, 1]) != 0
        if inside != (tests.sets[entry, 2] != 0):
            bits[tests.sets[entry, 3]] |= np.uint64(1) << np.uint64(tests.sets[entry, 4])


@compiled
def line_bits(tests: Tests, line_facts: Int, of_visit: Bits, bits: Bits) -> None:
    """Set the bits of every test that holds for a line of that visit."""
    words = bits.shape[0]
    for word in range(words):
        bits[word] = of_visit[word]
    for entry in range(tests.line_one_of.shape[0]):
        line = tests.line_one_of[entry, 1] + line_facts[tests.line_one_of[entry, 0]]
        for word in range(words):
            bits[word] |= tests.one_of_bits[line, word]
    for entry in range(tests.line_numbers.shape[0]):
        line = numeric_line(tests.line_numbers, tests.breaks, line_facts, entry)
        for word in range(words):
            bits[word] |= tests.number_bits[line, word]


@compiled
def first_row(rules: Rules, entry: int, bits: Bits) -> int:
    """Return the first row of a list that fits, or layout.NONE."""
    words = bits.shape[0]
    for row in range(rules.lists[entry, 0], rules.lists[entry, 1]):
        fits = True
        for word in range(words):
            if (bits[word] & rules.needs[row, word]) != rules.needs[row, word]:
                fits = False
                break
        if fits:
            return row
    return layout.NONE


@compiled
def holds(rules: Rules, entry: int, bits: Bits) -> bool:
    """Say whether a condition holds; no condition always holds."""
    return entry == layout.NONE or first_row(rules, entry, bits) != layout.NONE


@compiled
def evaluate(rules: Rules, entry: int, facts: Int, bits: Bits) -> tuple[int, int, int]:
    """Evaluate a list: status, value, row. `FAR` stands for "no limit"."""
    row = first_row(rules, entry, bits)
    if row == layout.NONE:
        return layout.NO_RULE, 0, row
    kind = rules.rows[row, layout.ROW_KIND]
    if kind == layout.FIXED:
        return layout.OK, rules.rows[row, layout.ROW_A], row
    if kind == layout.UNLIMITED:
        return layout.OK, FAR, row
    if kind == layout.CATALOGUE:
        return layout.OK, IS_CATALOGUE, row
    if kind == layout.UNKNOWN:
        return layout.UNKNOWN_RULE, 0, row
    number = facts[rules.rows[row, layout.ROW_INPUT]]
    plus = rules.rows[row, layout.ROW_A]
    each = rules.rows[row, layout.ROW_B]
    if kind == layout.LINEAR:
        return layout.OK, plus + each * number, row
    assert kind == layout.SHARE
    return layout.OK, plus + share(number, each), row


@compiled
def look_up(plan: PlanArrays, desk: Desk, entry: int) -> tuple[int, int, int]:
    """Evaluate a list for the visit at hand: status, value, row."""
    return evaluate(plan.rules, entry, desk.facts, desk.bits)


@compiled
def adjusted(operation: int, value: int, operand: int) -> int:
    """Apply one adjustment to an amount or a ratio; no limit stays no limit."""
    if value >= FAR and operation not in (layout.SET, layout.AT_MOST):
        return FAR
    if operation in (layout.ADD, layout.ADD_EACH):
        return min(FAR, value + operand)
    if operation == layout.TIMES:
        return share(value, operand)
    if operation == layout.SELF_TIMES:
        return PPM - share(PPM - value, operand)
    if operation == layout.SET:
        return operand
    if operation == layout.AT_MOST:
        return min(value, operand)
    if operation == layout.AT_LEAST:
        return max(value, operand)
    return share(value, PPM + operand)


@compiled
def adjust_operand(plan: PlanArrays, desk: Desk, adjust: int) -> tuple[int, int, int, int]:
    """Evaluate an adjustment's operand: status, operand, row (NONE: does not apply), where."""
    rule = plan.adjusts[adjust]
    where = rule[layout.ADJUST_LIST]
    status, operand, row = look_up(plan, desk, where)
    if status == layout.NO_RULE:
        return layout.OK, 0, layout.NONE, where
    counted = rule[layout.ADJUST_INPUT]
    if status != layout.OK or counted == layout.NONE:
        return status, operand, row, where
    operand *= max(0, desk.facts[counted] - rule[layout.ADJUST_ABOVE])
    most = rule[layout.ADJUST_MOST]
    if most != layout.NONE:
        status, bound, _ = look_up(plan, desk, most)
        if status != layout.OK:
            return status, 0, row, most
        operand = max(-bound, min(bound, operand))
    return layout.OK, operand, row, where


@compiled
def adjust_all(
    plan: PlanArrays, desk: Desk, span: tuple[int, int], value: int, kind: int, layer: int
) -> tuple[int, int, int]:
    """Apply every adjustment that fits, in order: status, value, where it failed."""
    for adjust in range(span[0], span[1]):
        status, operand, row, where = adjust_operand(plan, desk, adjust)
        if status != layout.OK:
            return status, value, where
        if row == layout.NONE:
            continue
        changed = adjusted(plan.adjusts[adjust, layout.ADJUST_OPERATION], value, operand)
        record(desk, kind, layer, adjust, row, value, changed, operand)
        value = changed
    return layout.OK, value, layout.NONE

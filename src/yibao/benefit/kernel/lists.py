"""Decision lists: turn facts into bits, then find the first row that fits."""

import numpy as np

from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.numbers import FAR, share
from yibao.policy.plan.layout import (
    ADD,
    ADD_EACH,
    ADJUST_ABOVE,
    ADJUST_INPUT,
    ADJUST_LIST,
    ADJUST_MOST,
    ADJUST_OPERATION,
    AT_LEAST,
    AT_MOST,
    CATALOGUE,
    FIXED,
    LINEAR,
    NO_RULE,
    NONE,
    OK,
    ROW_A,
    ROW_B,
    ROW_INPUT,
    ROW_KIND,
    SELF_TIMES,
    SET,
    SHARE,
    TIMES,
    UNKNOWN,
    UNKNOWN_RULE,
    UNLIMITED,
)

PPM = 1_000_000
IS_CATALOGUE = -FAR
"""What a first-pay list gives where the item's own ratio holds."""


@compiled
def numeric_line(plan, facts, entry):  # type: ignore[no-untyped-def]
    """Return the line of bits that a number falls on."""
    value = facts[plan[0][entry, 0]]
    first = plan[0][entry, 1]
    line = 0
    for position in range(first, first + plan[0][entry, 2]):
        if value < plan[1][position]:
            break
        line += 1
    return plan[0][entry, 3] + line


@compiled
def visit_bits(plan, facts, bits):  # type: ignore[no-untyped-def]
    """Set the bits of every test that holds for a visit."""
    words = bits.shape[0]
    for word in range(words):
        bits[word] = 0
    for entry in range(plan.one_of.shape[0]):
        line = plan.one_of[entry, 1] + facts[plan.one_of[entry, 0]]
        for word in range(words):
            bits[word] |= plan.one_of_bits[line, word]
    for entry in range(plan.numbers.shape[0]):
        line = numeric_line((plan.numbers, plan.breaks), facts, entry)
        for word in range(words):
            bits[word] |= plan.number_bits[line, word]
    for entry in range(plan.sets.shape[0]):
        inside = (facts[plan.sets[entry, 0]] & plan.sets[entry, 1]) != 0
        if inside != (plan.sets[entry, 2] != 0):
            bits[plan.sets[entry, 3]] |= np.uint64(1) << np.uint64(plan.sets[entry, 4])


@compiled
def line_bits(plan, line_facts, of_visit, bits):  # type: ignore[no-untyped-def]
    """Set the bits of every test that holds for a line of that visit."""
    words = bits.shape[0]
    for word in range(words):
        bits[word] = of_visit[word]
    for entry in range(plan.line_one_of.shape[0]):
        line = plan.line_one_of[entry, 1] + line_facts[plan.line_one_of[entry, 0]]
        for word in range(words):
            bits[word] |= plan.one_of_bits[line, word]
    for entry in range(plan.line_numbers.shape[0]):
        line = numeric_line((plan.line_numbers, plan.breaks), line_facts, entry)
        for word in range(words):
            bits[word] |= plan.number_bits[line, word]


@compiled
def first_row(plan, entry, bits):  # type: ignore[no-untyped-def]
    """Return the first row of a list that fits, or NONE."""
    words = bits.shape[0]
    for row in range(plan.lists[entry, 0], plan.lists[entry, 1]):
        fits = True
        for word in range(words):
            if (bits[word] & plan.needs[row, word]) != plan.needs[row, word]:
                fits = False
                break
        if fits:
            return row
    return NONE


@compiled
def holds(plan, entry, bits):  # type: ignore[no-untyped-def]
    """Say whether a condition holds; no condition always holds."""
    return entry == NONE or first_row(plan, entry, bits) != NONE


@compiled
def evaluate(plan, entry, facts, bits):  # type: ignore[no-untyped-def]
    """Evaluate a list: status, value, row. `FAR` stands for "no limit"."""
    row = first_row(plan, entry, bits)
    if row == NONE:
        return NO_RULE, 0, row
    kind = plan.rows[row, ROW_KIND]
    if kind == FIXED:
        return OK, plan.rows[row, ROW_A], row
    if kind == UNLIMITED:
        return OK, FAR, row
    if kind == CATALOGUE:
        return OK, IS_CATALOGUE, row
    if kind == UNKNOWN:
        return UNKNOWN_RULE, 0, row
    number = facts[plan.rows[row, ROW_INPUT]]
    if kind == LINEAR:
        return OK, plan.rows[row, ROW_A] + plan.rows[row, ROW_B] * number, row
    assert kind == SHARE
    return OK, plan.rows[row, ROW_A] + share(number, plan.rows[row, ROW_B]), row


@compiled
def adjusted(operation, value, operand):  # type: ignore[no-untyped-def]
    """Apply one adjustment to an amount or a ratio."""
    if operation in (ADD, ADD_EACH):
        return value + operand
    if operation == TIMES:
        return share(value, operand)
    if operation == SELF_TIMES:
        return PPM - share(PPM - value, operand)
    if operation == SET:
        return operand
    if operation == AT_MOST:
        return min(value, operand)
    if operation == AT_LEAST:
        return max(value, operand)
    return share(value, PPM + operand)


@compiled
def adjust_operand(plan, adjust, facts, bits):  # type: ignore[no-untyped-def]
    """Evaluate an adjustment's operand: status (NO_RULE: it does not apply), operand, row."""
    status, operand, row = evaluate(plan, plan.adjusts[adjust, ADJUST_LIST], facts, bits)
    counted = plan.adjusts[adjust, ADJUST_INPUT]
    if status != OK or counted == NONE:
        return status, operand, row
    operand *= max(0, facts[counted] - plan.adjusts[adjust, ADJUST_ABOVE])
    most = plan.adjusts[adjust, ADJUST_MOST]
    if most != NONE:
        most_status, bound, _ = evaluate(plan, most, facts, bits)
        if most_status != OK:
            return most_status, 0, row
        operand = max(-bound, min(bound, operand))
    return OK, operand, row


@compiled
def record(trace, count, kind, layer, where, row, before, after, extra):  # type: ignore[no-untyped-def]
    """Write one step of the trace, if anyone looks."""
    if trace.shape[0] == 0:
        return
    at = count[0]
    assert at < trace.shape[0], "the trace has no room left"
    trace[at, 0] = kind
    trace[at, 1] = layer
    trace[at, 2] = where
    trace[at, 3] = row
    trace[at, 4] = before
    trace[at, 5] = after
    trace[at, 6] = extra
    count[0] = at + 1


@compiled
def adjust_all(plan, span, value, facts, bits, trace, count, kind, layer):  # type: ignore[no-untyped-def]
    """Apply every adjustment that fits, in order: status, value, where it failed."""
    for adjust in range(span[0], span[1]):
        status, operand, row = adjust_operand(plan, adjust, facts, bits)
        if status == NO_RULE:
            continue
        if status != OK:
            return status, value, plan.adjusts[adjust, ADJUST_LIST]
        changed = adjusted(plan.adjusts[adjust, ADJUST_OPERATION], value, operand)
        record(trace, count, kind, layer, adjust, row, value, changed, operand)
        value = changed
    return OK, value, NONE

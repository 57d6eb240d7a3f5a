"""Decision lists: turn facts into bits, then find the first row that fits."""

import numpy as np

from yibao.benefit.kernel.desk import ASK, Desk, record
from yibao.benefit.kernel.machine import compiled, compiled_apart
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
    # Where a number falls is another for each visit: counted, not branched on.
    for position in range(first, first + numbers[entry, 2]):
        line += int(value >= breaks[position])
    return numbers[entry, 3] + line


@compiled
def visit_bits(tests: Tests, facts: Int, lines: Int, bits: Bits) -> None:
    """Set the bits of every test that holds for a visit.

    `lines` is scratch. Each word is put together before it is stored: to clear it and to add to it
    in memory makes the processor wait for its own writes.
    """
    one_of, numbers = tests.one_of.shape[0], tests.numbers.shape[0]
    for entry in range(one_of):
        lines[entry] = tests.one_of[entry, 1] + facts[tests.one_of[entry, 0]]
    for entry in range(numbers):
        lines[one_of + entry] = numeric_line(tests.numbers, tests.breaks, facts, entry)
    for word in range(bits.shape[0]):
        held = np.uint64(0)
        for entry in range(one_of):
            held |= tests.one_of_bits[lines[entry], word]
        for entry in range(one_of, one_of + numbers):
            held |= tests.number_bits[lines[entry], word]
        bits[word] = held
    for entry in range(tests.sets.shape[0]):
        inside = (facts[tests.sets[entry, 0]] & tests.sets[entry, 1]) != 0
        if inside != (tests.sets[entry, 2] != 0):
            bits[tests.sets[entry, 3]] |= np.uint64(1) << np.uint64(tests.sets[entry, 4])


@compiled
def line_bits(tests: Tests, line_facts: Int, of_visit: Bits, lines: Int, bits: Bits) -> None:
    """Set the bits of every test that holds for a line of that visit; `lines` is scratch."""
    one_of, numbers = tests.line_one_of.shape[0], tests.line_numbers.shape[0]
    for entry in range(one_of):
        lines[entry] = tests.line_one_of[entry, 1] + line_facts[tests.line_one_of[entry, 0]]
    for entry in range(numbers):
        lines[one_of + entry] = numeric_line(tests.line_numbers, tests.breaks, line_facts, entry)
    for word in range(bits.shape[0]):
        held = of_visit[word]
        for entry in range(one_of):
            held |= tests.one_of_bits[lines[entry], word]
        for entry in range(one_of, one_of + numbers):
            held |= tests.number_bits[lines[entry], word]
        bits[word] = held


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
def place_of(bits: Bits, places: int) -> int:
    """Return where a kind of visit or line goes in a memo; `places` is a power of two."""
    mixed = np.uint64(0)
    for word in range(bits.shape[0]):
        mixed = (mixed ^ bits[word]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return np.int64(mixed & np.uint64(places - 1))  # type: ignore[return-value]


@compiled
def find_place(desk: Desk) -> None:
    """Find the place of this kind of visit in the memo; a kind that is new there takes it over."""
    memo, bits = desk.memo, desk.bits
    place = place_of(bits, memo.taken.shape[0])
    memo.place[0] = place
    same = memo.taken[place] == 1
    for word in range(bits.shape[0]):
        same = same and memo.keys[place, word] == bits[word]
    if not same:
        take_over(desk)


@compiled_apart
def take_over(desk: Desk) -> None:
    """Give the place of the memo to this kind of visit; nothing is known of it yet."""
    memo, bits = desk.memo, desk.bits
    place = memo.place[0]
    memo.taken[place] = 1
    for word in range(bits.shape[0]):
        memo.keys[place, word] = bits[word]
    for entry in range(memo.rows.shape[1]):
        memo.rows[place, entry] = ASK
        memo.values[place, entry] = ASK
    for layer in range(memo.sheets.shape[1]):
        memo.sheets[place, layer, 0] = 0


@compiled
def holds(plan: PlanArrays, desk: Desk, entry: int) -> bool:
    """Say whether a condition holds; no condition always holds."""
    if entry == layout.NONE:
        return True
    place = desk.memo.place[0]
    if desk.memo.rows[place, entry] == ASK:
        ask(plan, desk, entry)
    return desk.memo.rows[place, entry] != layout.NONE


@compiled_apart
def ask(plan: PlanArrays, desk: Desk, entry: int) -> tuple[int, int, int]:
    """Evaluate a list and remember it: status, value, row. What hangs on a number is asked anew."""
    place = desk.memo.place[0]
    row = desk.memo.rows[place, entry]
    if row == ASK:
        row = first_row(plan.rules, entry, desk.bits)
        desk.memo.rows[place, entry] = row
    status, value, row = value_of(plan.rules, row, desk.facts)
    if status == layout.OK:
        kind = plan.rules.rows[row, layout.ROW_KIND]
        if kind in (layout.FIXED, layout.UNLIMITED):
            desk.memo.values[place, entry] = value
    return status, value, row


@compiled
def value_of(rules: Rules, row: int, facts: Int) -> tuple[int, int, int]:
    """Evaluate a row: status, value, row. `FAR` stands for "no limit"."""
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
    place = desk.memo.place[0]
    value = desk.memo.values[place, entry]
    if value == ASK:
        return ask(plan, desk, entry)
    return layout.OK, value, desk.memo.rows[place, entry]


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

"""A line of a bill in four whole numbers that lie together (明细记录).

A line is written once, where those of its part lie, and read once: four numbers of 64 bits are
half of what a core fetches at a time.
"""

import numpy as np

from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.plain_lines import Bytes, LineNumbers, Narrow
from yibao.benefit.kernel.rows import Parts
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Bits, Int

KEY, AMOUNT, ALLOWED, REST = range(4)
WIDTH = 4
"""Key of the visit; amount; ceiling of the quantity; day, own first-pay ratio and code."""
CODE_BITS, RATIO_BITS = 11, 20
CODES = 1 << CODE_BITS
"""How many codes there may be: one for each class, item, tag and limit that stand together."""


@compiled
def rest_of(code: int, day: int, first_pay: int) -> int:
    """Put code, day and own first-pay ratio (`layout.NONE` for none) into one number."""
    return (day << (CODE_BITS + RATIO_BITS)) | ((first_pay - layout.NONE) << CODE_BITS) | code


@compiled
def code_in(rest: int) -> int:
    """Return the code of a line."""
    return rest & (CODES - 1)


@compiled
def day_in(rest: int) -> int:
    """Return the day of a line."""
    return rest >> (CODE_BITS + RATIO_BITS)


@compiled
def first_pay_in(rest: int) -> int:
    """Return the own first-pay ratio of a line, `layout.NONE` for none."""
    return ((rest >> CODE_BITS) & ((1 << RATIO_BITS) - 1)) + layout.NONE


@compiled
def count_by_part(person: Narrow, part: Parts, odd: Bytes, starts: Int) -> None:
    """Find where the lines of each part begin; `starts` comes in with zeros, one more than parts.

    `person` is each line's person, `part` that of each person. Odd lines are left out.
    """
    for row in range(person.shape[0]):
        starts[part[person[row]] + 1] += 1 - odd[row]
    for number in range(starts.shape[0] - 1):
        starts[number + 1] += starts[number]


@compiled
def deal_lines(
    lines: LineNumbers,
    code: Narrow,
    odd: Bytes,
    visit: tuple[Narrow, Bits],
    person: tuple[Narrow, Bits, Parts],
    starts: Int,
    records: Int,
) -> None:
    """Write the record of each line that is not odd among those of its part.

    `visit` and `person` say for each line which number it has, and the hash of each number. What
    `starts` says is what `count_by_part` found; it comes back as it was.
    """
    of_visit, visit_hash = visit
    of_person, person_hash, part = person
    for row in range(code.shape[0]):
        if odd[row] != 0:
            continue
        whose = of_person[row]
        at = starts[part[whose]]
        starts[part[whose]] = at + 1
        records[at, KEY] = np.int64(visit_hash[of_visit[row]] ^ person_hash[whose])
        records[at, AMOUNT] = lines.amount[row]
        allowed = lines.allowed[row] if lines.allowed.shape[0] != 0 else layout.NONE
        ratio = lines.first_pay[row] if lines.first_pay.shape[0] != 0 else layout.NONE
        records[at, ALLOWED] = allowed
        records[at, REST] = rest_of(code[row], lines.day[row], ratio)
    for number in range(starts.shape[0] - 1, 0, -1):
        starts[number] = starts[number - 1]
    starts[0] = 0

"""A line of a bill in two whole numbers that lie together (明细记录).

What a run takes of memory, the system has to clear first; so a line takes sixteen bytes, and the
key of its visit stands once for all lines of the visit that follow one another.
"""

from yibao.benefit.kernel.classify import LINE_MAX
from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.plain_lines import Bytes, LineNumbers, Narrow
from yibao.benefit.kernel.rows import Parts
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Bits, Int

MONEY, REST = range(2)
WIDTH = 2
"""Amount and own first-pay ratio; ceiling of the quantity, day and code."""
RATIO_AT, RATIO_BITS, AMOUNT_AT = 9, 20, 29
CODE_BITS, DAY_BITS = 11, 18
DAY_AT, CEILING_AT = CODE_BITS, CODE_BITS + DAY_BITS
CODES = 1 << CODE_BITS
"""How many codes there may be: one for each class, item, tag and limit that stand together."""
FIRST_DAY = 693_596
"""1900-01-01 as Python counts days; no law tells a day before from it, nor one after 2617."""
LATEST = (1 << DAY_BITS) - 1
FIRST_OF_VISIT = -(2**63)
"""The bit of a line that follows a line of another visit: its key is the next one."""


@compiled
def money_of(amount: int, first_pay: int) -> int:
    """Put amount and own first-pay ratio (`layout.NONE` for none) into one number."""
    return (amount << AMOUNT_AT) | ((first_pay - layout.NONE) << RATIO_AT)


@compiled
def rest_of(code: int, day: int, allowed: int) -> int:
    """Put code, day and ceiling (`layout.NONE` for none) into one number.

    A ceiling above what a line may cost is as good as that.
    """
    ceiling = min(allowed, LINE_MAX) - layout.NONE
    counted = min(max(day - FIRST_DAY, 0), LATEST)
    return (ceiling << CEILING_AT) | (counted << DAY_AT) | code


@compiled
def amount_in(money: int) -> int:
    """Return the amount of a line."""
    return money >> AMOUNT_AT


@compiled
def first_pay_in(money: int) -> int:
    """Return the own first-pay ratio of a line, `layout.NONE` for none."""
    return ((money >> RATIO_AT) & ((1 << RATIO_BITS) - 1)) + layout.NONE


@compiled
def allowed_in(rest: int) -> int:
    """Return the ceiling of a line, `layout.NONE` for none."""
    return ((rest & ~FIRST_OF_VISIT) >> CEILING_AT) + layout.NONE


@compiled
def code_in(rest: int) -> int:
    """Return the code of a line."""
    return rest & (CODES - 1)


@compiled
def day_in(rest: int) -> int:
    """Return the day of a line."""
    return ((rest >> DAY_AT) & LATEST) + FIRST_DAY


@compiled
def count_by_part(
    of_visit: Narrow, of_person: Narrow, part: Parts, odd: Bytes, starts: Int, firsts: Int
) -> None:
    """Find where the lines of each part begin, and the keys of their visits.

    `starts` and `firsts` come in with zeros, one more than parts. `of_visit` and `of_person` are
    the numbers of each line, `part` that of each person. Odd lines are left out.
    """
    visit = person = -1
    for row in range(of_person.shape[0]):
        if odd[row] != 0:
            continue
        after = part[of_person[row]] + 1
        starts[after] += 1
        firsts[after] += int(of_visit[row] != visit or of_person[row] != person)
        visit, person = of_visit[row], of_person[row]
    for number in range(starts.shape[0] - 1):
        starts[number + 1] += starts[number]
        firsts[number + 1] += firsts[number]


@compiled
def deal_lines(
    lines: LineNumbers,
    code: Narrow,
    odd: Bytes,
    visits: tuple[Narrow, Bits],
    persons: tuple[Narrow, Bits, Parts],
    begins: tuple[Int, Int],
    found: tuple[Int, Bits, Narrow],
) -> None:
    """Write the record of each line that is not odd among those of its part.

    `visits` and `persons` say which number each line has, and the hash of each number; `begins`
    what `count_by_part` found, which comes back as it was. `found` takes records, and of
    their visits the hashes and the two numbers [of which, key].
    """
    of_visit, visit_hash = visits
    of_person, person_hash, part = persons
    starts, firsts = begins
    records, hashes, numbers = found
    visit = person = -1
    for row in range(code.shape[0]):
        if odd[row] != 0:
            continue
        own = part[of_person[row]]
        allowed = lines.allowed[row] if lines.allowed.shape[0] != 0 else layout.NONE
        ratio = lines.first_pay[row] if lines.first_pay.shape[0] != 0 else layout.NONE
        rest = rest_of(int(code[row]), int(lines.day[row]), int(allowed))
        if of_visit[row] != visit or of_person[row] != person:
            visit, person = of_visit[row], of_person[row]
            hashes[firsts[own]] = visit_hash[visit] ^ person_hash[person]
            numbers[0, firsts[own]] = visit
            numbers[1, firsts[own]] = person
            firsts[own] += 1
            rest |= FIRST_OF_VISIT
        at = starts[own]
        starts[own] = at + 1
        records[at, MONEY] = money_of(int(lines.amount[row]), int(ratio))
        records[at, REST] = rest
    for number in range(starts.shape[0] - 1, 0, -1):
        starts[number] = starts[number - 1]
        firsts[number] = firsts[number - 1]
    starts[0] = 0
    firsts[0] = 0

"""Turn the columns of many lines into whole numbers, and point out lines that are not plain.

docs/algorithms/bulk.md §5. Nothing here says what is wrong with a line: it is pointed out, and the
statement that reads every file (`yibao.benefit.files.lines`) looks at it.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from yibao.benefit.kernel.classify import LINE_MAX
from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.numbers import PPM
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Int

Bytes = npt.NDArray[np.uint8]
Narrow = npt.NDArray[np.int32]
Codes = npt.NDArray[np.int16]

NO_NUMBER = -(2**63)
"""Stands where a column holds nothing."""
NO_CODE = -(2**15)
"""Stands where a column gives no code, so that the next one is asked."""
QUANTITY_ONE = 10_000
"""A quantity counts ten-thousandths, a price millionths: their product 10⁻¹⁰ yuan."""
UNITS_PER_FEN = 10**8
PRODUCT_MAX = 9.0e18
"""A product up to here fits 64 bits, however its floating estimate was rounded."""
DAY_US = 86_400_000_000
EPOCH, LAST_DAY = 719_163, 3_652_059
"""1970-01-01 and 9999-12-31 as Python counts days."""


class CodeColumn(NamedTuple):
    """A column of codes: few words, and for each line which one."""

    which: Narrow
    """[line]: the word; no entries where the file has no such column."""
    valid: Bytes
    """A bit for each line that has one; no entries where all have."""
    table: Codes
    """[word]: its number; the last entry is what counts where there is none."""


class LineNumbers(NamedTuple):
    """The numbers of many lines; a column that a file lacks has no entries."""

    day: Int
    """Days since 1970, or microseconds since then; becomes the day as Python counts it."""
    amount: Int
    quantity: Int
    price: Int
    allowed: Int
    """The price ceiling; becomes the ceiling of the whole quantity in fen."""
    first_pay: Int
    """The line's own first-pay ratio in parts per million; becomes `layout.NONE` where none."""


@compiled
def has(valid: Bytes, row: int) -> bool:
    """Say whether a row of a column holds anything."""
    return valid.shape[0] == 0 or (valid[row >> 3] >> (row & 7)) & 1 != 0


@compiled
def take_numbers(words: Int, step: int, factor: int, valid: Bytes, numbers: Int) -> None:
    """Take a column's numbers, `step` words apart, times `factor`; `NO_NUMBER` where none is."""
    for row in range(numbers.shape[0]):
        number = words[row * step] * factor  # What stands where none is may be anything.
        numbers[row] = number if has(valid, row) else NO_NUMBER


@compiled
def code_at(column: CodeColumn, row: int) -> int:
    """Return the number of a line's word, or what counts where there is none.

    Whether a line has one is as good as random: it is chosen, not branched on.
    """
    none = column.table.shape[0] - 1
    if column.which.shape[0] == 0:
        return column.table[none]
    word = column.which[row]
    return column.table[word if has(column.valid, row) else none]


@compiled
def take_codes(own: CodeColumn, national: CodeColumn, size: int, codes: Narrow, odd: Bytes) -> None:
    """Append the code of each line, one of `size`, from its own column, else the national one.

    A line whose code is not known is odd.
    """
    for row in range(codes.shape[0]):
        first, then = code_at(own, row), code_at(national, row)
        code = then if first == NO_CODE else first
        odd[row] |= code < 0
        codes[row] = codes[row] * size + max(code, 0)


@compiled
def product_in_fen(price: int, quantity: int) -> int:
    """Multiply a price by a quantity, to the fen, half away from zero; `NO_NUMBER` if too large."""
    estimate = float(price) * float(quantity)
    if estimate > PRODUCT_MAX or estimate < -PRODUCT_MAX:
        return NO_NUMBER
    exact = price * quantity
    if exact < 0:
        return -((UNITS_PER_FEN // 2 - exact) // UNITS_PER_FEN)
    return (exact + UNITS_PER_FEN // 2) // UNITS_PER_FEN


@compiled
def find_odd(lines: LineNumbers, in_days: bool, odd: Bytes) -> int:
    """Work out day, ceiling and ratio of each line; mark the lines that are not plain, count them.

    A plain line has a day, an amount within limits, a price that fits it, a ratio from 0 to 1; all
    products stay within 64 bits. `odd` comes in with ones for lines that are odd already.
    """
    count = 0
    for row in range(odd.shape[0]):
        strange = odd[row] != 0
        day = lines.day[row]
        if not in_days:
            day //= DAY_US
        lines.day[row] = day + EPOCH
        strange |= day <= -EPOCH or day > LAST_DAY - EPOCH
        amount = lines.amount[row]
        strange |= amount < -LINE_MAX or amount > LINE_MAX
        quantity = QUANTITY_ONE
        if lines.quantity.shape[0] != 0 and lines.quantity[row] != NO_NUMBER:
            quantity = lines.quantity[row]
        if lines.price.shape[0] != 0 and lines.price[row] != NO_NUMBER:
            strange |= product_in_fen(lines.price[row], quantity) != amount
        if lines.allowed.shape[0] != 0:
            ceiling = lines.allowed[row]
            if ceiling != NO_NUMBER:
                product = product_in_fen(ceiling, quantity)
                if product == NO_NUMBER:
                    strange = True
                else:
                    lines.allowed[row] = abs(product)
            else:
                lines.allowed[row] = layout.NONE
        if lines.first_pay.shape[0] != 0:
            ratio = lines.first_pay[row]
            if ratio != NO_NUMBER:
                strange |= ratio < 0 or ratio > PPM
            else:
                lines.first_pay[row] = layout.NONE
        odd[row] = strange
        count += int(strange)
    return count

"""Integer arithmetic: rounding, and ratios in parts per million."""

import numpy as np

from yibao.benefit.kernel.machine import compiled

PPM = 1_000_000
HALF_UP, DOWN, UP, HALF_EVEN = 0, 1, 2, 3
FAR = 10**15
"""Stands for "no limit"; above every amount that is let in."""


@compiled
def whole_times(numerator: int, denominator: int) -> int:
    """Return how many times a positive number goes into another that is not below zero.

    Processors divide numbers without a sign faster, and need not look which way to round.
    """
    whole = np.uint64(numerator) // np.uint64(denominator)
    return np.int64(whole)  # type: ignore[return-value]


@compiled
def divide(numerator: int, denominator: int, mode: int) -> int:
    """Divide by a positive number; round by a named mode, symmetrically for negatives."""
    sign = 1
    if numerator < 0:
        sign = -1
        numerator = -numerator
    whole = whole_times(numerator, denominator)
    rest = numerator - whole * denominator
    # Whether a rest is rounded up is a coin tossed: added, not branched on.
    if mode == HALF_UP:
        whole += int(2 * rest >= denominator)
    elif mode == UP:
        whole += int(rest > 0)
    elif mode == HALF_EVEN:
        whole += int(2 * rest + (whole & 1) > denominator)
    return sign * whole


@compiled
def share(amount: int, ratio_ppm: int) -> int:
    """Return a ratio of an amount to the fen, half up.

    The amount is cut in two before it is multiplied, so that the product stays within 64 bits for
    every amount up to `FAR` and every ratio up to a thousandfold.
    """
    sign = 1
    if amount < 0:
        sign = -1
        amount = -amount
    millions = whole_times(amount, PPM)
    rest = amount - millions * PPM
    return sign * (millions * ratio_ppm + divide(rest * ratio_ppm, PPM, HALF_UP))


@compiled
def round_ppm(product: int, mode: int, unit: int) -> int:
    """Round fen × parts per million to a multiple of `unit` fen."""
    if unit == 1:
        # To divide by a number that is known beforehand is to multiply.
        return divide(product, PPM, mode)
    return divide(product, PPM * unit, mode) * unit

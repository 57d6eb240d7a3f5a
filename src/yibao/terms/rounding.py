"""The named ways to round (取整方式), in integers only, symmetric for negatives.

A reversal (冲销) is the negative of what it undoes to the fen; therefore every mode rounds -x to
the negative of what it rounds x to.
"""

from enum import IntEnum

from yibao.terms.ratio import PPM


class Rounding(IntEnum):
    """How an amount between two units becomes one of them.

    The numbers are fixed: compiled plans store them.

    >>> Rounding["HALF_UP"]
    <Rounding.HALF_UP: 0>
    """

    HALF_UP = 0
    """To the nearest unit, a half away from zero (四舍五入)."""
    DOWN = 1
    """Toward zero (舍去)."""
    UP = 2
    """Away from zero (进位)."""
    HALF_EVEN = 3
    """To the nearest unit, a half to the even one (四舍六入五成双)."""


def divide(numerator: int, denominator: int, mode: Rounding) -> int:
    """Return `numerator` / `denominator` as a whole number, rounded by `mode`.

    Raises:
        ZeroDivisionError: when `denominator` is 0.

    >>> [divide(25, 10, mode) for mode in Rounding]
    [3, 2, 3, 2]
    >>> [divide(-25, 10, mode) for mode in Rounding]
    [-3, -2, -3, -2]

    """
    whole, rest = divmod(abs(numerator), abs(denominator))
    if rest and _goes_up(whole, rest, abs(denominator), Rounding(mode)):
        whole += 1
    return -whole if (numerator < 0) != (denominator < 0) else whole


def _goes_up(whole: int, rest: int, denominator: int, mode: Rounding) -> bool:
    if mode is Rounding.DOWN:
        return False
    if mode is Rounding.UP:
        return True
    if mode is Rounding.HALF_EVEN and 2 * rest == denominator:
        return whole % 2 == 1
    return 2 * rest >= denominator


def round_ratio(amount_fen: int, ratio_ppm: int, mode: Rounding, unit_fen: int = 1) -> int:
    """Return `amount_fen` × `ratio_ppm` / 1,000,000, rounded to a multiple of `unit_fen`, in fen.

    Args:
        amount_fen: an amount in fen; may be negative.
        ratio_ppm: a share in parts per million; may be negative.
        mode: how to round.
        unit_fen: 1 rounds to the fen (分), 10 to the jiao (角), 100 to the yuan (元).

    Raises:
        ValueError: when `unit_fen` is not positive.

    >>> round_ratio(100_05, 500_000, Rounding.HALF_UP)
    5003
    >>> round_ratio(100_05, 500_000, Rounding.DOWN, unit_fen=100)
    5000

    """
    if unit_fen <= 0:
        raise ValueError(f"unit_fen is at least 1, not {unit_fen}")
    return divide(amount_fen * ratio_ppm, PPM * unit_fen, mode) * unit_fen

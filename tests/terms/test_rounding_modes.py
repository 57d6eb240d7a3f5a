"""Rounding agrees with exact fractions, is symmetric, and lands on the unit."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.terms.money import VISIT_FEN_MAX
from yibao.terms.ratio import PPM, RATIO_PPM_MAX
from yibao.terms.rounding import Rounding, divide, round_ratio

DECIMAL_MODES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.DOWN: ROUND_DOWN,
    Rounding.UP: ROUND_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
}

amounts = st.integers(-VISIT_FEN_MAX, VISIT_FEN_MAX)
ratios = st.integers(-RATIO_PPM_MAX, RATIO_PPM_MAX)
modes = st.sampled_from(list(Rounding))
units = st.sampled_from([1, 10, 100])


def test_the_stored_numbers_of_the_modes_never_change() -> None:
    assert {mode.name: mode.value for mode in Rounding} == {
        "HALF_UP": 0,
        "DOWN": 1,
        "UP": 2,
        "HALF_EVEN": 3,
    }


@pytest.mark.parametrize(
    ("numerator", "half_up", "down", "up", "half_even"),
    [
        (0, 0, 0, 0, 0),
        (1, 0, 0, 1, 0),
        (4, 0, 0, 1, 0),
        (5, 1, 0, 1, 0),
        (6, 1, 0, 1, 1),
        (10, 1, 1, 1, 1),
        (15, 2, 1, 2, 2),
        (25, 3, 2, 3, 2),
        (26, 3, 2, 3, 3),
    ],
)
def test_tenths(numerator: int, half_up: int, down: int, up: int, half_even: int) -> None:
    expected = {
        Rounding.HALF_UP: half_up,
        Rounding.DOWN: down,
        Rounding.UP: up,
        Rounding.HALF_EVEN: half_even,
    }
    for mode, wanted in expected.items():
        assert divide(numerator, 10, mode) == wanted
        assert divide(-numerator, 10, mode) == -wanted
        assert divide(numerator, -10, mode) == -wanted
        assert divide(-numerator, -10, mode) == wanted


@given(amounts, ratios, modes, units)
def test_agrees_with_decimal_arithmetic(fen: int, ppm: int, mode: Rounding, unit: int) -> None:
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(fen) * Decimal(ppm) / Decimal(PPM) / Decimal(unit)
        expected = int(exact.to_integral_value(rounding=DECIMAL_MODES[mode])) * unit
    assert round_ratio(fen, ppm, mode, unit) == expected


@given(amounts, ratios, modes, units)
def test_a_reversal_is_the_negative_to_the_fen(
    fen: int, ppm: int, mode: Rounding, unit: int
) -> None:
    assert round_ratio(-fen, ppm, mode, unit) == -round_ratio(fen, ppm, mode, unit)


@given(amounts, ratios, modes, units)
def test_lands_on_the_unit_and_less_than_one_unit_away(
    fen: int, ppm: int, mode: Rounding, unit: int
) -> None:
    rounded = round_ratio(fen, ppm, mode, unit)
    assert rounded % unit == 0
    distance = abs(Fraction(fen * ppm, PPM) - rounded)
    assert distance < unit
    if mode in {Rounding.HALF_UP, Rounding.HALF_EVEN}:
        assert 2 * distance <= unit


@given(amounts, modes)
def test_the_whole_is_the_whole(fen: int, mode: Rounding) -> None:
    assert round_ratio(fen, PPM, mode) == fen
    assert round_ratio(fen, 0, mode) == 0


@given(amounts, st.integers(0, PPM))
def test_down_and_up_enclose_and_two_shares_rounded_down_and_up_make_the_whole(
    fen: int, ppm: int
) -> None:
    down = round_ratio(fen, ppm, Rounding.DOWN)
    rest = round_ratio(fen, PPM - ppm, Rounding.UP)
    assert down + rest == fen


def test_no_unit_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="unit_fen"):
        round_ratio(1, PPM, Rounding.DOWN, 0)
    with pytest.raises(ZeroDivisionError):
        divide(1, 0, Rounding.DOWN)


@given(amounts, ratios)
def test_products_of_visits_fit_in_64_bits(fen: int, ppm: int) -> None:
    assert abs(fen * ppm) + PPM < 2**63

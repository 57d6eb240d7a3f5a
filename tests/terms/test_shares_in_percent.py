"""Shares are read exactly or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.terms.errors import InvalidInput
from yibao.terms.ratio import RATIO_PPM_MAX, format_ratio, parse_ratio


@pytest.mark.parametrize(
    ("text", "ppm"),
    [
        ("0%", 0),
        ("60%", 600_000),
        ("88.8%", 888_000),
        ("0.0001%", 1),
        ("66.6667%", 666_667),
        ("100%", 1_000_000),
        ("300%", 3_000_000),
        ("900%", 9_000_000),
        ("-5%", -50_000),
    ],
)
def test_reads_percent(text: str, ppm: int) -> None:
    assert parse_ratio(text) == ppm


@pytest.mark.parametrize(
    "text",
    [
        "",
        "60",
        "0.6",
        "60 %",
        "0.5pp",
        "1.00001%",
        "60％",
        "６０%",
        "900.0001%",
        "5‰",
        "6e1%",
        "%",
        "1%\n",
    ],
)
def test_refuses_everything_else(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_ratio(text, "ratio_bp")
    assert (refused.value.code, refused.value.field) == ("invalid_ratio", "ratio_bp")


@pytest.mark.parametrize("number", [0.6, 60, None])
def test_refuses_bare_numbers(number: object) -> None:
    with pytest.raises(InvalidInput):
        parse_ratio(number)  # type: ignore[arg-type]


@given(st.integers(-RATIO_PPM_MAX, RATIO_PPM_MAX))
def test_what_is_written_reads_back(ppm: int) -> None:
    assert parse_ratio(format_ratio(ppm)) == ppm

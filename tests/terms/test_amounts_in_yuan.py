"""Amounts are read exactly or refused; written amounts read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.terms.errors import InvalidInput
from yibao.terms.money import (
    AMOUNT_FEN_MAX,
    LINE_FEN_MAX,
    VISIT_FEN_MAX,
    YEAR_FEN_MAX,
    check_limit,
    format_yuan,
    parse_yuan,
)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("0", 0),
        ("0.1", 10),
        ("1200", 120_000),
        ("1200.5", 120_050),
        ("1,200元", 120_000),
        ("1,234,567.89", 123_456_789),
        ("5万元", 5_000_000),
        ("1.2万元", 1_200_000),
        ("0.000001万", 1),
        ("2亿元", 20_000_000_000),
        ("¥1,200.00", 120_000),
        ("1,200.00 元", 120_000),
        ("-12.34", -1_234),
        ("-0", 0),
    ],
)
def test_reads_the_shapes_people_write(text: str, fen: int) -> None:
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1200",
        "1e3",
        "1E3",
        "nan",
        "inf",
        ".5",
        "5.",
        "+5",
        "--5",
        "1_200",
        "1,20",
        "12,00",
        "1,2000",
        "0001,200",
        "1.234",
        "1.200",
        "1.2345678万",
        "１２００",
        "١٢٠٠",
        "一千二百",
        "1200美元",
        "1200\n",
        "9" * 70,
        "1000000000000000.01",
    ],
)
def test_refuses_what_is_not_exactly_an_amount(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_yuan(text, "medfee_sumamt")
    assert refused.value.code == "invalid_amount"
    assert refused.value.field == "medfee_sumamt"
    assert "1,200元" in refused.value.message("zh")


@pytest.mark.parametrize("number", [1200, 12.5, None, True])
def test_refuses_numbers_that_a_file_did_not_quote(number: object) -> None:
    with pytest.raises(InvalidInput):
        parse_yuan(number)  # type: ignore[arg-type]


@given(st.integers(-AMOUNT_FEN_MAX, AMOUNT_FEN_MAX), st.sampled_from(["zh", "en"]))
def test_what_is_written_reads_back(fen: int, language: str) -> None:
    assert parse_yuan(format_yuan(fen, language)) == fen


def test_the_limit_itself_is_allowed_and_one_fen_more_is_not() -> None:
    assert check_limit(LINE_FEN_MAX, LINE_FEN_MAX) == LINE_FEN_MAX
    assert check_limit(-LINE_FEN_MAX, LINE_FEN_MAX) == -LINE_FEN_MAX
    for beyond in (LINE_FEN_MAX + 1, -LINE_FEN_MAX - 1):
        with pytest.raises(InvalidInput) as refused:
            check_limit(beyond, LINE_FEN_MAX, "det_item_fee_sumamt")
        assert refused.value.code == "amount_too_large"


def test_the_limits_are_those_the_kernel_counts_on() -> None:
    assert (LINE_FEN_MAX, VISIT_FEN_MAX, YEAR_FEN_MAX) == (10**10, 10**12, 10**13)
    assert AMOUNT_FEN_MAX < 2**63

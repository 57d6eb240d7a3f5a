"""Exact in content: what cannot be meant is refused, naming field, row, reason and remedy."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.office.exchange.reading.test_forms import line
from yibao.office.base.errors import NotFound
from yibao.office.exchange.reading import read_input
from yibao.terms.errors import InvalidInput


def refused(**changed: object) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        read_input("2204", {"feedetail": [line(), line(**changed)]})
    return caught.value


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("psn_no", None, "field_missing"),
        ("psn_no", "null", "field_missing"),
        ("psn_no", "x" * 31, "text_too_long"),
        ("psn_no", "a\x00b", "control_characters"),
        ("bilg_dr_name", "张\ud800", "control_characters"),
        ("memo", {"a": 1}, "not_a_text"),
        ("memo", 1.5, "not_a_text"),
        ("memo", Decimal("1E+9999999"), "not_a_text"),
        ("memo", 10**200, "not_a_text"),
        ("hosp_appr_flag", "7", "unknown_code"),
        ("pric", "1.0000001", "too_many_decimals"),
        ("det_item_fee_sumamt", "12.345", "too_many_decimals"),
        ("det_item_fee_sumamt", Decimal("12.345"), "too_many_decimals"),
        ("det_item_fee_sumamt", "1" + "0" * 14, "number_too_large"),
        ("det_item_fee_sumamt", 10**14, "number_too_large"),
        ("det_item_fee_sumamt", "1E+99", "number_too_large"),
        ("cnt", "NaN", "not_a_number"),
        ("cnt", float("nan"), "not_a_number"),
        ("cnt", Decimal("Infinity"), "not_a_number"),
        ("cnt", "１２", "not_a_number"),
        ("cnt", "1,000", "not_a_number"),
        ("cnt", ".", "not_a_number"),
        ("cnt", "1" * 100, "not_a_number"),
        ("cnt", True, "not_a_number"),
        ("cnt", [], "not_a_number"),
        ("fee_ocur_time", "2023-02-29 08:00:00", "invalid_time"),
        ("fee_ocur_time", "2024-01-01 24:00:00", "invalid_time"),
        ("fee_ocur_time", "0001-01-01 00:00:00", "invalid_time"),
        ("fee_ocur_time", "2024-01-01T00:00:00Z", "invalid_time"),
        ("fee_ocur_time", "yesterday", "invalid_time"),
        ("fee_ocur_time", [], "invalid_time"),
    ],
)
def test_a_refusal_names_field_and_row(field: str, value: object, code: str) -> None:
    error = refused(**{field: value})
    assert (error.code, error.field) == (code, field)
    assert error.reason.zh.startswith("feedetail 第 2 行：")
    assert error.remedy.zh.endswith("。")


def test_a_date_that_no_calendar_has() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_input("2402", {"dscginfo": {"birctrl_matn_date": "2024-13-01"}})
    assert (caught.value.code, caught.value.field) == ("invalid_date", "birctrl_matn_date")


def test_two_names_with_two_values() -> None:
    for sent in ({"psn_no": "A", "PSN_NO": "B"}, {"PSN_NO": "B", "psn_no": "A"}):
        with pytest.raises(InvalidInput) as caught:
            read_input("2208", {"data": {**sent, "setl_id": "1", "mdtrt_id": "2"}})
        assert (caught.value.code, caught.value.field) == ("sent_twice", "psn_no")
    read = read_input(
        "2208", {"data": {"psn_no": "A", "PSN_NO": "A", "setl_id": "1", "mdtrt_id": "2"}}
    )
    assert read["data"]["psn_no"] == "A"


@pytest.mark.parametrize("raw", [{}, None, "", {"data": None}, {"data": []}, {"other": 1}])
def test_a_needed_node_is_missing(raw: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_input("2207", raw)
    assert (caught.value.code, caught.value.field) == ("field_missing", "data")


@pytest.mark.parametrize("raw", ["text", 1, True, {"data": "text"}, {"data": [1]}])
def test_no_object(raw: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_input("2207", raw)
    assert caught.value.code == "not_an_object"


def test_several_rows_where_one_is_meant() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_input("2207", {"data": [{}, {}]})
    assert caught.value.code == "one_row_only"


def test_an_empty_bill() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_input("2204", {"feedetail": []})
    assert caught.value.field == "feedetail"


def test_an_unknown_transaction() -> None:
    with pytest.raises(NotFound) as caught:
        read_input("9999", {})
    assert caught.value.code == "unknown_transaction"

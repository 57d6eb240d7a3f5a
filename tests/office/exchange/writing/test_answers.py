"""Strict in what goes out: every defined field in its place, nothing beside."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from yibao.office.exchange.definitions import definitions
from yibao.office.exchange.reading.nodes import plain_key
from yibao.office.exchange.writing import write_output, write_text


def test_fields_in_the_order_of_the_document() -> None:
    answer = write_output("2207", {"setlinfo": {"hifdm_pay": 1, "mdtrt_id": "1", "own": "x"}})
    printed = [field.name for field in definitions()["2207"].response["setlinfo"].fields]
    assert list(answer["setlinfo"]) == printed
    assert answer["setldetail"] == []


def test_values_as_the_general_rules_ask() -> None:
    text = write_text(
        "2207",
        {
            "setlinfo": {
                "psn_name": '张"三',
                "brdy": date(1990, 1, 2),
                "age": 34,
                # Midnight of China is four in the afternoon of the day before in UTC.
                "setl_time": datetime(2024, 12, 31, 16, tzinfo=UTC),
                "medfee_sumamt": 123_450,
                "psn_cash_pay": 0,
                "balc": -5,
                "pool_prop_selfpay": 850_000,
            }
        },
    )
    assert '"psn_name":"张\\"三"' in text
    assert '"brdy":"1990-01-02"' in text
    assert '"setl_time":"2025-01-01 00:00:00"' in text
    assert '"medfee_sumamt":1234.50' in text
    assert '"psn_cash_pay":0.00' in text
    assert '"balc":-0.05' in text
    assert '"pool_prop_selfpay":0.85' in text
    # Nothing was given: 0 for a number, an empty text for everything else.
    assert '"hifp_pay":0,' in text
    assert '"clr_way":""' in text
    assert '"age":34,' in text


def test_rows_of_a_node() -> None:
    row = {"feedetl_sn": "1", "cnt": 15_000, "pric": 4_520_000, "selfpay_prop": 50_000}
    (first, second) = write_output("2204", {"result": (row, row)})["result"]
    assert first == second
    assert (first["cnt"], first["pric"], first["selfpay_prop"]) == (1.5, 4.52, 0.05)


def test_rows_that_are_the_output_itself() -> None:
    assert write_output("5204", {"output": [{"mdtrt_id": "1"}]})[0]["mdtrt_id"] == "1"
    assert write_output("5204", None) == []


def test_no_output_at_all() -> None:
    assert write_output("2202", None) == {}


def test_a_text_is_cut_at_its_length() -> None:
    answer = write_output("3201", {"stmtinfo": {"stmt_rslt_dscr": "差" * 300}})
    assert len(answer["stmtinfo"]["stmt_rslt_dscr"]) == 200


@pytest.mark.parametrize("infno", sorted(definitions()))
def test_an_empty_answer_is_json(infno: str) -> None:
    answer = json.loads(write_text(infno, {}))
    nodes = definitions()[infno].response
    if isinstance(answer, dict) and "output" not in nodes:
        assert [plain_key(name) for name in answer] == [plain_key(name) for name in nodes]

"""The envelope: what comes is taken leniently, what goes is always of one form."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.office.exchange.door.sending import SIGN_IN, envelope, new_msgid, post, send
from yibao.office.exchange.models import MessageEntry, Signing

pytestmark = pytest.mark.usefixtures("open_hospital")


def signed_in(answered: dict[str, Any]) -> dict[str, Any]:
    assert answered["infcode"] == 0, answered
    assert answered["err_msg"] == ""
    return answered["output"]["signinoutb"]


def test_an_answer_has_the_national_form():
    answered = send("9001", SIGN_IN)
    assert list(answered)[:6] == [
        "infcode", "inf_refmsgid", "refmsg_time", "respond_time", "err_msg", "output",
    ]  # fmt: skip
    assert re.fullmatch(r"9901002\d{13}\d{10}", answered["inf_refmsgid"])
    assert re.fullmatch(r"\d{17}", answered["refmsg_time"])
    assert re.fullmatch(r"\d{17}", answered["respond_time"])
    assert len(signed_in(answered)["sign_no"]) == 30
    assert Signing.objects.get().operator == "0001"
    entry = MessageEntry.objects.get()
    assert (entry.provider, entry.infno, entry.outcome) == ("H99012100001", "9001", "ok")


def test_the_output_has_the_form_of_the_input():
    as_text = send("9001", json.dumps(SIGN_IN))
    assert isinstance(as_text["output"], str)
    assert json.loads(as_text["output"])["signinoutb"]["sign_no"]


@pytest.mark.parametrize(
    "others",
    [
        {"infno": 9001, "opter_type": 1},
        {"infver": "1.0.0-whatever-they-call-it"},
        {"opter_type": "", "inf_time": "gestern", "fixmedins_name": "医" * 200},
        {"dev_no": None, "sign_no": "NULL", "mdtrtarea_admvs": ""},
        {"enc_type": "", "appname": {"unknown": [1]}},
    ],
)
def test_what_clients_do_differently_is_taken(others: dict[str, Any]):
    signed_in(send("9001", SIGN_IN, **others))


def test_a_byte_order_mark_is_passed_over():
    signed_in(post(b"\xef\xbb\xbf" + json.dumps(envelope("9001", SIGN_IN)).encode()))


WRONG = [
    ({"msgid": ""}, "msgid: ", "missing"),
    ({"msgid": "1" * 31}, "msgid: ", "too_long"),
    ({"msgid": ["1"]}, "msgid: ", "wrong_type"),
    ({"msgid": 1.5}, "msgid: ", "wrong_type"),
    ({"msgid": True}, "msgid: ", "wrong_type"),
    ({"msgid": "a\0b"}, "body: ", "unusable_text"),
    ({"opter_name": "\ud83d"}, "body: ", "unusable_text"),
    ({"fixmedins_code": None}, "fixmedins_code: ", "missing"),
    ({"fixmedins_code": "H99012100009"}, "fixmedins_code: ", "unknown_institution"),
    ({"infno": "0000"}, "infno: ", "unknown_transaction"),
    ({"infno": "99999999999"}, "infno: ", "too_long"),
    ({"input": 5}, "input: ", "wrong_type"),
    ({"input": "<xml/>"}, "body: ", "not_json"),
    ({"input": "null", "infno": "2601"}, "", "]"),
    ({"msgid": "H99012100001202509301200000001"}, "msgid: ", "msgid_too_old"),
    ({"msgid": "H99012100001209901011200000001"}, "msgid: ", "msgid_ahead"),
]


@pytest.mark.parametrize(("others", "begins", "code"), WRONG)
def test_a_refusal_names_field_and_code(others: dict[str, Any], begins: str, code: str):
    answered = post(json.dumps({**envelope("9001", SIGN_IN), **others}).encode())
    assert answered["infcode"] == -1
    assert answered["output"] is None
    assert answered["err_msg"].startswith(begins)
    assert code in answered["err_msg"]
    assert len(answered["err_msg"]) <= 200
    assert Signing.objects.count() == 0
    entry = MessageEntry.objects.get()
    assert entry.said == answered["err_msg"]


BYTES = [
    (b"", "not_json"),
    (b"[]", "not_json"),
    (b"{", "not_json"),
    ('{"infno":"签到"}'.encode("gbk"), "not_utf8"),
    (b"[" * 100_000, "too_deep"),
    (b'{"a":NaN}', "not_json"),
    (b'{"a":1e999999999}', "not_json"),
    (b'{"a":' + b"9" * 5000 + b"}", "not_json"),
    (b" " * (10 * 1024 * 1024 + 1), "too_large"),
]


@pytest.mark.parametrize(("body", "code"), BYTES)
def test_what_is_no_message_is_answered_all_the_same(body: bytes, code: str):
    answered = post(body)
    assert answered["infcode"] == -1
    assert f"[{code}]" in answered["err_msg"]


def test_a_failure_of_ours_shows_a_reference_and_nothing_else(monkeypatch, caplog):
    def fail(*anything: object) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr("yibao.office.exchange.transactions.signing.sign_in", fail)
    answered = send("9001", SIGN_IN)
    assert answered["infcode"] == -1
    assert "[internal_error]" in answered["err_msg"]
    assert "secret" not in json.dumps(answered)
    reference = re.search(r"编号([0-9a-f]{8})", answered["err_msg"])
    assert reference is not None
    assert reference[1] in caplog.text
    assert "a secret of ours" in caplog.text
    assert MessageEntry.objects.get().outcome == "internal_error"


def test_a_hospital_without_access_is_refused(open_hospital: str):
    from tests.office.providers.making import institution  # noqa: PLC0415

    institution("H99012100002")
    answered = send("9001", SIGN_IN, fixmedins_code="H99012100002")
    assert "[no_access]" in answered["err_msg"]


def test_signing_out_ends_a_signing_in():
    number = signed_in(send("9001", SIGN_IN))["sign_no"]
    out = {"signOut": {"sign_no": number, "opter_no": "0001"}}
    assert send("9002", out)["output"]["sign_time"]["sign_time"]
    assert "[not_signed_in]" in send("9002", out, msgid=new_msgid())["err_msg"]

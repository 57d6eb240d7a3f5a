"""The forms that clients of different provinces send, and how each is signed."""

from __future__ import annotations

import base64
import json

import pytest

from tests.office.claims.making import DOCTOR, HOSPITAL
from tests.office.exchange.care.bill import CLASS_A, Line, bill
from tests.office.exchange.care.hospital import come, registering
from tests.office.exchange.care.region import People
from tests.office.exchange.care.signing import (
    hmac_signer,
    public_key,
    sm2_verifies,
    sm4_decrypt,
    sm_signer,
    tif_signer,
)
from tests.office.exchange.care.software import TEXT, Software
from yibao.office.base.actor import SYSTEM
from yibao.office.exchange.door import answer
from yibao.office.exchange.services import set_access

KEY, SECRET = "demo-access-key", "a shared secret of tests"
CLIENT, PRIVATE = (
    "0123456789abcdef",
    0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8,
)
PUBLIC = public_key(PRIVATE)
URLS = (
    "/fsi/api/rsfComIfsService/callService",
    "/mbs/fmi/fsi/api/callFsiService/callService",
    "/uif-hsaf-med-api/api/medical/service",
    "/fsi/api/outpatientDocInfoService/outpatientRregistration",
    "/fsi/api/rsfComIfsService/callService/2201",
    "/fsi/api/hospital/2201",
)


@pytest.mark.parametrize("url", URLS)
def test_every_form_of_address(url: str, hospital: Software, people: People) -> None:
    asked = registering(people.worker, DOCTOR)
    assert hospital.send("2201", asked, url=url).output["data"]["mdtrt_id"]


def test_bytes_are_utf8_whatever_the_content_type(hospital: Software, people: People) -> None:
    hospital.content_type = TEXT
    assert hospital.send("2201", registering(people.worker, DOCTOR)).succeeded


def test_null_as_text_is_nothing(hospital: Software, people: People) -> None:
    hospital.extra = dict.fromkeys(
        ("dev_no", "dev_safe_info", "cainfo", "sign_no", "signtype"), "null"
    )
    asked = registering(people.worker, DOCTOR, card_sn="null", exp_content="NULL")
    assert hospital.send("2201", asked).succeeded


def test_amounts_as_texts(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    lines = bill(Line(CLASS_A, "500"))
    texts = {"det_item_fee_sumamt": "500.00", "cnt": "1.0000", "pric": "500.000000"}
    assert visit.upload(lines, **texts).succeeded
    settled = visit.settle(lines, medfee_sumamt="500.00", inscp_scp_amt="500")
    assert settled.told("fund_pay_sumamt") == (150,)


def test_amounts_are_answered_as_numbers(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    lines = bill(Line(CLASS_A, "500"))
    visit.upload(lines)
    told = visit.settle(lines).settlement
    for name in ("medfee_sumamt", "hifp_pay", "acct_pay", "balc", "pool_prop_selfpay"):
        assert isinstance(told[name], int | float), name


def test_one_row_as_object_and_as_array(hospital: Software, people: People) -> None:
    asked = registering(people.worker, DOCTOR)
    assert hospital.send("2201", {"data": [asked["data"]]}).succeeded
    visit = come(hospital, people.worker, DOCTOR)
    (line,) = bill(Line(CLASS_A, "10"))
    sent = {}
    hospital.sign = lambda envelope: (sent.update(envelope) or envelope, {})
    visit.upload((line,))
    number = str(int(line.number) + 1_000_000)
    only = sent["input"]["feedetail"][0] | {"feedetl_sn": number}
    hospital.sign = lambda envelope: (envelope, {})
    rows = hospital.send("2204", {"feedetail": only | {"chrg_bchno": "B9"}}).output["result"]
    assert [row["feedetl_sn"] for row in rows] == [number]


def test_input_as_a_string_is_answered_as_a_string(hospital: Software, people: People) -> None:
    text = json.dumps(registering(people.worker, DOCTOR), ensure_ascii=False)
    answer = hospital.send("2201", text)
    output = answer.envelope["output"]
    assert isinstance(output, str)
    assert json.loads(output)["data"]["psn_no"] == people.worker.psn_no


def test_keys_in_another_spelling(hospital: Software, people: People) -> None:
    asked = registering(people.worker, DOCTOR)["data"]
    other = {name.upper(): value for name, value in asked.items()}
    assert hospital.send("2201", {"data": other}).succeeded


def test_what_is_no_message_is_refused_in_words(hospital: Software, people: People) -> None:
    for body in (b"{", b"[]", b"\xff\xfe", b'"text"', b'{"infno":"2201"}'):
        hospital.post(body).refused()
    hospital.send("9999", {}).refused("infno")
    hospital.send("2201", {}).refused("data")


def test_hmac_of_the_gateway(hospital: Software, people: People) -> None:
    set_access(SYSTEM, HOSPITAL, "hmac", access_key=KEY, secret=SECRET)
    hospital.sign = hmac_signer(KEY, SECRET)
    assert hospital.send("2201", registering(people.worker, DOCTOR)).succeeded
    for wrong, words in (
        (hmac_signer(KEY, "another secret"), "签名不一致!"),
        (hmac_signer("another", SECRET), "非法用户!"),
        (lambda envelope: (envelope, {}), "缺少服务网关的请求头!"),
    ):
        hospital.sign = wrong
        told = hospital.send("2201", registering(people.worker, DOCTOR)).envelope
        assert told == {"code": 401, "message": words}


def test_x_tif(hospital: Software, people: People) -> None:
    set_access(SYSTEM, HOSPITAL, "tif", access_key=KEY, secret=SECRET)
    hospital.sign = tif_signer(KEY, SECRET)
    assert hospital.send("2201", registering(people.worker, DOCTOR)).succeeded
    hospital.sign = tif_signer(KEY, "another secret")
    hospital.send("2201", registering(people.worker, DOCTOR)).refused("[wrong_signature]")


def test_sm2_and_sm4(hospital: Software, people: People) -> None:
    access = set_access(SYSTEM, HOSPITAL, "sm", access_key=CLIENT, secret=PUBLIC)
    hospital.sign = sm_signer(CLIENT, PRIVATE)
    answer = hospital.send("2201", registering(people.worker, DOCTOR)).envelope
    plain = sm4_decrypt(CLIENT.encode(), base64.b64decode(answer["output"]))
    assert json.loads(plain)["data"]["psn_no"] == people.worker.psn_no
    signed = base64.b64decode(answer["cainfo"])
    assert sm2_verifies(access.server_public_key, plain, signed)
    hospital.sign = sm_signer(CLIENT, PRIVATE + 1)
    hospital.send("2201", registering(people.worker, DOCTOR)).refused("[wrong_signature]")
    hospital.sign = lambda envelope: (envelope, {})
    hospital.send("2201", registering(people.worker, DOCTOR)).refused("[not_encrypted]")


def test_an_encrypted_message_again_gets_the_same_bytes(hospital: Software, people: People) -> None:
    set_access(SYSTEM, HOSPITAL, "sm", access_key=CLIENT, secret=PUBLIC)
    hospital.sign = sm_signer(CLIENT, PRIVATE)
    asked, msgid = registering(people.worker, DOCTOR), hospital.next_id()
    assert hospital.send("2201", asked, msgid).body == hospital.send("2201", asked, msgid).body


def test_a_provider_nobody_opened_the_interface_to(people: People) -> None:
    stranger = Software("H98010100004")
    stranger.send("2201", registering(people.worker, DOCTOR)).refused("[no_access]")
    unknown = Software("H99999999999")
    unknown.send("2201", registering(people.worker, DOCTOR)).refused("fixmedins_code")


def test_a_signature_header_in_two_spellings(hospital: Software, people: People) -> None:
    set_access(SYSTEM, HOSPITAL, "tif", access_key=KEY, secret=SECRET)
    envelope = hospital.envelope("2201", registering(people.worker, DOCTOR))
    _, headers = tif_signer(KEY, SECRET)(envelope)
    twice = (*headers.items(), ("x_tif_nonce", "another"))
    reply = answer(hospital.url, twice, json.dumps(envelope).encode())
    assert (reply.status, json.loads(reply.body)["infcode"]) == (200, -1)
    assert "[ambiguous_header]" in json.loads(reply.body)["err_msg"]

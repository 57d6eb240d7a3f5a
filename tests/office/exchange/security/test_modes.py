"""How each provider signs, and what happens to who does not."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.office.exchange.care.signing import (
    hmac_signer,
    public_key,
    sm2_verifies,
    sm4_decrypt,
    sm_signer,
    tif_signer,
)
from tests.office.exchange.door.sending import HOSPITAL, PATH, SIGN_IN, envelope
from tests.office.providers.making import institution
from yibao.office.base.actor import SYSTEM
from yibao.office.base.roles import Role
from yibao.office.exchange.door import answer
from yibao.office.exchange.models import Access, MessageEntry, Signing
from yibao.office.exchange.security.signatures import hmac_signature, tif_signature
from yibao.office.exchange.services import forget, set_access
from yibao.terms.errors import InvalidInput

CLIENT = "client0123456789"
PRIVATE = 0x1234567890ABCDEF1234567890ABCDEF1234567890ABCDEF1234567890ABCDEF
SECRETS = {"hmac": ("AK1", "a shared secret"), "tif": ("PAAS1", "a token of it")}
SIGNERS = {
    "hmac": hmac_signer(*SECRETS["hmac"]),
    "tif": tif_signer(*SECRETS["tif"]),
    "sm": sm_signer(CLIENT, PRIVATE),
}


@pytest.fixture(autouse=True)
def hospital(db: None) -> None:
    institution(HOSPITAL)


def open_to(mode: str) -> Access:
    if mode == "sm":
        return set_access(SYSTEM, HOSPITAL, mode, access_key=CLIENT, secret=public_key(PRIVATE))
    access_key, secret = SECRETS[mode]
    return set_access(SYSTEM, HOSPITAL, mode, access_key=access_key, secret=secret)


def send(sent: dict[str, Any], headers: Any) -> dict[str, Any]:
    pairs = headers.items() if isinstance(headers, dict) else headers
    reply = answer(PATH, pairs, json.dumps(sent, ensure_ascii=False).encode())
    assert reply.status == 200
    return json.loads(reply.body)


@pytest.mark.parametrize("mode", ["hmac", "tif"])
def test_who_signs_is_answered(mode: str):
    open_to(mode)
    answered = send(*SIGNERS[mode](envelope("9001", SIGN_IN)))
    assert answered["infcode"] == 0, answered


def test_national_algorithms_sign_and_hide_both_ways():
    access = open_to("sm")
    answered = send(*SIGNERS["sm"](envelope("9001", SIGN_IN)))
    assert answered["infcode"] == 0, answered
    plain = sm4_decrypt(CLIENT.encode(), base64.b64decode(answered["output"]))
    assert json.loads(plain)["signinoutb"]["sign_no"]
    signature = base64.b64decode(answered["cainfo"])
    assert sm2_verifies(access.server_public_key, plain, signature)
    assert not sm2_verifies(access.server_public_key, plain + b" ", signature)


def test_what_national_algorithms_do_not_cover_is_refused():
    open_to("sm")
    sent, headers = SIGNERS["sm"](envelope("9001", SIGN_IN))
    plain = send(envelope("9001", SIGN_IN), {})
    assert "[not_encrypted]" in plain["err_msg"]
    assert "[not_encrypted]" in send({**sent, "input": sent["input"][4:]}, headers)["err_msg"]
    assert "[wrong_signature]" in send({**sent, "cainfo": ""}, headers)["err_msg"]
    other, _ = SIGNERS["sm"](envelope("9001", {"signIn": {"opter_no": "2"}}))
    assert "[wrong_signature]" in send({**sent, "cainfo": other["cainfo"]}, headers)["err_msg"]
    assert Signing.objects.count() == 0


def hmac_headers(**others: str) -> dict[str, str]:
    now = str(int(timezone.now().timestamp() * 1000))
    values = {"name": "9001", "version": "1.0", "timestamp": now, "access_key": "AK1", **others}
    signed = hmac_signature(
        "a shared secret",
        *(values[name] for name in ("access_key", "name", "timestamp", "version")),
    )
    return {"_api_signature": signed} | {f"_api_{name}": value for name, value in values.items()}


def test_a_gateway_refuses_in_its_own_words():
    open_to("hmac")
    now = int(timezone.now().timestamp() * 1000)
    good = hmac_headers()
    for headers, message in (
        ({}, "缺少服务网关的请求头!"),
        ({**good, "_api_version": ""}, "缺少服务网关的请求头!"),
        (hmac_headers(timestamp=str(now - 31 * 60_000)), "签名时间戳超时!"),
        (hmac_headers(timestamp=str(now + 31 * 60_000)), "签名时间戳超时!"),
        (hmac_headers(timestamp=str(now // 1000)), "签名时间戳超时!"),
        (hmac_headers(timestamp="now"), "签名时间戳超时!"),
        (hmac_headers(access_key="AK2"), "非法用户!"),
        ({**good, "_api_name": "2207"}, "签名不一致!"),
        ({**good, "_api_signature": "签名"}, "签名不一致!"),
    ):
        answered = send(envelope("9001", SIGN_IN), headers)
        assert answered == {"code": 401, "message": message}, headers
    assert Signing.objects.count() == 0
    assert set(MessageEntry.objects.values_list("request", flat=True)) == {None}
    inside = send(envelope("9001", SIGN_IN), hmac_headers(timestamp=str(now - 29 * 60_000)))
    assert inside["infcode"] == 0


def tif_headers(nonce: str = "a nonce", age: int = 0, token: str = "") -> dict[str, str]:
    when = str(int(timezone.now().timestamp()) - age)
    return {
        "X-Tif-Paasid": "PAAS1",
        "X-Tif-Timestamp": when,
        "X-Tif-Nonce": nonce,
        "X-Tif-Signature": tif_signature(token or SECRETS["tif"][1], when, nonce).upper(),
    }


def test_a_nonce_counts_once_within_the_window():
    open_to("tif")
    assert send(envelope("9001", SIGN_IN), tif_headers())["infcode"] == 0
    again = send(envelope("9001", SIGN_IN), tif_headers())
    assert "[replayed_nonce]" in again["err_msg"]
    # A nonce with a wrong signature is not used up.
    assert (
        "[wrong_signature]"
        in send(envelope("9001", SIGN_IN), tif_headers("b", token="x" * 9))["err_msg"]
    )
    assert send(envelope("9001", SIGN_IN), tif_headers("b"))["infcode"] == 0
    assert "[replayed_nonce]" in send(envelope("9001", SIGN_IN), tif_headers("n" * 65))["err_msg"]
    late = send(envelope("9001", SIGN_IN), tif_headers("c", age=31 * 60))
    assert "[signature_out_of_time]" in late["err_msg"]
    forget(timezone.localtime() + timedelta(hours=2))
    assert send(envelope("9001", SIGN_IN), tif_headers())["infcode"] == 0


@pytest.mark.parametrize("mode", ["hmac", "tif", "none"])
def test_a_header_in_two_spellings_is_refused(mode: str):
    if mode == "none":
        set_access(SYSTEM, HOSPITAL, mode)
    else:
        open_to(mode)
    pairs = list((tif_headers() if mode == "tif" else hmac_headers()).items())
    for name, value in pairs:
        other = name.replace("-", "_") if "-" in name else name.replace("_", "-")
        for twice in ([*pairs, (other, value)], [(other.upper(), "x"), *pairs]):
            answered = send(envelope("9001", SIGN_IN), twice)
            assert "infcode" not in answered or answered["infcode"] == -1
            assert "两种写法" in (answered.get("message") or answered["err_msg"])
    assert Signing.objects.count() == 0


@pytest.mark.parametrize(
    ("mode", "access_key", "secret", "code"),
    [
        ("basic", "", "", "unknown_mode"),
        ("hmac", "", "a long secret", "invalid_access_key"),
        ("hmac", "AK", "short", "invalid_secret"),
        ("sm", "too short", public_key(PRIVATE), "invalid_access_key"),
        ("sm", CLIENT, f"{PRIVATE:064x}", "invalid_secret"),
    ],
)
def test_an_access_that_cannot_be_is_refused(mode: str, access_key: str, secret: str, code: str):
    with pytest.raises(InvalidInput) as refused:
        set_access(SYSTEM, HOSPITAL, mode, access_key=access_key, secret=secret)
    assert refused.value.code == code
    assert not Access.objects.exists()


def test_a_changed_key_holds_at_once_and_leaves_a_trace(actor):
    open_to("hmac")
    who = actor(Role.ADMINISTRATION)
    row = Access.objects.get()
    assert "a shared secret" not in row.secret
    set_access(who, HOSPITAL, "hmac", access_key="AK1", secret="another secret")
    assert send(envelope("9001", SIGN_IN), hmac_headers()) == {
        "code": 401,
        "message": "签名不一致!",
    }
    # Without a secret the old one stays; with another mode one has to be given.
    set_access(who, HOSPITAL, "hmac", access_key="AK2")
    with pytest.raises(InvalidInput):
        set_access(who, HOSPITAL, "tif", access_key="AK2")
    with pytest.raises(InvalidInput):
        set_access(who, HOSPITAL, "hmac", access_key="AK3", version=row.version)
    row.refresh_from_db()
    assert (row.access_key, row.changed_by, row.version) == ("AK2", who.name, 3)

"""National algorithms against the examples of their standards, and both ways of SM2 crosswise."""

from __future__ import annotations

import pytest

from yibao.office.exchange.cryptography import sm2, sm2_openssl, sm2_python, sm4
from yibao.office.exchange.security.signatures import hmac_signature, tif_signature

# GB/T 32918.5-2017, annex A.2: the key, the message and one signature of it.
PRIVATE = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"
PUBLIC = (
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
MESSAGE = b"message digest"
SIGNATURE = bytes.fromhex(
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)
WAYS = [
    pytest.param(
        sm2_openssl, marks=pytest.mark.skipif(not sm2_openssl.works(), reason="no libcrypto")
    ),
    sm2_python,
]


def test_the_public_key_is_that_of_the_standard():
    assert sm2.pair_of(PRIVATE).public == PUBLIC
    assert sm2.public_key(PUBLIC[2:].upper()) == PUBLIC


@pytest.mark.parametrize("way", WAYS)
def test_the_signature_of_the_standard_is_right(way):
    public = bytes.fromhex(PUBLIC)
    assert way.verify(public, MESSAGE, SIGNATURE, sm2.USER)
    assert not way.verify(public, MESSAGE + b".", SIGNATURE, sm2.USER)
    assert not way.verify(public, MESSAGE, SIGNATURE, b"somebody else")
    wrong = bytes([SIGNATURE[0] ^ 1]) + SIGNATURE[1:]
    assert not way.verify(public, MESSAGE, wrong, sm2.USER)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("other", WAYS)
@pytest.mark.parametrize("message", [b"", b"a", "医保结算".encode() * 500])
def test_what_one_way_signs_the_other_takes(way, other, message):
    pair = sm2.new_pair()
    private, public = bytes.fromhex(pair.private), bytes.fromhex(pair.public)
    signature = way.sign(private, public, message, sm2.USER)
    assert len(signature) == 64
    assert other.verify(public, message, signature, sm2.USER)


@pytest.mark.parametrize("signature", [b"", b"\0" * 64, b"\xff" * 64, b"\0" * 63, b"1" * 65])
def test_what_is_no_signature_is_refused(signature):
    assert not sm2.verify(PUBLIC, MESSAGE, signature)


@pytest.mark.parametrize("text", ["", "zz", "00" * 32, "ff" * 32, "04" * 10])
def test_what_is_no_private_key_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 -- the kind is all that is promised
        sm2.pair_of(text)


@pytest.mark.parametrize("text", ["", "04" + "11" * 64, "11" * 64, PRIVATE])
def test_what_is_no_public_key_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 -- likewise
        sm2.public_key(text)


def test_sm4_is_that_of_the_standard():
    # GB/T 32907-2016, annex A.1: key and plain text are the same 16 bytes.
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    hidden = sm4.encrypted(block, block)
    assert hidden[:16].hex() == "681edf34d206965e86b3e94f536e4246"
    assert len(hidden) == 32  # a whole block of padding follows a whole block
    assert sm4.decrypted(block, hidden) == block


@pytest.mark.parametrize("hidden", [b"", b"short", b"0" * 16, b"1" * 33])
def test_what_sm4_did_not_make_is_refused(hidden):
    with pytest.raises(ValueError):  # noqa: PT011 -- likewise
        sm4.decrypted(b"0123456789abcdef", hidden)


def test_signatures_of_the_gateways_have_the_forms_of_their_descriptions():
    # Computed with openssl: printf '%s' TEXT | openssl dgst -sha1 -hmac s3cretkey -binary | base64
    assert (
        hmac_signature("s3cretkey", "AK1", "2207", "1700000000000", "1.0.0")
        == "XCBT3BvLV1B/HpymjQ/ezElyu7I="
    )
    # printf '%s' 1700000000t0kenN0nce1700000000 | sha256sum
    assert (
        tif_signature("t0ken", "1700000000", "N0nce")
        == "65af3b5bebe703b507599cb6eb1664572ec3f2c664a85d75a7fac893b74b20e5"
    )

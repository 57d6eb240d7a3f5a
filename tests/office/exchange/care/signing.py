"""How clients sign, written from the descriptions of the gateways and sharing no code with ours."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SM3, Hash
from cryptography.hazmat.primitives.padding import PKCS7

from tests.office.exchange.care.software import Signer

Signed = tuple[dict[str, Any], dict[str, str]]
Point = tuple[int, int] | None

PRIME = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
CURVE_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
BASE = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
"""GB/T 32918.5: the recommended curve."""
USER = b"1234567812345678"


def hmac_signer(access_key: str, secret: str) -> Signer:
    """Sign as Hunan's gateway asks: HMAC-SHA1 over four headers in the order of their names."""

    def sign(envelope: dict[str, Any]) -> Signed:
        said = {
            "_api_access_key": access_key,
            "_api_name": envelope["infno"],
            "_api_timestamp": str(time.time_ns() // 1_000_000),
            "_api_version": "1.0.0",
        }
        text = "&".join(f"{name}={value}" for name, value in sorted(said.items()))
        made = hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()
        return envelope, {**said, "_api_signature": base64.b64encode(made).decode()}

    return sign


def tif_signer(paasid: str, token: str) -> Signer:
    """Sign as the x-tif gateways ask: SHA-256 of time, token, nonce, time."""

    def sign(envelope: dict[str, Any]) -> Signed:
        now, nonce = str(time.time_ns() // 1_000_000_000), secrets.token_hex(16)
        made = hashlib.sha256(f"{now}{token}{nonce}{now}".encode()).hexdigest()
        return envelope, {
            "x-tif-paasid": paasid,
            "x-tif-timestamp": now,
            "x-tif-nonce": nonce,
            "x-tif-signature": made,
        }

    return sign


def sm_signer(client: str, private_key: int) -> Signer:
    """Sign the plain input by SM2 with SM3, then encrypt it by SM4 with the client's id."""

    def sign(envelope: dict[str, Any]) -> Signed:
        plain = json.dumps(envelope["input"], ensure_ascii=False).encode()
        return {
            **envelope,
            "signtype": "SM2",
            "enc_type": "SM4",
            "cainfo": base64.b64encode(sm2_sign(private_key, plain)).decode(),
            "input": base64.b64encode(sm4_encrypt(client.encode(), plain)).decode(),
        }, {}

    return sign


def sm4_encrypt(key: bytes, plain: bytes) -> bytes:
    padder, cipher = PKCS7(128).padder(), Cipher(algorithms.SM4(key), modes.ECB()).encryptor()
    padded = padder.update(plain) + padder.finalize()
    return cipher.update(padded) + cipher.finalize()


def sm4_decrypt(key: bytes, hidden: bytes) -> bytes:
    remover, cipher = PKCS7(128).unpadder(), Cipher(algorithms.SM4(key), modes.ECB()).decryptor()
    padded = cipher.update(hidden) + cipher.finalize()
    return remover.update(padded) + remover.finalize()


def public_key(private_key: int) -> str:
    """Return the public key in hex, uncompressed."""
    x, y = times(private_key, BASE) or (0, 0)
    return f"04{x:064x}{y:064x}"


def sm2_sign(private_key: int, message: bytes) -> bytes:
    """Return r and s, 32 bytes each (GB/T 32918.2)."""
    digest = int.from_bytes(_sm3(_identity(times(private_key, BASE)) + message))
    while True:
        k = 1 + secrets.randbelow(ORDER - 1)
        x, _ = times(k, BASE) or (0, 0)
        r = (digest + x) % ORDER
        s = pow(1 + private_key, -1, ORDER) * (k - r * private_key) % ORDER
        if r and s and r + k != ORDER:
            return r.to_bytes(32) + s.to_bytes(32)


def sm2_verifies(public: str, message: bytes, signature: bytes) -> bool:
    raw = bytes.fromhex(public)[-64:]
    of = (int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    digest = int.from_bytes(_sm3(_identity(of) + message))
    found = plus(times(s, BASE), times((r + s) % ORDER, of))
    return found is not None and (digest + found[0]) % ORDER == r


def _identity(public: Point) -> bytes:
    x, y = public or (0, 0)
    numbers = (PRIME - 3, CURVE_B, *BASE, x, y)
    told = (len(USER) * 8).to_bytes(2) + USER
    return _sm3(told + b"".join(number.to_bytes(32) for number in numbers))


def _sm3(data: bytes) -> bytes:
    made = Hash(SM3())
    made.update(data)
    return made.finalize()


def plus(one: Point, other: Point) -> Point:
    if one is None or other is None:
        return one or other
    if one[0] == other[0] and (one[1] + other[1]) % PRIME == 0:
        return None
    if one == other:
        slope = (3 * one[0] ** 2 - 3) * pow(2 * one[1], -1, PRIME) % PRIME
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, PRIME) % PRIME
    x = (slope**2 - one[0] - other[0]) % PRIME
    return x, (slope * (one[0] - x) - one[1]) % PRIME


def times(factor: int, point: Point) -> Point:
    total: Point = None
    while factor:
        if factor & 1:
            total = plus(total, point)
        point, factor = plus(point, point), factor >> 1
    return total

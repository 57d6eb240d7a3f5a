"""SM2 signatures with SM3 (GB/T 32918.2): keys in hex, signatures as the 64 bytes r‖s.

OpenSSL signs where the machine's libcrypto knows SM2, some 1 300 signatures a second; without it
the same is computed in Python, some 60 a second.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from yibao.office.exchange.cryptography import sm2_openssl, sm2_python

USER = b"1234567812345678"
"""The identity that is hashed with the key where the parties agreed on none (GM/T 0009)."""
ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
"""n of the recommended curve, GB/T 32918.5."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key (64 hex digits) and its public key (130, beginning with 04)."""

    private: str
    public: str


def new_pair() -> KeyPair:
    """Return a new random pair."""
    return pair_of(f"{secrets.randbelow(ORDER - 2) + 1:064x}")


def pair_of(private: str) -> KeyPair:
    """Return the pair of a private key in hex.

    Raises:
        ValueError: it is no private key.

    """
    key = bytes.fromhex(private)
    if len(key) != 32 or not 1 <= int.from_bytes(key) < ORDER - 1:
        raise ValueError("no private key of SM2")
    return KeyPair(key.hex(), sm2_python.public_of(key).hex())


def public_key(text: str) -> str:
    """Return a public key in its one form; the leading 04 may be left out.

    Raises:
        ValueError: it is no point of the curve.

    """
    key = bytes.fromhex(text)
    if len(key) == 64:
        key = b"\x04" + key
    if len(key) != 65 or key[0] != 4 or not sm2_python.is_public(key):
        raise ValueError("no public key of SM2")
    return key.hex()


def sign(pair: KeyPair, message: bytes, user: bytes = USER) -> bytes:
    """Return the signature of a message."""
    signed: bytes = _ways().sign(
        bytes.fromhex(pair.private), bytes.fromhex(pair.public), message, user
    )
    return signed


def verify(public: str, message: bytes, signature: bytes, user: bytes = USER) -> bool:
    """Tell whether a signature is the key's of this message."""
    if len(signature) != 64:
        return False
    return bool(_ways().verify(bytes.fromhex(public), message, signature, user))


@cache
def _ways() -> ModuleType:
    return sm2_openssl if sm2_openssl.works() else sm2_python

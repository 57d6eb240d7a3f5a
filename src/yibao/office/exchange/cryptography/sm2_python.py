"""SM2 computed in Python, by gmalg: where OpenSSL is not at hand or knows no SM2."""

from __future__ import annotations

import gmalg
from gmalg.errors import GMError


def public_of(private: bytes) -> bytes:
    """Return the public key of a private one: 04, then both coordinates."""
    key: bytes = gmalg.SM2().generate_pk(private)
    return key


def is_public(key: bytes) -> bool:
    """Tell whether 65 bytes are a point of the curve."""
    try:
        return bool(gmalg.SM2().verify_pk(key))
    except GMError:
        return False


def sign(private: bytes, public: bytes, message: bytes, user: bytes) -> bytes:
    """Return r‖s."""
    r, s = gmalg.SM2(private, user, public).sign(message)
    return bytes(r).rjust(32, b"\0") + bytes(s).rjust(32, b"\0")


def verify(public: bytes, message: bytes, signature: bytes, user: bytes) -> bool:
    """Tell whether r‖s is the key's signature of the message."""
    try:
        return bool(gmalg.SM2(None, user, public).verify(message, signature[:32], signature[32:]))
    except GMError:
        return False

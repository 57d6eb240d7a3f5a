"""SM2 by the machine's own OpenSSL (libcrypto 1.1.1 or 3), called through ctypes."""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

_HALF = 32
# RFC 5915 key with the curve's name 1.2.156.10197.1.301, and SubjectPublicKeyInfo of such a key.
_CURVE = bytes.fromhex("06082a811ccf5501822d")
_PRIVATE = bytes.fromhex("30770201010420"), b"\xa0\x0a" + _CURVE + b"\xa1\x44\x03\x42\x00"
_PUBLIC = bytes.fromhex("3059301306072a8648ce3d0201") + _CURVE + b"\x03\x42\x00"
_DER_MOST = 72
_POINTERS = (
    "EVP_sm3", "EVP_MD_CTX_new", "EVP_PKEY_CTX_new", "d2i_AutoPrivateKey", "d2i_PUBKEY",
)  # fmt: skip


def works() -> bool:
    """Tell whether libcrypto is there and signs what it then verifies."""
    if _library() is None:
        return False
    private = (1).to_bytes(_HALF)
    public = bytes.fromhex(
        "0432c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7"
        "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0"
    )
    try:
        return verify(public, b"a", sign(private, public, b"a", b"b"), b"b")
    except (RuntimeError, AttributeError):
        return False


def sign(private: bytes, public: bytes, message: bytes, user: bytes) -> bytes:
    """Return r‖s.

    Raises:
        RuntimeError: libcrypto refused.

    """
    key = _private_key(private, public)
    with _context(key, user) as (library, context):
        _need(
            library.EVP_DigestSignInit(context, None, ctypes.c_void_p(library.EVP_sm3()), None, key)
        )
        room = ctypes.create_string_buffer(_DER_MOST + 8)
        length = ctypes.c_size_t(len(room))
        _need(
            library.EVP_DigestSign(
                context, room, ctypes.byref(length), message, ctypes.c_size_t(len(message))
            )
        )
    r, s = decode_dss_signature(room.raw[: length.value])
    return r.to_bytes(_HALF) + s.to_bytes(_HALF)


def verify(public: bytes, message: bytes, signature: bytes, user: bytes) -> bool:
    """Tell whether r‖s is the key's signature of the message.

    Raises:
        RuntimeError: libcrypto does not take the key.

    """
    r, s = int.from_bytes(signature[:_HALF]), int.from_bytes(signature[_HALF:])
    der = encode_dss_signature(r, s)
    key = _public_key(public)
    with _context(key, user) as (library, context):
        _need(
            library.EVP_DigestVerifyInit(
                context, None, ctypes.c_void_p(library.EVP_sm3()), None, key
            )
        )
        answer = library.EVP_DigestVerify(
            context, der, ctypes.c_size_t(len(der)), message, ctypes.c_size_t(len(message))
        )
    return bool(answer == 1)


@cache
def _library() -> Any:
    name = ctypes.util.find_library("crypto")
    if name is None:
        return None
    try:
        library = ctypes.CDLL(name)
        for function in _POINTERS:
            getattr(library, function).restype = ctypes.c_void_p
    except (OSError, AttributeError):
        return None
    return library


# Keys are few (one or two a provider) and stay in use; those that leave the cache are freed by
# nobody, a few hundred bytes each.
@lru_cache(maxsize=4096)
def _private_key(private: bytes, public: bytes) -> ctypes.c_void_p:
    return _key("d2i_AutoPrivateKey", _PRIVATE[0] + private + _PRIVATE[1] + public)


@lru_cache(maxsize=4096)
def _public_key(public: bytes) -> ctypes.c_void_p:
    return _key("d2i_PUBKEY", _PUBLIC + public)


def _key(reader: str, der: bytes) -> ctypes.c_void_p:
    room = ctypes.create_string_buffer(der, len(der))
    place = ctypes.c_void_p(ctypes.addressof(room))
    key = getattr(_library(), reader)(None, ctypes.byref(place), ctypes.c_long(len(der)))
    if not key:
        raise RuntimeError("libcrypto does not take the key")
    return ctypes.c_void_p(key)


@contextmanager
def _context(key: ctypes.c_void_p, user: bytes) -> Iterator[tuple[Any, ctypes.c_void_p]]:
    library = _library()
    context = ctypes.c_void_p(library.EVP_MD_CTX_new())
    of_key = ctypes.c_void_p(library.EVP_PKEY_CTX_new(key, None))
    try:
        library.EVP_MD_CTX_set_pkey_ctx(context, of_key)
        _need(library.EVP_PKEY_CTX_set1_id(of_key, user, len(user)))
        yield library, context
    finally:
        library.EVP_MD_CTX_free(context)
        library.EVP_PKEY_CTX_free(of_key)


def _need(answer: int) -> None:
    if answer != 1:
        raise RuntimeError("libcrypto refused")

"""Signatures in headers (网关签名): HMAC-SHA1 of the four headers, SHA-256 of x-tif.

Neither covers the body: that it came unchanged is the connection's business (TLS). What both prove
is that who sent it holds the key, and did so within half an hour.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

from yibao.office.database.prepared import fetch
from yibao.office.exchange.access.opened import Opened
from yibao.office.exchange.errors import out_of_time, replayed, unknown_key, wrong_signature
from yibao.office.exchange.models import Mode
from yibao.office.exchange.security.headers import Headers

WINDOW_SECONDS = 30 * 60
NONCE_LONGEST = 64

# A message that is tried again after a deadlock finds its own nonce, with its own time.
_USE_NONCE = """
    INSERT INTO exchange_nonce AS used (provider, nonce, used_at) VALUES (%s, %s, %s)
    ON CONFLICT (provider, nonce) DO UPDATE SET used_at = excluded.used_at
    WHERE used.used_at = excluded.used_at RETURNING 1
"""


def check_headers(access: Opened, headers: Headers, now: datetime) -> None:
    """See that the headers' signature is the provider's; in other modes there is none to see.

    Raises:
        Unauthorized: codes ``no_signature_header``, ``unknown_access_key``,
            ``signature_out_of_time``, ``wrong_signature``, ``replayed_nonce``.

    """
    if access.mode == Mode.HMAC:
        _check_hmac(access, headers, now)
    elif access.mode == Mode.TIF:
        _check_tif(access, headers, now)


def hmac_signature(secret: str, access_key: str, name: str, timestamp: str, version: str) -> str:
    """Return the signature of mode A: base64 of HMAC-SHA1 over four headers in their order."""
    text = (
        f"_api_access_key={access_key}&_api_name={name}"
        f"&_api_timestamp={timestamp}&_api_version={version}"
    )
    signed = hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(signed).decode()


def tif_signature(token: str, timestamp: str, nonce: str) -> str:
    """Return the signature of mode B: SHA-256 of time, token, nonce, time, in hex."""
    return hashlib.sha256(f"{timestamp}{token}{nonce}{timestamp}".encode()).hexdigest()


def _check_hmac(access: Opened, headers: Headers, now: datetime) -> None:
    name, version, timestamp, key, signature = (
        headers.need(f"_api_{part}")
        for part in ("name", "version", "timestamp", "access_key", "signature")
    )
    _see_time("_api_timestamp", timestamp, 1000, now)
    if not _same(key, access.access_key):
        raise unknown_key("_api_access_key")
    if not _same(signature, hmac_signature(access.secret, key, name, timestamp, version)):
        raise wrong_signature("_api_signature")


def _check_tif(access: Opened, headers: Headers, now: datetime) -> None:
    key, timestamp, nonce, signature = (
        headers.need(f"x-tif-{part}") for part in ("paasid", "timestamp", "nonce", "signature")
    )
    _see_time("x-tif-timestamp", timestamp, 1, now)
    if not _same(key, access.access_key):
        raise unknown_key("x-tif-paasid")
    if not _same(signature.lower(), tif_signature(access.secret, timestamp, nonce)):
        raise wrong_signature("x-tif-signature")
    if len(nonce) > NONCE_LONGEST or not fetch(_USE_NONCE, (access.provider, nonce, now)):
        raise replayed("x-tif-nonce")


def _see_time(name: str, timestamp: str, units_a_second: int, now: datetime) -> None:
    digits = timestamp if timestamp.isascii() and timestamp.isdigit() else ""
    if not 0 < len(digits) <= 16:
        raise out_of_time(name)
    if abs(int(digits) / units_a_second - now.timestamp()) > WINDOW_SECONDS:
        raise out_of_time(name)


def _same(given: str, right: str) -> bool:
    """Tell whether two texts are the same, in a time that does not say where they differ."""
    return hmac.compare_digest(given.encode(), right.encode())

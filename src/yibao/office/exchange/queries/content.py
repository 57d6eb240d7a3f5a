"""What a message asked and what it was answered (报文内容), as far as it is kept."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import InvalidToken

from yibao.office.exchange.access.opened import open_access
from yibao.office.exchange.cryptography import sm4
from yibao.office.exchange.message_number import day_in
from yibao.office.exchange.models import Access, Key, KeyState, MessageEntry, Mode


@dataclass(frozen=True, slots=True)
class Content:
    """Both sides of a message as text, for a page; empty where nothing is kept."""

    asked: str
    answered: str
    state: str
    """What became of its number, one of `KeyState`; empty: nothing was changed."""


def content_of(row: MessageEntry) -> Content:
    """Return what is kept of a message.

    Of a refused one that is the request, of one that changed something the answer; what reads is
    kept as a line only.
    """
    key = Key.objects.filter(
        provider=row.provider, infno=row.infno, msgid=row.msgid, sent_on=day_in(row.msgid)
    ).first()
    asked = _unpacked(row.request)
    answered = "" if row.outcome not in {"ok", "repeated"} or key is None else _unpacked(key.answer)
    sm4_key = _sm4_key(row.provider)
    return Content(
        _readable(asked, "input", sm4_key),
        _readable(answered, "output", sm4_key),
        KeyState(key.state).label if key else "",
    )


def _unpacked(kept: Any) -> str:
    return zlib.decompress(bytes(kept)).decode() if kept else ""


def _readable(text: str, name: str, key: bytes) -> str:
    """Return a message with its lines broken, and its input or output opened."""
    try:
        envelope = json.loads(text) if text else None
    except ValueError:
        return text
    if not isinstance(envelope, dict):
        return text
    inner = envelope.get(name)
    if isinstance(inner, str) and inner:
        envelope[name] = _opened(inner, key)
    return json.dumps(envelope, ensure_ascii=False, indent=2)


def _opened(inner: str, key: bytes) -> object:
    try:
        return json.loads(inner)
    except ValueError:
        pass
    try:
        return json.loads(sm4.decrypted(key, base64.b64decode(inner, validate=True)))
    except (ValueError, binascii.Error):
        return inner


def _sm4_key(provider: str) -> bytes:
    row = Access.objects.filter(provider=provider, mode=Mode.SM).first()
    if row is None:
        return b""
    try:
        return open_access(
            *(row.provider, row.version, row.mode, row.access_key, row.secret),
            *(row.server_key, row.server_public_key),
        ).sm4_key
    except InvalidToken:
        return b""

"""How the institutions of the demo region sign their messages (演示接入密钥).

The keys are as public as this file: they protect nothing, and no real site may have them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from yibao.office.base.actor import SYSTEM
from yibao.office.base.rights.granted import EVERYTHING
from yibao.office.demo.chosen import SECURITIES, chosen
from yibao.office.exchange.cryptography.sm2 import ORDER, pair_of
from yibao.office.exchange.queries import accesses_within
from yibao.office.exchange.services import set_access


@dataclass(frozen=True, slots=True)
class Keys:
    """What an institution signs with; a key of the server only where both sides sign."""

    security: str
    access_key: str = ""
    secret_key: str = ""
    server_private_key: str = ""

    @property
    def server_public_key(self) -> str:
        """What the institution verifies answers with; empty where they are not signed."""
        return pair_of(self.server_private_key).public if self.server_private_key else ""


def keys_of(provider: str) -> Keys:
    """Return the keys of an institution; they follow from its code.

    >>> [keys_of(one.code).security for one in chosen()[:5]]
    ['none', 'hmac', 'tif', 'sm', 'none']
    """
    security = _security(provider)
    if security == "none":
        return Keys(security)
    if security == "sm":
        private, server = _private_key(f"{provider} 机构"), _private_key(f"{provider} 平台")
        return Keys(security, f"yanshi{provider[-10:]}", private, server)
    return Keys(security, f"yanshi-{provider}", _drawn(provider).hex()[:32])


def open_interface(providers: Iterable[str]) -> int:
    """Let institutions send messages, each signed in its way; return how many were new."""
    known = {row.provider for row in accesses_within(EVERYTHING)}
    new = [code for code in dict.fromkeys(providers) if code not in known]
    for provider in new:
        keys = keys_of(provider)
        secret = keys.secret_key
        if keys.security == "sm":
            secret = pair_of(secret).public
        set_access(
            *(SYSTEM, provider, keys.security),
            access_key=keys.access_key,
            secret=secret,
            server_private_key=keys.server_private_key,
        )
    return len(new)


def _security(provider: str) -> str:
    """Say how an institution signs: whoever is not named signs by HMAC."""
    codes = [one.code for one in chosen()]
    if provider not in codes:
        return "hmac"
    place = codes.index(provider)
    return SECURITIES[place] if place < len(SECURITIES) else SECURITIES[0]


def _private_key(name: str) -> str:
    return f"{int.from_bytes(_drawn(name)) % (ORDER - 2) + 1:064x}"


def _drawn(name: str) -> bytes:
    return sha256(f"演示 {name}".encode()).digest()

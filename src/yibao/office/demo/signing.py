"""How the institutions of the tiny region sign their messages (演示接入密钥).

The keys are as public as this file: they protect nothing, and no real site may have them.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from yibao.office.demo.tiny import SECURITIES, chosen

_ORDER_SM2 = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
"""Order of the base point of SM2's recommended curve, GB/T 32918.5-2017."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What an institution signs with; a public key of the server only where both sides sign."""

    security: str
    access_key: str = ""
    secret_key: str = ""
    server_public_key: str = ""


def keys_of(provider: str) -> Keys:
    """Return the keys of an institution; they follow from its code.

    >>> keys_of(chosen()[0].code).security, keys_of(chosen()[1].code).security
    ('none', 'hmac')
    """
    codes = [one.code for one in chosen()]
    place = codes.index(provider)
    security = SECURITIES[place] if place < len(SECURITIES) else SECURITIES[0]
    digest = sha256(f"演示 {provider}".encode())
    if security == "none":
        return Keys(security)
    if security == "sm":
        number = int.from_bytes(digest.digest()) % (_ORDER_SM2 - 2) + 1
        return Keys(security, f"yanshi{provider[-10:]}", f"{number:064x}")
    return Keys(security, f"yanshi-{provider}", digest.hexdigest()[:32])

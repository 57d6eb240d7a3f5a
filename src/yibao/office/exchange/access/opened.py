"""An access with its secrets opened (解密后的接入方式), kept in the process as long as it holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from yibao.office.exchange.cryptography.secrets_at_rest import opened
from yibao.office.exchange.cryptography.sm2 import KeyPair


@dataclass(frozen=True, slots=True)
class Opened:
    """How a provider signs, with what."""

    provider: str
    mode: str
    access_key: str
    secret: str
    """Shared secret or token; in mode `sm` the provider's public key."""
    server: KeyPair
    """Ours towards this provider; empty but in mode `sm`."""

    @property
    def sm4_key(self) -> bytes:
        """The key of SM4: the client id's bytes."""
        return self.access_key.encode()


@lru_cache(maxsize=4096)
def open_access(
    provider: str,
    version: int,
    mode: str,
    access_key: str,
    secret: str,
    server_key: str,
    server_public_key: str,
) -> Opened:
    """Return an access ready for use; a changed row has another version, and so another entry."""
    del version
    pair = KeyPair(opened(server_key), server_public_key)
    return Opened(provider, mode, access_key, opened(secret), pair)

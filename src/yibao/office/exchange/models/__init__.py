"""The tables of the exchange (两定接口的表)."""

from yibao.office.exchange.models.access import Access, Mode
from yibao.office.exchange.models.message import Key, KeyState, MessageEntry, Nonce
from yibao.office.exchange.models.signing import Signing
from yibao.office.exchange.models.statement import (
    ApplicationState,
    ClearingApplication,
    ProviderFile,
)

__all__ = [
    "Access",
    "ApplicationState",
    "ClearingApplication",
    "Key",
    "KeyState",
    "MessageEntry",
    "Mode",
    "Nonce",
    "ProviderFile",
    "Signing",
]

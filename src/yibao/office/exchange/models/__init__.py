"""The tables of the exchange (两定接口的表)."""

from yibao.office.exchange.models.access import Access, Mode
from yibao.office.exchange.models.message import Key, KeyState, MessageEntry, Nonce
from yibao.office.exchange.models.signing import Signing

__all__ = ["Access", "Key", "KeyState", "MessageEntry", "Mode", "Nonce", "Signing"]

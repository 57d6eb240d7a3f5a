"""Signatures of messages (报文签名): three ways, and none only where somebody said so."""

from yibao.office.exchange.security.headers import Headers
from yibao.office.exchange.security.opening import Form, OpenedInput, open_input
from yibao.office.exchange.security.signatures import check_headers

__all__ = ["Form", "Headers", "OpenedInput", "check_headers", "open_input"]

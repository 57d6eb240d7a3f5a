"""Where messages may be sent (接口地址): provinces differ, the message says what it is."""

from __future__ import annotations

PREFIXES = ("/fsi/api/", "/mbs/fmi/fsi/", "/uif-hsaf-med-api/")
"""One endpoint, one for each number, one for each service: all begin with one of these."""


def is_for_exchange(path: str) -> bool:
    """Tell whether a path belongs to the interface.

    >>> is_for_exchange("/fsi/api/outpatientSettleService/saveSettletmentV2")
    True
    >>> is_for_exchange("/api/openapi.json")
    False
    """
    return path.startswith(PREFIXES)

"""What the gateway of mode A says instead of an answer (网关拒绝): a code and a sentence."""

from __future__ import annotations

import json

from yibao.office.exchange.errors import Unauthorized

REFUSED = 401


def refusal_of_gateway(refused: Unauthorized) -> bytes:
    """Return the gateway's own form of a refusal; its clients look for it.

    >>> from yibao.office.exchange.errors import wrong_signature
    >>> refusal_of_gateway(wrong_signature("_api_signature")).decode()
    '{"code":401,"message":"签名不一致!"}'
    """
    told = {"code": REFUSED, "message": refused.reason.zh}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()

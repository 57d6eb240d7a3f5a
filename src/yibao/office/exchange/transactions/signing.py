"""Operators sign in and out (签到签退)."""

from __future__ import annotations

from yibao.office.exchange.message import Message
from yibao.office.exchange.services.signing import sign_in, sign_out
from yibao.office.exchange.transactions.registry import Output, transaction


@transaction("9001", changes=True)
def signing_in(message: Message) -> Output:
    """Sign an operator in (签到)."""
    node = message.node("signIn")
    row = sign_in(message, node.get("opter_no") or "", node.get("mac") or "", node.get("ip") or "")
    return {"signinoutb": {"sign_time": row.signed_in_at, "sign_no": row.number}}


@transaction("9002", changes=True)
def signing_out(message: Message) -> Output:
    """Sign an operator out (签退)."""
    row = sign_out(message, message.node("signOut").get("sign_no") or "")
    return {"sign_time": {"sign_time": row.signed_out_at}}

"""Purchases at pharmacies (药店购药): visit, bill and settlement in one message."""

from __future__ import annotations

from collections.abc import Sequence

from yibao.office.claims import services as claims
from yibao.office.claims.asked import Claim, NewLine, NewVisit, Settled, TakenLine
from yibao.office.exchange.message import Message
from yibao.office.exchange.transactions.registry import Output, transaction
from yibao.office.exchange.translating import bills, settlements, visits
from yibao.office.exchange.translating.nodes import Node, needed


@transaction("2101", changes=False)
def preview(message: Message) -> Output:
    """Say what a purchase would be settled as; nothing is kept (药店预结算)."""
    node = message.node("druginfo")
    bought, taken = claims.preview_purchase(*_purchase(message, node))
    return _answer(node, bought, taken)


@transaction("2102", changes=True)
def buy(message: Message) -> Output:
    """Settle a purchase (药店结算)."""
    node = message.node("druginfo")
    bought, taken = claims.buy(message.actor, *_purchase(message, node))
    return _answer(node, bought, taken)


@transaction("2103", changes=True)
def reverse(message: Message) -> Output:
    """Reverse a purchase (药店结算撤销)."""
    node = message.node("data")
    key = visits.key_of(message, node)
    found = claims.reverse(message.actor, key, needed(node, "setl_id"), message.msgid)
    return settlements.reversed_settlement(found)


def _purchase(message: Message, node: Node) -> tuple[NewVisit, tuple[NewLine, ...], Claim]:
    lines = bills.purchase_lines(message.nodes("drugdetail"), message.nodes("durg_trac_info"))
    return visits.purchase(message, node), lines, settlements.purchase_claim(message, node)


def _answer(node: Node, bought: Settled, taken: Sequence[TakenLine]) -> Output:
    answer = settlements.settled(bought, node.get("mdtrt_cert_type") or "")
    return answer | {"detlcutinfo": bills.classified(taken)}

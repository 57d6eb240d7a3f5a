"""Undoes a message whose outcome its sender does not know (冲正交易)."""

from __future__ import annotations

from yibao.office.exchange.message import Message
from yibao.office.exchange.services.corrections import correct
from yibao.office.exchange.transactions.registry import transaction
from yibao.office.exchange.translating.nodes import needed


@transaction("2601", changes=True)
def undo(message: Message) -> None:
    """Undo what another message did; one that never came is refused when it comes."""
    node = message.node("data")
    correct(message, str(node.get("psn_no") or ""), needed(node, "oinfno"), needed(node, "omsgid"))

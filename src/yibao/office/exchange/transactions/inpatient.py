"""Stays in hospital (住院): admission, bill, discharge, settlement and their reversals."""

from __future__ import annotations

from yibao.office.claims import services as claims
from yibao.office.claims.asked import Setting
from yibao.office.exchange.message import Message
from yibao.office.exchange.transactions.registry import Output, transaction
from yibao.office.exchange.translating import bills, settlements, visits
from yibao.office.exchange.translating.nodes import needed


@transaction("2301", changes=True)
def upload(message: Message) -> Output:
    """Take lines of a stay (住院费用明细上传)."""
    rows = message.nodes("feedetail")
    taken = claims.upload(message.actor, bills.visit_of(message, rows), bills.lines(rows))
    return {"result": bills.classified(taken)}


@transaction("2302", changes=True)
def remove(message: Message) -> None:
    """Delete lines that are not settled, by number or all (住院费用明细撤销)."""
    rows = message.nodes("data")
    key = bills.visit_of(message, rows)
    numbers = tuple(str(needed(row, "feedetl_sn")) for row in rows)
    claims.remove(message.actor, key, numbers=numbers)


@transaction("2303", changes=False)
def preview(message: Message) -> Output:
    """Say what a settlement would be; nothing is kept (住院预结算)."""
    node = message.node("data")
    found = claims.preview(settlements.claim(message, node))
    return settlements.settled(found, node.get("mdtrt_cert_type") or "")


@transaction("2304", changes=True)
def settle(message: Message) -> Output:
    """Settle a stay, or what it has come to so far (住院结算、中途结算)."""
    node = message.node("data")
    found = claims.settle(message.actor, settlements.claim(message, node))
    return settlements.settled(found, node.get("mdtrt_cert_type") or "")


@transaction("2305", changes=True)
def reverse(message: Message) -> Output:
    """Reverse a settlement (住院结算撤销)."""
    node = message.node("data")
    key = visits.key_of(message, node)
    found = claims.reverse(message.actor, key, needed(node, "setl_id"), message.msgid)
    return settlements.reversed_settlement(found)


@transaction("2401", changes=True)
def admit(message: Message) -> Output:
    """Admit somebody (入院办理)."""
    node = message.node("mdtrtinfo")
    new = visits.admission(message, node, message.nodes("diseinfo"))
    return {"result": {"mdtrt_id": claims.register(message.actor, new)}}


@transaction("2402", changes=True)
def discharge(message: Message) -> None:
    """Discharge somebody (出院办理)."""
    node = message.node("dscginfo")
    end = visits.discharge(node, message.nodes("diseinfo"))
    claims.discharge(message.actor, visits.key_of(message, node), end)


@transaction("2403", changes=True)
def change(message: Message) -> None:
    """Change what was said of a stay (住院信息变更)."""
    node = message.node("adminfo")
    change = visits.change(node, message.nodes("diseinfo"))
    claims.change(message.actor, visits.key_of(message, node), change)


@transaction("2404", changes=True)
def withdraw(message: Message) -> None:
    """Withdraw an admission that nothing was settled of (入院撤销)."""
    key = visits.key_of(message, message.node("data"))
    claims.withdraw(message.actor, key, Setting.INPATIENT)


@transaction("2405", changes=True)
def undo_discharge(message: Message) -> None:
    """Take a discharge back (出院撤销)."""
    claims.undo_discharge(message.actor, visits.key_of(message, message.node("data")))

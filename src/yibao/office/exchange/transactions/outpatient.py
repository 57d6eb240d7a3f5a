"""Out-patient care (门诊): registration, diagnoses, bill, settlement and their reversals."""

from __future__ import annotations

from yibao.office.claims import services as claims
from yibao.office.claims.asked import Setting
from yibao.office.exchange.message import Message
from yibao.office.exchange.transactions.registry import Output, transaction
from yibao.office.exchange.translating import bills, settlements, visits
from yibao.office.exchange.translating.nodes import needed


@transaction("2201", changes=True)
def register(message: Message) -> Output:
    """Register a visit (门诊挂号)."""
    node = message.node("data")
    new = visits.registration(message, node)
    number = claims.register(message.actor, new)
    return {
        "data": {"mdtrt_id": number, "psn_no": new.person, "ipt_otp_no": new.own_number},
    }


@transaction("2202", changes=True)
def withdraw(message: Message) -> None:
    """Withdraw a visit that nothing was settled of (门诊挂号撤销)."""
    key = visits.key_of(message, message.node("data"))
    claims.withdraw(message.actor, key, Setting.OUTPATIENT)


@transaction("2203", changes=True)
def attend(message: Message) -> None:
    """Say what a visit is for, and its diagnoses (门诊就诊信息上传)."""
    node = message.node("mdtrtinfo")
    key = visits.key_of(message, node)
    claims.attend(message.actor, key, visits.attendance(node, message.nodes("diseinfo")))


@transaction("2203A", changes=True)
def attend_at_pharmacy(message: Message) -> None:
    """Say what a prescription is for that a pharmacy fills (定点零售药店门诊就诊信息上传)."""
    attend(message)


@transaction("2204", changes=True)
def upload(message: Message) -> Output:
    """Take the lines of one or several batches (门诊费用明细信息上传)."""
    rows = message.nodes("feedetail")
    taken = claims.upload(message.actor, bills.visit_of(message, rows), bills.lines(rows))
    return {"result": bills.classified(taken)}


@transaction("2205", changes=True)
def remove(message: Message) -> None:
    """Delete the lines of a batch that is not settled, or of all (门诊费用明细信息撤销)."""
    node = message.node("data")
    key = visits.key_of(message, node)
    claims.remove(message.actor, key, batch=needed(node, "chrg_bchno"))


@transaction("2206", changes=False)
def preview(message: Message) -> Output:
    """Say what a settlement would be; nothing is kept (门诊预结算)."""
    node = message.node("data")
    found = claims.preview(settlements.claim(message, node))
    return settlements.settled(found, node.get("mdtrt_cert_type") or "")


@transaction("2207", changes=True)
def settle(message: Message) -> Output:
    """Settle (门诊结算)."""
    node = message.node("data")
    found = claims.settle(message.actor, settlements.claim(message, node))
    return settlements.settled(found, node.get("mdtrt_cert_type") or "")


@transaction("2208", changes=True)
def reverse(message: Message) -> Output:
    """Reverse a settlement (门诊结算撤销)."""
    node = message.node("data")
    key = visits.key_of(message, node)
    found = claims.reverse(message.actor, key, needed(node, "setl_id"), message.msgid)
    return settlements.reversed_settlement(found)

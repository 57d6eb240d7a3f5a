"""Undoes what a message did whose outcome its sender does not know (冲正, 2601)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from yibao.office.claims import services as claims
from yibao.office.claims.asked import Setting, VisitKey
from yibao.office.database.prepared import fetch
from yibao.office.exchange.errors import not_undoable, other_person
from yibao.office.exchange.message import Message
from yibao.office.exchange.message_number import day_in
from yibao.office.exchange.messages.keys import see_day
from yibao.office.exchange.models import KeyState

# Waits for the message itself where it is being carried out; then it is there, or can never be.
_BAR = """
    INSERT INTO exchange_key (provider, infno, msgid, sent_on, state, digest, answer, message_id,
        kept_at, person, visit, settlement)
    VALUES (%s, %s, %s, %s, %s, '', '', 0, %s, %s, '', '')
    ON CONFLICT DO NOTHING RETURNING 1
"""
_HOLD = """
    SELECT state, person, visit, settlement FROM exchange_key
    WHERE provider = %s AND infno = %s AND msgid = %s AND sent_on = %s FOR UPDATE
"""
_MARK = """
    UPDATE exchange_key SET state = %s
    WHERE provider = %s AND infno = %s AND msgid = %s AND sent_on = %s
"""


@dataclass(frozen=True, slots=True)
class Done:
    """What a message did, as its key tells."""

    person: str
    visit: str
    settlement: str


def correct(message: Message, person: str, infno: str, msgid: str) -> None:
    """Undo what the sender's message `msgid` did, once; bar it if it never came.

    Asked again, nothing more happens: it is undone, or barred, already.

    Raises:
        InvalidInput: code ``not_undoable``, ``other_person``, ``msgid_too_old``, and what the
            claims' office refuses.

    """
    undo = _UNDOING.get(infno) or _refuse(infno)
    see_day(msgid, message.received_at.date())
    place = (message.provider, infno, msgid, day_in(msgid))
    if fetch(_BAR, (*place, KeyState.BARRED.value, message.received_at, person)):
        return
    state, by, visit, settlement = fetch(_HOLD, place)[0]
    if by and person and by != person:
        raise other_person()
    if state == KeyState.DONE:
        undo(message, Done(person or by, visit, settlement))
        fetch(_MARK, (KeyState.UNDONE.value, *place))


def _reverse(message: Message, done: Done) -> None:
    key = VisitKey(message.provider, done.visit, done.person)
    claims.reverse(message.actor, key, done.settlement, message.msgid)


def _withdraw(setting: Setting) -> Callable[[Message, Done], None]:
    def withdraw(message: Message, done: Done) -> None:
        key = VisitKey(message.provider, done.visit, done.person)
        claims.withdraw(message.actor, key, setting)

    return withdraw


def _undo_discharge(message: Message, done: Done) -> None:
    claims.undo_discharge(message.actor, VisitKey(message.provider, done.visit, done.person))


def _unreversible(infno: str) -> Callable[[Message, Done], None]:
    def refuse(message: Message, done: Done) -> None:
        del message, done
        raise not_undoable(
            infno,
            "已撤销的结算不能恢复，请用新报文重新结算。",
            "What was reversed stays so; settle again with a new message.",
        )

    return refuse


def _refuse(infno: str) -> Callable[[Message, Done], None]:
    raise not_undoable(
        infno,
        "请用该业务的撤销交易办理。",
        "Use the transaction that cancels it.",
    )


_UNDOING: dict[str, Callable[[Message, Done], None]] = {
    "2102": _reverse,
    "2207": _reverse,
    "2304": _reverse,
    "2201": _withdraw(Setting.OUTPATIENT),
    "2401": _withdraw(Setting.INPATIENT),
    "2402": _undo_discharge,
    "2103": _unreversible("2103"),
    "2208": _unreversible("2208"),
    "2305": _unreversible("2305"),
}
"""What undoes each transaction that 2601 takes; a reversal can be barred, never undone."""

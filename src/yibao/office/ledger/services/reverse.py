"""Reverses entries (红字冲销): the same accounts and sides, every amount negative, once."""

from datetime import date

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.ledger.chart import Book
from yibao.office.ledger.entry import MEMO_MAX, REVERSE, NewEntry, NewLine
from yibao.office.ledger.errors import is_reversal
from yibao.office.ledger.queries import entry_by_number, lines_of
from yibao.office.ledger.services.post import Posted, post
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text


def reverse(actor: Actor, number: str, business_day: date, reason: str) -> Posted:
    """Reverse the entry `number` on `business_day`; asked again with the same, it is the same.

    Raises:
        InvalidInput: ``reason_missing``; ``invalid_number``, ``wrong_check_character``.
        NotFound: there is no such entry.
        Conflict: ``already_reversed``, ``is_reversal``, ``period_not_open``,
            ``insufficient_balance`` where a personal account has spent what is taken back.

    """
    entry = entry_by_number(number)
    if entry.reverses:
        raise is_reversal(number)
    if not 1 <= len(reason.strip()) <= MEMO_MAX:
        raise InvalidInput(
            "reason_missing",
            "reason",
            Text(
                f"请写明冲销原因，1 至 {MEMO_MAX} 字。", f"Say why, in 1 to {MEMO_MAX} characters."
            ),
            Text("补上原因后重试。", "Give the reason and try again."),
        )
    lines = tuple(
        NewLine(line.fund, line.account, line.side, -line.amount_fen, line.party)
        for line in lines_of(entry.pk, entry.business_day)
    )
    reversal = NewEntry(
        division=entry.division,
        book=Book(entry.book),
        business_day=business_day,
        purpose=entry.purpose,
        lines=lines,
        key=f"{REVERSE}{entry.number}",
        event="reverse",
        subject=entry.subject,
        memo=reason.strip(),
        reverses=entry.number,
    )
    posted = post(actor, reversal)
    if posted.is_new:
        wrote(
            actor, "ledger.entry.edit", f"entry:{entry.number}", {"reversed": ("", posted.number)}
        )
    return posted

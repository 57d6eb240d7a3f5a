"""Pays (拨付): the sub-ledger and the statutory book in one transaction, by the dated mapping."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yibao.office.base.actor import Actor
from yibao.office.ledger.chart import Book, mapping_of
from yibao.office.ledger.entry import NewEntry, NewLine, credit, debit
from yibao.office.ledger.services.post import Posted, post_many

SERVICE = "{service}"
"""What in an account of the mapping stands for the kind of service."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is booked in the statutory book.

    Args:
        code: an event of ``mapping.csv``: ``pay``, ``prepay``, ``recover``, ``collect`` …
        division: the pooling area.
        fund: code of the fund.
        day: business day.
        amounts_fen: by kind of service (``inpatient``, ``outpatient`` …); where the event does
            not distinguish them, by ``""``.
        purpose: key of the purposes.
        key: idempotency key.
        subject: number of the payment, order …
        memo: a remark.

    """

    code: str
    division: str
    fund: str
    day: date
    amounts_fen: Mapping[str, int]
    purpose: str
    key: str
    subject: str = ""
    memo: str = ""


def statutory_entry(event: Event) -> NewEntry:
    """Return how the statutory book takes an event, by the mapping in force on its day.

    Raises:
        InvalidInput: ``no_mapping``; what `NewEntry.check` refuses comes when it is posted.

    >>> event = Event("pay", "990100", "310", date(2026, 3, 1),
    ...               {"inpatient": 700, "outpatient": 300}, "payment", "k")
    >>> [(line.account, line.side, line.amount_fen) for line in statutory_entry(event).lines]
    [('benefits.inpatient', 1, 700), ('benefits.outpatient', 1, 300), ('expenditure_account', -1, 1000)]

    """  # noqa: E501 -- doctest
    rule = mapping_of(event.code, event.fund, event.day)
    debits = _side(rule.debit, event.amounts_fen)
    credits_ = _side(rule.credit, event.amounts_fen)
    lines: tuple[NewLine, ...] = (
        *(debit(event.fund, account, fen) for account, fen in debits.items()),
        *(credit(event.fund, account, fen) for account, fen in credits_.items()),
    )
    return NewEntry(
        division=event.division,
        book=Book.STATUTORY,
        business_day=event.day,
        purpose=event.purpose,
        lines=lines,
        key=f"statutory:{event.key}",
        event=event.code,
        subject=event.subject,
        memo=event.memo,
    )


def pay(actor: Actor, event: Event, payable: str, party: str) -> tuple[Posted, Posted]:
    """Pay what is owed to `party` out of the account `payable`; book it in both books.

    Args:
        actor: who pays.
        event: with the code ``pay``; its amounts together are what is paid.
        payable: the account of the sub-ledger that shrinks, for example ``payable.provider``.
        party: to whom.

    Raises:
        InvalidInput: as `post`, ``no_mapping``. Neither book has anything then.

    """
    total_fen = sum(event.amounts_fen.values())
    operational = NewEntry(
        division=event.division,
        book=Book.OPERATIONAL,
        business_day=event.day,
        purpose=event.purpose,
        lines=(
            debit(event.fund, payable, total_fen, party),
            credit(event.fund, "paid", total_fen),
        ),
        key=f"operational:{event.key}",
        event=event.code,
        subject=event.subject,
        memo=event.memo,
    )
    first, second = post_many(actor, (operational, statutory_entry(event)))
    return first, second


def _side(account: str, amounts_fen: Mapping[str, int]) -> dict[str, int]:
    """Return the amount of each account of one side; kinds of service are put together or apart."""
    if SERVICE not in account:
        return {account: sum(amounts_fen.values())}
    return {account.replace(SERVICE, kind): fen for kind, fen in amounts_fen.items()}

"""Books of the demo region (演示账务): open months, personal accounts with invented balances."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from hashlib import blake2b

from django.db import connection, transaction
from django.utils import timezone

from yibao.office.base.actor import SYSTEM
from yibao.office.base.audit import wrote
from yibao.office.database.copying import copy_table
from yibao.office.database.partitions import months_from
from yibao.office.ledger import services
from yibao.office.ledger.chart import PERSONAL, Book
from yibao.office.ledger.entry import NewEntry, credit, debit
from yibao.office.ledger.models import PersonalAccount
from yibao.office.ledger.services import PastEntry
from yibao.office.ledger.services.accounts import PERSONAL_FUND
from yibao.terms.own_ids import SEQUENCE_MAX, make

DIVISION = "990100"
MEMO = "演示数据"
ABOUT_FEN = 120_000
"""About what an account holds at the beginning."""
_ACCOUNTS = """
INSERT INTO ledger_account (division, book, fund, account, party, opened_on)
SELECT %s, %s, %s, %s, person, %s FROM unnest(%s::text[]) AS person
RETURNING id, party
"""
_OPENED = ("number", "account_id", "division", "person", "opened_on", "balance_fen")


def open_books(first: date, last: date) -> int:
    """Open both books for the months from that of `first` to that of `last`; return how many."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = [begins for begins, _ in months_from(first.replace(day=1), count)]
    for month in months:
        for book in Book:
            services.open_period(SYSTEM, DIVISION, book, month)
    return len(months)


@transaction.atomic
def fill_accounts(persons: Sequence[str], day: date) -> int:
    """Open personal accounts and credit each with an invented sum; return how many are new.

    Args:
        persons: numbers of persons; who has an account keeps it as it is.
        day: when they are opened; its month is open.

    """
    known = set(
        PersonalAccount.objects.filter(division=DIVISION, person__in=list(persons)).values_list(
            "person", flat=True
        )
    )
    new = [person for person in persons if person not in known]
    if not new:
        return 0
    with connection.cursor() as cursor:
        place = (DIVISION, Book.OPERATIONAL.value, PERSONAL_FUND, PERSONAL)
        cursor.execute(_ACCOUNTS, [*place, day, new])
        made = cursor.fetchall()
    copy_table("ledger_personalaccount", _OPENED, _opened(made, day))
    held = services.hold_accounts(DIVISION, new)
    posted_at = timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001
    entries = [PastEntry(_credited(person, day), posted_at) for person in new]
    services.load_entries(SYSTEM, entries, held)
    wrote(SYSTEM, "ledger.personal.edit", "personal_accounts", {"accounts": (None, len(new))})
    return len(new)


def _opened(made: Sequence[tuple[int, str]], day: date) -> Iterator[tuple[object, ...]]:
    for key, person in made:
        number = make("account", DIVISION, day, key % (SEQUENCE_MAX + 1))
        yield number, key, DIVISION, person, day, 0


def _credited(person: str, day: date) -> NewEntry:
    fen = _drawn(person, ABOUT_FEN)
    lines = (
        debit(PERSONAL_FUND, "account.credited", fen),
        credit(PERSONAL_FUND, PERSONAL, fen, person),
    )
    return NewEntry(
        division=DIVISION,
        book=Book.OPERATIONAL,
        business_day=day,
        purpose="account",
        lines=lines,
        key=f"demo:account:{person}",
        event="credit",
        memo=MEMO,
    )


def _drawn(name: str, about: int) -> int:
    """Return a number from half of `about` to one and a half of it, the same for a name."""
    drawn = int.from_bytes(blake2b(name.encode(), digest_size=8).digest())
    return about // 2 + drawn % about

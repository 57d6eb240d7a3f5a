"""Books of the demo region (演示账务): four months of invented entries in both books.

Amounts are made up, by hashing a name, and say nothing of any region. What settlements would
post is summed by institution, day and fund.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from hashlib import blake2b

from django.utils import timezone

from yibao.office.base.actor import SYSTEM
from yibao.office.database.partitions import months_from
from yibao.office.ledger import services
from yibao.office.ledger.chart import Book
from yibao.office.ledger.entry import NewEntry, credit, debit
from yibao.office.ledger.models import Period
from yibao.office.ledger.services import Event
from yibao.synthetic.region_files.institutions import Institution, institutions
from yibao.terms.own_ids import make

DIVISION = "990100"
MEMO = "演示数据"
MONTHS = 4
OPEN_MONTHS = 2
"""The newest ones stay open; those before are closed."""
EVERY = 12
"""One institution in so many has entries."""

_YUAN_A_DAY = {
    "tertiary_a": 180_000,
    "tertiary_b": 120_000,
    "tertiary": 90_000,
    "special": 150_000,
    "secondary": 40_000,
    "tcm": 25_000,
    "primary": 12_000,
    "township": 6_000,
    "community": 5_000,
    "away": 8_000,
}
_SERVICES = {"pharmacy": "pharmacy", "village": "outpatient", "station": "outpatient"}
_SHARES = {"310": 55, "390": 35, "330": 6, "610100": 4}
"""Percent of a day that each fund pays; invented."""
_DAYS = (6, 16, 26)
_NEIGHBOURS = 3
"""Months that a tiny region has open: one before this one, one after."""


def load(persons: Iterable[str] = ()) -> int:
    """Post what is not there yet; return how many entries are new.

    Args:
        persons: numbers of persons who get a personal account with a balance.

    """
    today = timezone.localdate()
    number = today.year * 12 + today.month - MONTHS
    made = 0
    months = [begins for begins, _ in months_from(date(number // 12, number % 12 + 1, 1), MONTHS)]
    for month in months:
        if not Period.objects.filter(division=DIVISION, month=month).exists():
            made += _month(month, today)
    if months:
        made += _personal_accounts(persons, months[-1])
    for month in months[:-OPEN_MONTHS]:
        for book in Book:
            if Period.objects.filter(
                division=DIVISION, book=book, month=month, state=Period.State.OPEN
            ).exists():
                services.close_period(SYSTEM, DIVISION, book, month)
    return made


def open_books(persons: Iterable[str]) -> int:
    """Open the books of a tiny region: last month, this one, the next; no institution is paid.

    Args:
        persons: numbers of persons who get a personal account with a balance.

    Returns:
        How many entries are new.

    """
    today = timezone.localdate()
    number = today.year * 12 + today.month - 2
    for month, _ in months_from(date(number // 12, number % 12 + 1, 1), _NEIGHBOURS):
        for book in Book:
            services.open_period(SYSTEM, DIVISION, book, month)
    return _personal_accounts(persons, today.replace(day=1))


def _month(month: date, today: date) -> int:
    """Post a month: contributions first, then what institutions are owed, then its payment."""
    for book in Book:
        services.open_period(SYSTEM, DIVISION, book, month)
    entries: list[NewEntry] = []
    owed: dict[tuple[str, str, str], int] = {}
    days = [month + timedelta(days=at - 1) for at in _DAYS]
    for institution in institutions()[::EVERY]:
        entries += [_settled(institution, day, owed) for day in days if day <= today]
    entries += _money_in(month, owed)
    posted = services.post_many(SYSTEM, entries)
    made = sum(each.is_new for each in posted)
    pay_day = month + timedelta(days=27)
    if pay_day > today:
        return made
    for at, ((fund, service, provider), fen) in enumerate(sorted(owed.items())):
        event = Event(
            *("pay", DIVISION, fund, pay_day, {service: fen}, "payment"),
            key=f"demo:pay:{month}:{fund}:{service}:{provider}",
            subject=make("payment", DIVISION, pay_day, at),
            memo=MEMO,
        )
        both = services.pay(SYSTEM, event, "payable.provider", provider)
        made += sum(each.is_new for each in both)
    return made


def _settled(
    institution: Institution, day: date, owed: dict[tuple[str, str, str], int]
) -> NewEntry:
    """Return what an institution's settlements of a day post, and add it to what is owed."""
    service = _SERVICES.get(institution.kind, "inpatient")
    total = _drawn(f"{institution.code}{day}", _YUAN_A_DAY.get(institution.kind, 800) * 100)
    lines = []
    for fund, percent in _SHARES.items():
        fen = total * percent // 100
        lines.append(debit(fund, f"benefit.{service}", fen))
        lines.append(credit(fund, "payable.provider", fen, institution.code))
        place = (fund, service, institution.code)
        owed[place] = owed.get(place, 0) + fen
    return NewEntry(
        division=DIVISION,
        book=Book.OPERATIONAL,
        business_day=day,
        purpose="settlement",
        lines=tuple(lines),
        key=f"demo:settle:{day}:{institution.code}",
        event="settle",
        memo=MEMO,
    )


def _money_in(month: date, owed: dict[tuple[str, str, str], int]) -> Iterator[NewEntry]:
    """Yield contributions into the treasury, to the special account, and what is allocated."""
    for fund in _SHARES:
        spent = sum(fen for (of, _, _), fen in owed.items() if of == fund)
        income = spent + spent * 12 // 100
        kind = "subsidise" if fund == "610100" else "collect"
        steps = [(kind, income, "subsidy" if kind == "subsidise" else "contribution")]
        if kind == "collect":
            steps.append(("sweep", income, "contribution"))
        steps.append(("allocate", spent, "payment"))
        for code, fen, purpose in steps:
            if fen:
                event = Event(
                    *(code, DIVISION, fund, month, {"": fen}, purpose),
                    key=f"demo:{code}:{month}:{fund}",
                    memo=MEMO,
                )
                yield services.statutory_entry(event)


def _personal_accounts(persons: Iterable[str], day: date) -> int:
    """Open personal accounts and credit each with an invented sum; return how many are new."""
    entries = []
    for person in persons:
        services.open_personal_account(SYSTEM, DIVISION, person, day)
        fen = _drawn(person, 120_000)
        lines = (
            debit("310200", "account.credited", fen),
            credit("310200", "account.person", fen, person),
        )
        entries.append(
            NewEntry(
                division=DIVISION,
                book=Book.OPERATIONAL,
                business_day=day,
                purpose="account",
                lines=lines,
                key=f"demo:account:{person}",
                event="credit",
                memo=MEMO,
            )
        )
    made = 0
    for first in range(0, len(entries), 1_000):
        posted = services.post_many(SYSTEM, entries[first : first + 1_000])
        made += sum(each.is_new for each in posted)
    return made


def _drawn(name: str, about: int) -> int:
    """Return a number from half of `about` to one and a half of it, the same for a name."""
    drawn = int.from_bytes(blake2b(name.encode(), digest_size=8).digest())
    return about // 2 + drawn % about

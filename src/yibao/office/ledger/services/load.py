"""Entries of the past through COPY (历史凭证载入): what `post` writes, for many at once.

The rules of the database hold as always; docs/algorithms/loading.md tells what is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from yibao.office.base.actor import Actor
from yibao.office.database.copying import copy_table, next_keys
from yibao.office.ledger.chart import PERSONAL
from yibao.office.ledger.entry import NewEntry, NewLine, sums_by_fund
from yibao.office.ledger.errors import insufficient, period_not_open
from yibao.office.ledger.models import Period
from yibao.office.ledger.services.accounts import Known, Place, accounts_of
from yibao.office.ledger.services.inline import HeldAccount
from yibao.terms.own_ids import SEQUENCE_MAX, make

_ENTRY = (
    "id", "number", "key", "division", "book", "business_day", "posted_at", "purpose", "event",
    "subject", "memo", "reverses", "line_count", "debit_fen", "actor_id", "actor_name",
)  # fmt: skip
_LINE = ("entry_id", "account_id", "side", "amount_fen", "business_day")
_KEY = ("key", "digest", "entry_id", "business_day")
_MOVE = """
UPDATE ledger_personalaccount AS held SET balance_fen = held.balance_fen + change.amount_fen
FROM unnest(%s::bigint[], %s::bigint[]) AS change (account_id, amount_fen)
WHERE held.account_id = change.account_id
"""


@dataclass(frozen=True, slots=True)
class PastEntry:
    """An entry, and when it was posted."""

    entry: NewEntry
    posted_at: datetime


def load_entries(
    actor: Actor, entries: Sequence[PastEntry], held: Mapping[str, HeldAccount]
) -> list[str]:
    """Write entries that nobody has posted yet, all or none; return their numbers in order.

    Args:
        actor: who posts them.
        entries: what is posted, in the order of their posting.
        held: by owner, the personal accounts in their lines; this transaction holds all of them.

    Raises:
        InvalidInput: what `NewEntry.check` refuses.
        Conflict: ``period_not_open``, ``insufficient_balance``.
        IntegrityError: a key was posted before.

    """
    if not entries:
        return []
    for past in entries:
        past.entry.check()
        assert not any(sums_by_fund(past.entry.lines).values())
    _refuse_closed_months(entries)
    changes = _changes(entries, held)
    known = accounts_of(tuple(_rest(entries)))
    keys = next_keys("ledger_entry_id_seq", len(entries))
    numbered = [
        (key, make("entry", one.entry.division, one.entry.business_day, key % (SEQUENCE_MAX + 1)))
        for key, one in zip(keys, entries, strict=True)
    ]
    pairs = list(zip(keys, entries, strict=True))
    copy_table("ledger_entrykey", _KEY, map(_key_row, pairs))
    rows = (_entry_row(actor, *row) for row in zip(numbered, entries, strict=True))
    copy_table("ledger_entry", _ENTRY, rows)
    copy_table("ledger_line", _LINE, _line_rows(pairs, known, held))
    if changes:
        with connection.cursor() as cursor:
            cursor.execute(_MOVE, [list(changes), list(changes.values())])
    return [number for _, number in numbered]


def _refuse_closed_months(entries: Sequence[PastEntry]) -> None:
    months = {
        (one.entry.division, one.entry.book.value, one.entry.business_day.replace(day=1)): one.entry
        for one in entries
    }
    divisions = {division for division, _, _ in months}
    periods = Period.objects.filter(division__in=divisions, state=Period.State.OPEN)
    open_ = set(periods.values_list("division", "book", "month"))
    for place, entry in months.items():
        if place not in open_:
            raise period_not_open(entry.book, entry.division, entry.business_day)


def _changes(entries: Sequence[PastEntry], held: Mapping[str, HeldAccount]) -> dict[int, int]:
    """Return what is added to each personal account; at no time may one fall below zero."""
    changes: dict[int, int] = defaultdict(int)
    for one in entries:
        for line in one.entry.lines:
            if line.account == PERSONAL:
                account = held[line.party]
                changes[account.account_id] -= line.side * line.amount_fen
                if account.balance_fen + changes[account.account_id] < 0:
                    raise insufficient(account.number, account.balance_fen, line.amount_fen)
    return changes


def _rest(entries: Sequence[PastEntry]) -> Iterator[NewEntry]:
    """Yield one entry for each account of the chart, on its first day."""
    first: dict[Place, tuple[date, NewEntry, NewLine]] = {}
    for one in entries:
        entry = one.entry
        for line in entry.lines:
            if line.account == PERSONAL:
                continue
            place = (entry.division, entry.book, line.fund, line.account, line.party)
            if place not in first:
                first[place] = entry.business_day, entry, line
    for day, entry, line in first.values():
        yield NewEntry(entry.division, entry.book, day, entry.purpose, (line,), entry.key)


def _key_row(numbered: tuple[int, PastEntry]) -> tuple[Any, ...]:
    key, one = numbered
    return one.entry.key, one.entry.digest(), key, one.entry.business_day


def _entry_row(actor: Actor, numbered: tuple[int, str], one: PastEntry) -> tuple[Any, ...]:
    entry = one.entry
    return (
        *numbered, entry.key, entry.division, entry.book.value, entry.business_day, one.posted_at,
        entry.purpose, entry.event, entry.subject, entry.memo, entry.reverses, len(entry.lines),
        entry.debit_fen, actor.account_id, actor.name[:64],
    )  # fmt: skip


def _line_rows(
    pairs: Sequence[tuple[int, PastEntry]],
    known: Mapping[Place, Known],
    held: Mapping[str, HeldAccount],
) -> Iterator[tuple[Any, ...]]:
    for key, one in pairs:
        entry = one.entry
        for line in entry.lines:
            if line.account == PERSONAL:
                account = held[line.party].account_id
            else:
                place = (entry.division, entry.book, line.fund, line.account, line.party)
                account = known[place].id
            yield key, account, line.side, line.amount_fen, entry.business_day

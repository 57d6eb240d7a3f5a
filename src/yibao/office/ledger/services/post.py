"""Posts entries: one statement for all of them, once for each key."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.ledger.chart import PERSONAL
from yibao.office.ledger.entry import NewEntry, sums_by_fund
from yibao.office.ledger.errors import already_reversed, closed_account, key_used, period_not_open
from yibao.office.ledger.models import Entry, EntryKey
from yibao.office.ledger.services.accounts import Place, accounts_of
from yibao.office.ledger.services.balances import hold_balances

_POST = f"SELECT * FROM ledger_post({', '.join(['%s'] * 20)})"  # noqa: S608 -- placeholders only
"""Its statement stands in a function of the database, which plans it once for a connection."""

ENTRIES_MAX = 10_000
"""Entries posted at once."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of an entry: its key in the database, its number, whether it is new.

    `is_new` is false where the same entry had been posted before with the same key.
    """

    id: int
    number: str
    is_new: bool


def post(actor: Actor, entry: NewEntry) -> Posted:
    """Post one entry; a key that was posted with the same content gives the same entry again.

    Raises:
        InvalidInput: what `NewEntry.check` refuses; ``account_closed``.
        Conflict: ``period_not_open``, ``key_used``, ``already_reversed``,
            ``insufficient_balance``. Nothing was written.

    """
    with _transaction():
        return _post(actor, (entry,))[0]


def post_many(actor: Actor, entries: Sequence[NewEntry]) -> list[Posted]:
    """Post several entries together, or none of them; as `post`, in the order given."""
    if len(entries) > ENTRIES_MAX:
        raise ValueError(f"at most {ENTRIES_MAX} entries at once")
    with transaction.atomic():
        return _post(actor, entries) if entries else []


def _transaction() -> AbstractContextManager[Any]:
    """Return a transaction where there is none: one entry is one statement and needs no savepoint.

    A refusal comes before anything is written, so the caller's transaction stays usable.
    """
    return nullcontext() if connection.in_atomic_block else transaction.atomic()


def _post(actor: Actor, entries: Sequence[NewEntry]) -> list[Posted]:
    for entry in entries:
        entry.check()
        assert not any(sums_by_fund(entry.lines).values())
    accounts = accounts_of(entries)
    _refuse_closed(entries, accounts)
    balances = None
    if any(line.account == PERSONAL for entry in entries for line in entry.lines):
        balances = hold_balances(entries, accounts)
    rows = _insert(actor, entries, accounts)
    posted = [
        _outcome(entry, is_open, entry_id, number)
        for entry, (_, is_open, entry_id, number) in zip(entries, rows, strict=True)
    ]
    if balances is not None:
        balances.write()
    return posted


def _refuse_closed(entries: Sequence[NewEntry], accounts: dict[Place, Any]) -> None:
    for entry in entries:
        for line in entry.lines:
            known = accounts[entry.division, entry.book, line.fund, line.account, line.party]
            if known.closed_on is not None and known.closed_on <= entry.business_day:
                raise closed_account(line.account, line.party)


def _insert(
    actor: Actor, entries: Sequence[NewEntry], accounts: dict[Place, Any]
) -> list[tuple[int, bool, int | None, str | None]]:
    lines = [
        (
            place,
            accounts[entry.division, entry.book, line.fund, line.account, line.party].id,
            line.side,
            line.amount_fen,
        )
        for place, entry in enumerate(entries)
        for line in entry.lines
    ]
    columns = (
        list(range(len(entries))),
        [entry.key for entry in entries],
        [entry.digest() for entry in entries],
        [entry.division for entry in entries],
        [entry.book.value for entry in entries],
        [entry.business_day for entry in entries],
        [entry.purpose for entry in entries],
        [entry.event for entry in entries],
        [entry.subject for entry in entries],
        [entry.memo for entry in entries],
        [entry.reverses for entry in entries],
        [len(entry.lines) for entry in entries],
        [entry.debit_fen for entry in entries],
    )
    of_lines = [list(column) for column in zip(*lines, strict=True)]
    with connection.cursor() as cursor:
        try:
            cursor.execute(
                _POST,
                [*columns, timezone.now(), actor.account_id, actor.name[:64], *of_lines],
            )
        except DatabaseError as error:
            raise _named(error, entries) from error
        found: list[tuple[int, bool, int | None, str | None]] = cursor.fetchall()
    return found


def _named(error: DatabaseError, entries: Sequence[NewEntry]) -> Exception:
    """Return the refusal that a rule of the database stands for; it met a race, not a mistake."""
    state = getattr(error.__cause__, "sqlstate", None)
    first = entries[0]
    if state == "YB001":
        return period_not_open(first.book, first.division, first.business_day)
    if state == "YB002":
        return closed_account(first.lines[0].account, first.lines[0].party)
    return error


def _outcome(entry: NewEntry, is_open: bool, entry_id: int | None, number: str | None) -> Posted:
    if entry_id is not None and number is not None:
        return Posted(entry_id, number, is_new=True)
    used = EntryKey.objects.filter(pk=entry.key).first()
    if used is None and not is_open:
        raise period_not_open(entry.book, entry.division, entry.business_day)
    assert used is not None, "a key that could not be claimed is somebody's"
    if bytes(used.digest) != entry.digest():
        raise already_reversed(entry.reverses) if entry.reverses else key_used(entry.key)
    known = Entry.objects.only("number").get(pk=used.entry_id, business_day=used.business_day)
    return Posted(used.entry_id, known.number, is_new=False)

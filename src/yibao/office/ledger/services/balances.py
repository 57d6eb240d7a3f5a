"""The balance rows of personal accounts: held in ascending order, checked before, written after."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection

from yibao.office.ledger.chart import PERSONAL
from yibao.office.ledger.entry import NewEntry
from yibao.office.ledger.errors import insufficient
from yibao.office.ledger.models import EntryKey

_HOLD = """
SELECT account_id, number, balance_fen FROM ledger_personalaccount
WHERE account_id = ANY(%s) ORDER BY account_id FOR UPDATE
"""
_WRITE = """
UPDATE ledger_personalaccount AS held SET balance_fen = held.balance_fen + change.amount_fen
FROM unnest(%s::bigint[], %s::bigint[]) AS change (account_id, amount_fen)
WHERE held.account_id = change.account_id
"""


class HeldBalances:
    """Changes of balances whose rows this transaction holds."""

    def __init__(self, changes: dict[int, int]) -> None:
        self._changes = changes

    def write(self) -> None:
        """Add every change to its row."""
        changes = {account: amount for account, amount in self._changes.items() if amount}
        if changes:
            with connection.cursor() as cursor:
                cursor.execute(_WRITE, [list(changes), list(changes.values())])


def hold_balances(entries: Sequence[NewEntry], accounts: dict[Any, Any]) -> HeldBalances:
    """Lock the rows of every personal account in `entries` and check that none goes below zero.

    Entries whose key was posted before count for nothing: whoever sent them first holds or held
    the same rows, so here it is known whether they did.

    Raises:
        Conflict: ``insufficient_balance``, at the first entry that draws too much.

    """
    changes_of = [_changes(entry, accounts) for entry in entries]
    wanted = sorted({account for changes in changes_of for account in changes})
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [wanted])
        held = {account: (number, balance) for account, number, balance in cursor.fetchall()}
    keys = [entry.key for entry in entries]
    posted = set(EntryKey.objects.filter(key__in=keys).values_list("key", flat=True))
    total: dict[int, int] = defaultdict(int)
    for entry, changes in zip(entries, changes_of, strict=True):
        if entry.key in posted:
            continue
        posted.add(entry.key)
        for account, amount in changes.items():
            number, balance = held[account]
            available = balance + total[account]
            if available + amount < 0:
                raise insufficient(number, available, -amount)
            total[account] += amount
    return HeldBalances(total)


def _changes(entry: NewEntry, accounts: dict[Any, Any]) -> dict[int, int]:
    """Return by how much each personal account grows: credits less debits."""
    changes: dict[int, int] = defaultdict(int)
    for line in entry.lines:
        if line.account == PERSONAL:
            place = (entry.division, entry.book, line.fund, line.account, line.party)
            changes[accounts[place].id] -= line.side * line.amount_fen
    return dict(changes)

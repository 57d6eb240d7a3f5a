"""An entry posted within the caller's own statement (语句内记账): for whoever counts round trips.

`POSTING` is a part of a WITH clause: it posts the entry of `inline` and moves the balances of the
personal accounts that it draws on. What the caller writes in the same statement comes from its
`allowed`: a row, unless the period is not open; then nothing is written, and `refuse_closed_period`
says why. The rules of the database hold as for `post`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from yibao.office.base.actor import Actor
from yibao.office.database.prepared import fetch
from yibao.office.ledger.chart import PERSONAL
from yibao.office.ledger.entry import NewEntry, sums_by_fund
from yibao.office.ledger.errors import insufficient, period_not_open
from yibao.office.ledger.services.accounts import accounts_of

_COLUMNS = (
    ("places", "int[]"),
    ("keys", "text[]"),
    ("digests", "bytea[]"),
    ("divisions", "text[]"),
    ("books", "text[]"),
    ("days", "date[]"),
    ("purposes", "text[]"),
    ("events", "text[]"),
    ("subjects", "text[]"),
    ("memos", "text[]"),
    ("reverses", "text[]"),
    ("line_counts", "smallint[]"),
    ("debits", "bigint[]"),
    ("now", "timestamptz"),
    ("by_id", "bigint"),
    ("by_name", "text"),
    ("line_places", "int[]"),
    ("line_accounts", "bigint[]"),
    ("line_sides", "smallint[]"),
    ("line_amounts", "bigint[]"),
)
_ARGUMENTS = ", ".join(f"%(post_{name})s::{kind}" for name, kind in _COLUMNS)
POSTING = f"""
posted AS (
    SELECT id, number FROM ledger_post({_ARGUMENTS})
), allowed AS (
    SELECT (SELECT number FROM posted) AS entry
    WHERE NOT EXISTS (SELECT FROM posted WHERE number IS NULL)
), balances AS (
    UPDATE ledger_personalaccount AS held SET balance_fen = held.balance_fen + change.amount_fen
    FROM unnest(%(post_held)s::bigint[], %(post_changes)s::bigint[])
        AS change (account_id, amount_fen), allowed
    WHERE held.account_id = change.account_id
    RETURNING held.account_id
)
"""  # noqa: S608 -- made of constants
"""CTEs `posted`, `allowed` (its `entry`: number of the entry, null without one), `balances`."""

_SEE = """
SELECT person, account_id, number, balance_fen FROM ledger_personalaccount
WHERE division = %s AND person = ANY(%s) AND closed_on IS NULL
ORDER BY account_id
"""
_HOLD = f"{_SEE} FOR UPDATE"
# How many owners a list will name is unknown when a statement is planned, so one with a list is
# planned whenever it is run.
_HOLD_ONE = _HOLD.replace("= ANY(%s)", "= %s")


@dataclass(frozen=True, slots=True)
class HeldAccount:
    """A personal account whose balance row this transaction holds."""

    owner: str
    account_id: int
    number: str
    balance_fen: int


def hold_accounts(division: str, owners: Sequence[str]) -> dict[str, HeldAccount]:
    """Lock the open personal accounts of some persons in a pooling area, in ascending order.

    Who has none there is not in the result.
    """
    if len(owners) == 1:
        rows = fetch(_HOLD_ONE, (division, owners[0]))
    else:
        rows = fetch(_HOLD, (division, list(owners)))
    return {row[0]: HeldAccount(*row) for row in rows}


def see_accounts(division: str, owners: Sequence[str]) -> dict[str, HeldAccount]:
    """Return what `hold_accounts` would, without locking: for a preview, never for a posting."""
    rows = fetch(_SEE, (division, list(owners)))
    return {row[0]: HeldAccount(*row) for row in rows}


def inline(
    actor: Actor, entry: NewEntry | None, held: Mapping[str, HeldAccount], now: datetime
) -> dict[str, Any]:
    """Return the named parameters of `POSTING` for an entry; without one it posts nothing.

    Args:
        actor: who posts it.
        entry: what is posted.
        held: by owner, the personal accounts in its lines; this transaction holds all of them.
        now: when.

    Raises:
        InvalidInput: what `NewEntry.check` refuses.
        Conflict: ``insufficient_balance``.

    """
    if entry is None:
        return {**_NOTHING, "post_now": now}
    entry.check()
    assert not any(sums_by_fund(entry.lines).values())
    changes: dict[int, int] = defaultdict(int)
    known = accounts_of((_of_chart(entry),))
    ids = []
    for line in entry.lines:
        if line.account == PERSONAL:
            account = held[line.party]
            ids.append(account.account_id)
            changes[account.account_id] -= line.side * line.amount_fen
            if account.balance_fen + changes[account.account_id] < 0:
                raise insufficient(account.number, account.balance_fen, line.amount_fen)
        else:
            place = (entry.division, entry.book, line.fund, line.account, line.party)
            ids.append(known[place].id)
    return {
        "post_places": [0],
        "post_keys": [entry.key],
        "post_digests": [entry.digest()],
        "post_divisions": [entry.division],
        "post_books": [entry.book.value],
        "post_days": [entry.business_day],
        "post_purposes": [entry.purpose],
        "post_events": [entry.event],
        "post_subjects": [entry.subject],
        "post_memos": [entry.memo],
        "post_reverses": [entry.reverses],
        "post_line_counts": [len(entry.lines)],
        "post_debits": [entry.debit_fen],
        "post_now": now,
        "post_by_id": actor.account_id,
        "post_by_name": actor.name[:64],
        "post_line_places": [0] * len(ids),
        "post_line_accounts": ids,
        "post_line_sides": [line.side for line in entry.lines],
        "post_line_amounts": [line.amount_fen for line in entry.lines],
        "post_held": list(changes),
        "post_changes": list(changes.values()),
    }


def refuse_closed_period(entry: NewEntry) -> None:
    """Say why a statement with `POSTING` wrote nothing.

    Raises:
        Conflict: ``period_not_open``.

    """
    raise period_not_open(entry.book, entry.division, entry.business_day)


def _of_chart(entry: NewEntry) -> NewEntry:
    """Leave out the lines of personal accounts: those are held, and known."""
    lines = tuple(line for line in entry.lines if line.account != PERSONAL)
    return entry if len(lines) == len(entry.lines) else replace(entry, lines=lines)


_NOTHING: dict[str, Any] = {
    **{f"post_{name}": [] for name, kind in _COLUMNS if kind.endswith("[]")},
    "post_by_id": None,
    "post_by_name": "",
    "post_held": [],
    "post_changes": [],
}

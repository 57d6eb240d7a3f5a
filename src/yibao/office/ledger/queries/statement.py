"""The statement (明细账) of one account: every line with the balance after it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from yibao.office.ledger.queries.accounts import balance_of
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

LINES_MAX = 500
"""Lines of one page."""

_LINES = """
SELECT line.business_day, line.entry_id, line.side, line.amount_fen, entry.number, entry.subject,
    entry.purpose, entry.memo
FROM ledger_line AS line
JOIN ledger_entry AS entry ON entry.id = line.entry_id AND entry.business_day = line.business_day
WHERE line.account_id = %s AND line.business_day BETWEEN %s AND %s
    AND (line.business_day, line.entry_id, line.side) > (%s, %s, %s)
ORDER BY line.business_day, line.entry_id, line.side LIMIT %s
"""
_NEWEST = """
SELECT line.business_day, line.entry_id, line.side, line.amount_fen, entry.number, entry.subject,
    entry.purpose, entry.memo
FROM ledger_line AS line
JOIN ledger_entry AS entry ON entry.id = line.entry_id AND entry.business_day = line.business_day
WHERE line.account_id = %s
ORDER BY line.business_day DESC, line.entry_id DESC, line.side DESC LIMIT %s
"""
_UP_TO = """
SELECT coalesce(sum(side * amount_fen), 0)::bigint FROM ledger_line
WHERE account_id = %s AND business_day BETWEEN %s AND %s
    AND (business_day, entry_id, side) <= (%s, %s, %s)
"""

Place = tuple[date, int, int]
"""Where a line stands in a statement: business day, entry, side."""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of a statement; the balance counts debits positive."""

    business_day: date
    entry_id: int
    side: int
    amount_fen: int
    number: str
    subject: str
    purpose: str
    memo: str
    balance_fen: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A page of a statement: what the account stood at before it, its lines, where it goes on."""

    account_id: int
    opening_fen: int
    lines: tuple[StatementLine, ...]
    next: Place | None

    @property
    def closing_fen(self) -> int:
        """What the account stood at after the last line of the page."""
        return self.lines[-1].balance_fen if self.lines else self.opening_fen


def statement(
    account_id: int, first: date, last: date, after: Place | None = None, limit: int = 100
) -> Statement:
    """Return a page of the lines of an account from `first` to `last`, both included.

    Args:
        account_id: the account.
        first: first business day.
        last: last business day.
        after: `next` of the page before.
        limit: lines of a page, 1 to `LINES_MAX`.

    Raises:
        InvalidInput: ``invalid_range``.

    """
    if first > last or not 1 <= limit <= LINES_MAX:
        raise InvalidInput(
            "invalid_range",
            "first",
            Text("起止日期或行数不当。", "The days or the number of lines are no range."),
            Text(f"起不晚于止，行数 1 至 {LINES_MAX}。", f"First ≤ last; 1 to {LINES_MAX} lines."),
        )
    place = after or (date.min, 0, 0)
    with connection.cursor() as cursor:
        opening_fen = balance_of(account_id, first)
        if after is not None:
            cursor.execute(_UP_TO, [account_id, first, last, *place])
            opening_fen += (cursor.fetchone() or (0,))[0]
        cursor.execute(_LINES, [account_id, first, last, *place, limit + 1])
        found = cursor.fetchall()
    lines, balance_fen = [], opening_fen
    for row in found[:limit]:
        balance_fen += row[2] * row[3]
        lines.append(_line(row, balance_fen))
    more = len(found) > limit
    end = lines[-1] if lines else None
    goes_on = (end.business_day, end.entry_id, end.side) if more and end else None
    return Statement(account_id, opening_fen, tuple(lines), goes_on)


def newest_lines(account_id: int, limit: int) -> list[StatementLine]:
    """Return the last lines of an account, newest first, each with the balance after it."""
    balance_fen = balance_of(account_id, date.max)
    lines = []
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [account_id, limit])
        for row in cursor.fetchall():
            lines.append(_line(row, balance_fen))
            balance_fen -= row[2] * row[3]
    return lines


def _line(row: tuple[Any, ...], balance_fen: int) -> StatementLine:
    day, entry_id, side, amount_fen, number, subject, purpose, memo = row
    return StatementLine(
        business_day=day,
        entry_id=entry_id,
        side=side,
        amount_fen=amount_fen,
        number=number,
        subject=subject,
        purpose=purpose,
        memo=memo,
        balance_fen=balance_fen,
    )

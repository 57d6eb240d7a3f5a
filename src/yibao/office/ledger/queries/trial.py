"""The trial balance (试算平衡表) of a month, and the months themselves."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from yibao.office.base.rights.granted import Reach
from yibao.office.ledger.chart import Book, ChartAccount, chart
from yibao.office.ledger.models import Period

ACCOUNTS = """
WITH closed AS (
    SELECT id, month + interval '1 month' AS after FROM ledger_period
    WHERE division = %(division)s AND book = %(book)s AND state = 'closed' AND month < %(month)s
    ORDER BY month DESC LIMIT 1
), moved AS (
    SELECT balance.account_id, balance.opening_fen + balance.debit_fen - balance.credit_fen
        AS opening_fen, 0::numeric AS debit_fen, 0::numeric AS credit_fen
    FROM ledger_periodbalance AS balance JOIN closed ON closed.id = balance.period_id
    UNION ALL
    SELECT line.account_id,
        CASE WHEN line.business_day < %(month)s THEN line.side * line.amount_fen ELSE 0 END,
        CASE WHEN line.business_day >= %(month)s AND line.side = 1 THEN line.amount_fen ELSE 0 END,
        CASE WHEN line.business_day >= %(month)s AND line.side = -1 THEN line.amount_fen ELSE 0 END
    FROM ledger_line AS line
    WHERE line.business_day < %(month)s::date + interval '1 month'
        AND line.business_day >= coalesce((SELECT after FROM closed), '-infinity')::date
)
SELECT account.id, account.fund, account.account, sum(opening_fen)::bigint AS opening_fen,
    sum(debit_fen)::bigint AS debit_fen, sum(credit_fen)::bigint AS credit_fen
FROM moved JOIN ledger_account AS account ON account.id = moved.account_id
WHERE account.division = %(division)s AND account.book = %(book)s
GROUP BY account.id
"""
"""Opening, debits and credits of every account that ever moved, parties each by itself."""


@dataclass(frozen=True, slots=True)
class TrialLine:
    """An account of the chart, all its parties together; debits count positive."""

    fund: str
    account: str
    book: str
    opening_fen: int
    debit_fen: int
    credit_fen: int

    @property
    def closing_fen(self) -> int:
        """What it stands at after the month."""
        return self.opening_fen + self.debit_fen - self.credit_fen

    @property
    def chart(self) -> ChartAccount:
        """The account in the chart."""
        return chart()[Book(self.book), self.fund, self.account]


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """The trial balance of a book and month."""

    division: str
    book: str
    month: date
    lines: tuple[TrialLine, ...]

    def off(self) -> dict[str, tuple[int, int]]:
        """Return the funds that do not balance: closing sum, and debits less credits.

        Always empty: no unbalanced entry can be committed.
        """
        closing: dict[str, int] = defaultdict(int)
        moved: dict[str, int] = defaultdict(int)
        for line in self.lines:
            closing[line.fund] += line.closing_fen
            moved[line.fund] += line.debit_fen - line.credit_fen
        return {
            fund: (closing[fund], moved[fund])
            for fund in sorted(closing)
            if closing[fund] or moved[fund]
        }


def trial_balance(division: str, book: Book, month: date, fund: str = "") -> TrialBalance:
    """Return the trial balance of the month of a day; of one fund, or of all."""
    first = month.replace(day=1)
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    with connection.cursor() as cursor:
        cursor.execute(ACCOUNTS, {"division": division, "book": book.value, "month": first})
        for _, of_fund, account, *amounts in cursor.fetchall():
            for at, amount in enumerate(amounts):
                sums[of_fund, account][at] += amount
    lines = tuple(
        TrialLine(of_fund, account, book.value, *amounts)
        for (of_fund, account), amounts in sorted(sums.items())
        if not fund or of_fund == fund
    )
    return TrialBalance(division, book.value, first, lines)


def periods_within(reach: Reach) -> QuerySet[Period]:
    """Return the periods of the books within `reach`."""
    return Period.objects.filter(reach.condition())

"""Verifies the books (账务核验): what no seal shows, since it concerns several rows.

Each check is one statement that yields what is wrong; none of them can find anything while the
rules of the database stand. They are for the day on which somebody switched a rule off.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from yibao.terms.text import Text

FOUND_MAX = 100
"""Each check names at most so many places."""


@dataclass(frozen=True, slots=True)
class BookFlaw:
    """Something wrong in the books: which check found it, and where."""

    check: str
    place: str

    def text(self) -> Text:
        """Return it as a sentence."""
        name = CHECKS[self.check]
        return Text(f"{name.zh}：{self.place}", f"{name.en}: {self.place}")


CHECKS = {
    "unbalanced": Text("凭证借贷不平", "an entry does not balance"),
    "line_without_entry": Text("分录没有凭证", "a line has no entry"),
    "reversal_differs": Text("冲销与原凭证不符", "a reversal differs from what it reverses"),
    "personal_balance": Text("个人账户余额与分录不符", "a personal account differs from its lines"),
    "period_balance": Text("期末余额与分录不符", "a kept balance differs from its lines"),
    "paid_differs": Text("两账拨付数不等", "the two books paid different sums"),
}

_STATEMENTS = {
    "unbalanced": """
        SELECT entry.number || ' ' || account.fund
        FROM ledger_entry AS entry
        JOIN ledger_line AS line
            ON line.entry_id = entry.id AND line.business_day = entry.business_day
        JOIN ledger_account AS account ON account.id = line.account_id
        WHERE entry.business_day >= %(since)s
        GROUP BY entry.number, account.fund HAVING sum(line.side * line.amount_fen) <> 0
        UNION ALL
        SELECT entry.number FROM ledger_entry AS entry
        WHERE entry.business_day >= %(since)s AND entry.line_count <> (
            SELECT count(*) FROM ledger_line AS line
            WHERE line.entry_id = entry.id AND line.business_day = entry.business_day)
    """,
    "line_without_entry": """
        SELECT line.entry_id::text FROM ledger_line AS line
        WHERE line.business_day >= %(since)s AND NOT EXISTS (
            SELECT FROM ledger_entry AS entry
            WHERE entry.id = line.entry_id AND entry.business_day = line.business_day)
    """,
    "reversal_differs": """
        SELECT undoing.number FROM ledger_entry AS undoing
        LEFT JOIN ledger_entry AS undone ON undone.number = undoing.reverses
        WHERE undoing.business_day >= %(since)s AND undoing.reverses <> '' AND EXISTS (
            SELECT account_id, side, sum(amount_fen) FROM ledger_line
            WHERE (entry_id, business_day) IN (
                (undoing.id, undoing.business_day), (undone.id, undone.business_day))
            GROUP BY account_id, side HAVING sum(amount_fen) <> 0)
    """,
    "personal_balance": """
        SELECT held.number FROM ledger_personalaccount AS held
        WHERE held.balance_fen <> coalesce((
            SELECT -sum(line.side * line.amount_fen) FROM ledger_line AS line
            WHERE line.account_id = held.account_id), 0)
    """,
    "period_balance": """
        SELECT period.division || ' ' || period.book || ' ' || period.month || ' '
            || balance.account_id
        FROM ledger_period AS period
        JOIN ledger_periodbalance AS balance ON balance.period_id = period.id
        LEFT JOIN LATERAL (
            SELECT coalesce(sum(amount_fen) FILTER (WHERE side = 1), 0) AS debit_fen,
                coalesce(sum(amount_fen) FILTER (WHERE side = -1), 0) AS credit_fen
            FROM ledger_line AS line
            WHERE line.account_id = balance.account_id AND line.business_day >= period.month
                AND line.business_day < period.month + interval '1 month'
        ) AS moved ON true
        WHERE period.month >= date_trunc('month', %(since)s::date)
            AND (balance.debit_fen, balance.credit_fen) <> (moved.debit_fen, moved.credit_fen)
    """,
    "paid_differs": """
        SELECT entry.subject || ' ' || account.fund FROM ledger_entry AS entry
        JOIN ledger_line AS line
            ON line.entry_id = entry.id AND line.business_day = entry.business_day
        JOIN ledger_account AS account ON account.id = line.account_id
        WHERE entry.business_day >= %(since)s AND entry.purpose = 'payment'
            AND entry.subject <> '' AND account.account IN ('paid', 'expenditure_account')
        GROUP BY entry.subject, account.fund
        HAVING sum(CASE account.book WHEN 'statutory' THEN 1 ELSE -1 END
            * line.side * line.amount_fen) <> 0
    """,
}


def verify_books(since: date) -> list[BookFlaw]:
    """Check every entry from a business day on, and every personal account; return what is wrong.

    Personal accounts are checked from their first line.
    """
    flaws = []
    with connection.cursor() as cursor:
        for check, statement in _STATEMENTS.items():
            limited = f"SELECT * FROM ({statement}) AS found (place) LIMIT {FOUND_MAX}"  # noqa: S608
            cursor.execute(limited, {"since": since})
            flaws += [BookFlaw(check, str(place)) for (place,) in cursor.fetchall()]
    return flaws

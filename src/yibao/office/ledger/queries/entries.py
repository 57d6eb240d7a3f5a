"""Entries and their lines."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from yibao.office.base.errors import not_found
from yibao.office.base.rights.granted import EVERYTHING, Reach
from yibao.office.ledger.chart import Book, ChartAccount, chart
from yibao.office.ledger.errors import bad_lines
from yibao.office.ledger.models import Entry
from yibao.terms.own_ids import OwnNumber, parse
from yibao.terms.text import Text

_LINES = """
SELECT line.account_id, account.book, account.fund, account.account, account.party, line.side,
    line.amount_fen
FROM ledger_line AS line JOIN ledger_account AS account ON account.id = line.account_id
WHERE line.entry_id = %s AND line.business_day = %s
ORDER BY account.fund, line.side DESC, account.account, account.party
"""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A posted line (分录) with its account."""

    account_id: int
    book: str
    fund: str
    account: str
    party: str
    side: int
    amount_fen: int

    @property
    def chart(self) -> ChartAccount:
        """The account in the chart."""
        return chart()[Book(self.book), self.fund, self.account]


def entry_by_number(number: str, reach: Reach = EVERYTHING) -> Entry:
    """Return the entry with this number.

    Raises:
        InvalidInput: ``invalid_number``, ``wrong_check_character``, ``bad_lines`` for a number of
            another kind.
        NotFound: there is none within `reach`.

    """
    parts: OwnNumber = parse(number)
    if parts.kind != "entry":
        raise bad_lines(Text(f"{number} 不是凭证号。", f"{number} is no number of an entry."))
    wanted = number.replace(" ", "").replace("-", "").upper()
    # The day picks the month's partition.
    found = Entry.objects.filter(reach.condition(), number=wanted, business_day=parts.day).first()
    if found is None:
        raise not_found("entry", number)
    return found


def lines_of(entry_id: int, business_day: date) -> list[ShownLine]:
    """Return the lines of an entry: by fund, debits first."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [entry_id, business_day])
        return [ShownLine(*row) for row in cursor.fetchall()]


def entries_within(reach: Reach) -> QuerySet[Entry]:
    """Return the entries of the books within `reach`."""
    return Entry.objects.filter(reach.condition())


def reversal_of(entry: Entry) -> Entry | None:
    """Return the entry that reverses `entry`, if one does."""
    same = Entry.objects.filter(subject=entry.subject) if entry.subject else Entry.objects.all()
    return same.filter(reverses=entry.number).first()

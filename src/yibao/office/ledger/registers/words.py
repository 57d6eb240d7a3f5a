"""Words that several registers of the ledger share (用语)."""

from yibao.office.ledger.chart import Book, funds, purposes
from yibao.terms.text import Text

BOOK = Text("账簿", "Book")
FUND = Text("基金", "Fund")
DIVISION = Text("统筹区", "Pooling area")
AMOUNT = Text("金额", "Amount")
DAY = Text("记账日期", "Business day")
PARTY = Text("往来方", "Party")
ACCOUNT = Text("科目", "Account")
STATE = Text("状态", "State")

BOOKS = tuple((book.value, book.label) for book in Book)
STATES = (("open", Text("开放", "Open")), ("closed", Text("已结账", "Closed")))
SIDES = (("1", Text("借", "Debit")), ("-1", Text("贷", "Credit")))


def fund_choices() -> list[tuple[str, Text]]:
    """Return every fund with its name."""
    return [(fund.code, fund.label) for fund in funds().values()]


def purpose_choices() -> list[tuple[str, Text]]:
    """Return every purpose with its name."""
    return list(purposes().items())

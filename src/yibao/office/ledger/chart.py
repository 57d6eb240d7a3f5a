"""The chart of accounts (会计科目表) as ``standards/accounts`` has it, and what may be booked."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache

from yibao.terms.errors import InvalidInput
from yibao.terms.tables import rows
from yibao.terms.text import Text

DEBIT, CREDIT = 1, -1
"""The sides (借、贷) of a line; a balanced entry's sum of side × amount is zero."""


class Book(StrEnum):
    """The two books (账簿) of every fund."""

    OPERATIONAL = "operational"
    STATUTORY = "statutory"

    @property
    def label(self) -> Text:
        """Its name for people.

        >>> Book.STATUTORY.label.zh
        '法定账'
        """
        return _BOOKS[self]


_BOOKS = {
    Book.OPERATIONAL: Text("业务明细账", "operational sub-ledger"),
    Book.STATUTORY: Text("法定账", "statutory book"),
}

PERSONAL = "account.person"
"""The account whose sub-accounts have a balance row (个人账户)."""

ELEMENTS = {
    "asset": Text("资产", "assets"),
    "liability": Text("负债", "liabilities"),
    "net_assets": Text("净资产", "net assets"),
    "income": Text("收入", "income"),
    "expense": Text("支出", "expense"),
    "memorandum": Text("备查", "memorandum"),
}


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund (基金) with books of its own.

    Args:
        code: the national code that it is named by.
        label: its name for people.
        kind: ``fund``, ``account`` (个人账户), ``hospital`` (no fund) or ``other``.

    """

    code: str
    label: Text
    kind: str


@dataclass(frozen=True, slots=True)
class ChartAccount:
    """An account of the chart.

    Args:
        book: of which book.
        fund: of which fund.
        account: its key, by which everything addresses it.
        code: its number in the accounting system; empty in the sub-ledger.
        label: its name for people.
        element: a key of `ELEMENTS`.
        side: `DEBIT` or `CREDIT`: where it grows.
        party: whose sub-accounts it has: ``provider``, ``person``, ``supplier``, ``region``,
            ``none``.
        verified: whether number and name were read in a source.

    """

    book: Book
    fund: str
    account: str
    code: str
    label: Text
    element: str
    side: int
    party: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Mapping:
    """How an event is booked in the statutory book, from `valid_from` until `valid_to`."""

    event: str
    label: Text
    valid_from: date
    valid_to: date | None
    fund: str
    debit: str
    credit: str


@dataclass(frozen=True, slots=True)
class Forbidden:
    """What the law forbids to book: a purpose with patterns of a debit and a credit account."""

    code: str
    purpose: str
    debit: str
    credit: str
    label: Text
    reason: Text
    document: str
    article: str


@cache
def funds() -> dict[str, Fund]:
    """Return every fund by its code.

    >>> funds()["310"].kind, funds()["610100"].label.zh
    ('fund', '医疗救助基金')
    """
    every = [*rows("accounts", "funds.csv"), *rows("accounts", "other_funds.csv")]
    return {
        row["code"]: Fund(row["code"], Text(row["name_zh"], row["name_en"]), row["kind"])
        for row in every
    }


@cache
def chart() -> dict[tuple[Book, str, str], ChartAccount]:
    """Return every account of the chart by book, fund and key.

    >>> chart()[Book.STATUTORY, "310", "expenditure_account"].verified
    False
    """
    verified = {
        row["account"]: row["verified"] == "true" for row in rows("accounts", "statutory.csv")
    }
    return {
        (Book(row["book"]), row["fund"], row["account"]): ChartAccount(
            Book(row["book"]),
            row["fund"],
            row["account"],
            row["code"],
            Text(row["name_zh"], row["name_en"]),
            row["element"],
            DEBIT if row["side"] == "debit" else CREDIT,
            row["party"],
            row["book"] == "operational" or verified[row["account"]],
        )
        for row in rows("accounts", "chart.csv")
    }


@cache
def _payers() -> dict[str, str]:
    return {row["payer"]: row["fund"] for row in rows("accounts", "payers.csv")}


def fund_of(payer: str) -> str:
    """Return the fund that a payer (``fund_pay_type``) of a settlement belongs to.

    Raises:
        InvalidInput: code ``unknown_fund``.

    >>> fund_of("510100"), fund_of("390200"), fund_of("999900")
    ('310', '392', '999996')

    """
    if payer in _payers():
        return _payers()[payer]
    raise InvalidInput(
        "unknown_fund",
        "fund_pay_type",
        Text(f"没有基金支付类型“{payer}”的账。", f"There are no books for the payer {payer!r}."),
        Text("请在 standards/accounts 中登记。", "Add it to standards/accounts."),
    )


@cache
def mappings() -> tuple[Mapping, ...]:
    """Return the dated mapping into the statutory book."""
    return tuple(
        Mapping(
            row["event"],
            Text(row["name_zh"], row["name_en"]),
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            row["fund"],
            row["debit"],
            row["credit"],
        )
        for row in rows("accounts", "mapping.csv")
    )


def mapping_of(event: str, fund: str, day: date) -> Mapping:
    """Return how `event` is booked for `fund` on `day`.

    Raises:
        InvalidInput: code ``no_mapping``.

    >>> mapping_of("pay", "390", date(2024, 5, 1)).credit
    'expenditure_account'

    """
    for each in mappings():
        begun = each.valid_from <= day and (each.valid_to is None or day <= each.valid_to)
        if each.event == event and each.fund in {"*", fund} and begun:
            return each
    raise InvalidInput(
        "no_mapping",
        "event",
        Text(
            f"{day} 基金 {fund} 的“{event}”没有入账规则。",
            f"Nothing says how {event!r} of fund {fund} is booked on {day}.",
        ),
        Text("请在 mapping.csv 中补上。", "Add it to mapping.csv."),
    )


@cache
def purposes() -> dict[str, Text]:
    """Return what an entry may be for (用途), by code.

    >>> purposes()["settlement"].zh
    '医疗费用结算'
    """
    return {
        row["code"]: Text(row["name_zh"], row["name_en"])
        for row in rows("accounts", "purposes.csv")
    }


@cache
def forbidden() -> tuple[Forbidden, ...]:
    """Return everything that the law forbids to book."""
    return tuple(
        Forbidden(
            row["code"],
            row["purpose"],
            row["debit"],
            row["credit"],
            Text(row["name_zh"], row["name_en"]),
            Text(row["reason_zh"], row["reason_en"]),
            row["document"],
            row["article"],
        )
        for row in rows("accounts", "forbidden.csv")
    )


def forbids(purpose: str, debits: set[str], credits_: set[str]) -> Forbidden | None:
    """Return the rule that forbids such an entry, or None.

    >>> forbids("running_costs", {"other_expense"}, {"expenditure_account"}).article
    '第六十九条、第七十二条'
    >>> forbids("recovery", {"special_treasury"}, {"benefits.inpatient"}) is None
    True
    """
    for rule in forbidden():
        if rule.purpose not in {"*", purpose}:
            continue
        if any(fnmatchcase(name, rule.debit) for name in debits) and any(
            fnmatchcase(name, rule.credit) for name in credits_
        ):
            return rule
    return None

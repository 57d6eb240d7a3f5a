"""The registers of accounts (账户) and personal accounts (个人账户)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from yibao.office.base.rights.granted import Reach
from yibao.office.ledger.chart import ELEMENTS, Book, ChartAccount, chart
from yibao.office.ledger.models import Account, PersonalAccount
from yibao.office.ledger.queries import (
    accounts_within,
    balance_of,
    newest_lines,
    personal_accounts_within,
)
from yibao.office.ledger.registers import words
from yibao.office.screens.register import Column, Detail, Fact, Filter, Register, Section
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

PERSON = Text("人员编号", "Person")
BALANCE = Text("余额", "Balance")
OPENED, CLOSED = Text("启用日期", "Opened"), Text("停用日期", "Closed")
SHOWN = 50
"""The page of an account shows so many lines, the newest."""


def _chart(account: Account) -> ChartAccount:
    return chart()[Book(account.book), account.fund, account.account]


def _account_choices() -> list[tuple[str, Text]]:
    return list({each.account: (each.account, each.label) for each in chart().values()}.values())


def _element(account: Account) -> str:
    return _chart(account).element


def _official(account: Account) -> str:
    known = _chart(account)
    return f"{known.code}（未核实 unverified）" if known.code and not known.verified else known.code


def _balance(account: Account) -> int:
    """Return the balance on the side where the account grows."""
    return _chart(account).side * balance_of(account.pk, date.max)


def _statement(account_id: int, side: int) -> dict[str, Any]:
    lines = newest_lines(account_id, SHOWN)
    return {"lines": [{"line": line, "balance_fen": side * line.balance_fen} for line in lines]}


def _accounts(granted: Granted, reach: Reach) -> QuerySet[Account]:
    del granted
    return accounts_within(reach)


def _persons(account: Account) -> list[str]:
    return [account.party] if account.party and _chart(account).party == "person" else []


ACCOUNTS = Register(
    code="ledger.account",
    title=Text("账户与明细账", "Accounts"),
    office="ledger",
    permission="ledger.account.view",
    rows=_accounts,
    order=("-pk",),
    icon="list-details",
    persons=_persons,
    columns=(
        Column(
            "account",
            words.ACCOUNT,
            kind="choice",
            choices=_account_choices,
            link=True,
        ),
        Column("party", words.PARTY, kind="code", field="ledger.account.party"),
        Column("fund", words.FUND, kind="choice", choices=words.fund_choices),
        Column("book", words.BOOK, kind="choice", choices=words.BOOKS),
        Column("division", words.DIVISION, kind="code", wide=True),
        Column("opened_on", OPENED, kind="date", narrow=False),
    ),
    filters=(
        Filter(
            "q",
            Text("往来方编号", "Number of the party"),
            "search",
            lambda rows, text: rows.filter(party=text.strip()),
        ),
        Filter(
            "book", words.BOOK, "choice", lambda rows, v: rows.filter(book=v), choices=words.BOOKS
        ),
        Filter(
            "fund",
            words.FUND,
            "choice",
            lambda rows, v: rows.filter(fund=v),
            choices=words.fund_choices,
        ),
        Filter(
            "account",
            words.ACCOUNT,
            "choice",
            lambda rows, v: rows.filter(account=v),
            choices=_account_choices,
        ),
    ),
    detail=Detail(
        heading=lambda account: _chart(account).label,
        subtitle=lambda account: account.party,
        sections=(
            Section(
                Text("账户", "Account"),
                (
                    Fact(words.BOOK, "book", kind="choice", choices=words.BOOKS),
                    Fact(words.FUND, "fund", kind="choice", choices=words.fund_choices),
                    Fact(
                        Text("要素", "Element"),
                        _element,
                        kind="choice",
                        choices=tuple(ELEMENTS.items()),
                    ),
                    Fact(Text("科目编号", "Number of the account"), _official),
                    Fact(words.PARTY, "party", kind="code", field="ledger.account.party"),
                    Fact(words.DIVISION, "division", kind="code"),
                    Fact(BALANCE, _balance, kind="money"),
                    Fact(OPENED, "opened_on", kind="date"),
                    Fact(CLOSED, "closed_on", kind="date"),
                ),
            ),
        ),
        panels=("ledger/statement.html",),
        more=lambda account, granted: _statement(account.pk, _chart(account).side),
        persons=_persons,
    ),
    export_permission="ledger.account.export",
)


def _personal(granted: Granted, reach: Reach) -> QuerySet[PersonalAccount]:
    del granted
    return personal_accounts_within(reach)


PERSONAL_ACCOUNTS = Register(
    code="ledger.personal",
    title=Text("个人账户", "Personal accounts"),
    office="ledger",
    permission="ledger.personal.view",
    rows=_personal,
    order=("-pk",),
    icon="wallet",
    persons=lambda held: [held.person],
    columns=(
        Column("number", Text("账户号", "Account"), kind="code", link=True),
        Column("person", PERSON, kind="code", field="ledger.personalaccount.person"),
        Column("balance_fen", BALANCE, kind="money"),
        Column("opened_on", OPENED, kind="date", narrow=False),
        Column("closed_on", CLOSED, kind="date", narrow=False),
    ),
    filters=(
        Filter(
            "q",
            Text("账户号或人员编号", "Number of the account or person"),
            "search",
            lambda rows, text: rows.filter(Q(number=text.strip().upper()) | Q(person=text.strip())),
        ),
        Filter(
            "open",
            Text("只看在用", "Open only"),
            "flag",
            lambda rows, v: rows.filter(closed_on=None) if v else rows,
        ),
    ),
    detail=Detail(
        heading="number",
        subtitle=lambda held: held.person,
        sections=(
            Section(
                Text("账户", "Account"),
                (
                    Fact(PERSON, "person", kind="code", field="ledger.personalaccount.person"),
                    Fact(BALANCE, "balance_fen", kind="money"),
                    Fact(words.DIVISION, "division", kind="code"),
                    Fact(OPENED, "opened_on", kind="date"),
                    Fact(CLOSED, "closed_on", kind="date"),
                ),
            ),
        ),
        panels=("ledger/statement.html",),
        more=lambda held, granted: _statement(held.account_id, -1),
        persons=lambda held: [held.person],
    ),
)

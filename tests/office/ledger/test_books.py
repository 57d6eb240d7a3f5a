"""Reversal, months, trial balance, statements, personal accounts."""

from __future__ import annotations

from datetime import date

import pytest

from tests.office.ledger.conftest import DAY, DIVISION, HOSPITAL, lines_of_fund, settled
from yibao.office.base.actor import SYSTEM
from yibao.office.base.models import AuditEntry
from yibao.office.base.rights.granted import Reach
from yibao.office.ledger import queries, services
from yibao.office.ledger.chart import Book
from yibao.office.ledger.entry import credit, debit
from yibao.office.ledger.models import Account, Entry, Period, PeriodBalance
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.usefixtures("march")

APRIL = date(2026, 4, 2)
BOOK = Book.OPERATIONAL


def account_of(account: str, party: str = "", fund: str = "310") -> Account:
    return Account.objects.get(fund=fund, account=account, party=party)


def test_a_reversal_copies_sides_and_negates_amounts() -> None:
    posted = services.post(SYSTEM, settled("a", 9_900))
    undone = services.reverse(SYSTEM, posted.number, date(2026, 3, 20), "重复结算")
    entry = queries.entry_by_number(undone.number)
    assert (entry.reverses, entry.memo, entry.subject) == (
        posted.number,
        "重复结算",
        "S9901002026031000000001X",
    )
    shown = queries.lines_of(entry.pk, entry.business_day)
    assert [(line.account, line.side, line.amount_fen) for line in shown] == [
        ("benefit.inpatient", 1, -9_900),
        ("payable.provider", -1, -9_900),
    ]
    original = queries.entry_by_number(posted.number)
    assert queries.reversal_of(original) == entry
    assert queries.reversal_of(entry) is None
    assert AuditEntry.objects.get(action="ledger.entry.edit").subject == f"entry:{posted.number}"


def test_a_reversal_is_made_once() -> None:
    posted = services.post(SYSTEM, settled("a"))
    first = services.reverse(SYSTEM, posted.number, DAY, "错")
    again = services.reverse(SYSTEM, posted.number, DAY, "错")
    assert (again.number, again.is_new) == (first.number, False)
    with pytest.raises(InvalidInput, match="already_reversed"):
        services.reverse(SYSTEM, posted.number, DAY, "another reason")
    with pytest.raises(InvalidInput, match="is_reversal"):
        services.reverse(SYSTEM, first.number, DAY, "错")
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("E990100202603100000000", "invalid_number"),
        ("E99010020260310000000010", "wrong_check_character"),
        ("S6101132024013100000001O", "bad_lines"),
        ("E9901002026031099999999T", "not_found|wrong_check"),
    ],
)
def test_a_number_that_is_none_is_refused(number: str, code: str) -> None:
    with pytest.raises(InvalidInput, match=code):
        services.reverse(SYSTEM, number, DAY, "x")


def test_a_reversal_needs_a_reason() -> None:
    posted = services.post(SYSTEM, settled("a"))
    with pytest.raises(InvalidInput, match="reason_missing"):
        services.reverse(SYSTEM, posted.number, DAY, "  ")


def test_the_trial_balance_of_every_fund_is_zero() -> None:
    services.post(SYSTEM, settled("a", 100))
    services.post(SYSTEM, settled("b", lines=(*lines_of_fund("310", 40), *lines_of_fund("390", 7))))
    trial = queries.trial_balance(DIVISION, BOOK, DAY)
    assert trial.off() == {}
    assert [
        (line.fund, line.account, line.debit_fen, line.credit_fen, line.closing_fen)
        for line in trial.lines
    ] == [
        ("310", "benefit.inpatient", 100, 0, 100),
        ("310", "benefit.outpatient", 40, 0, 40),
        ("310", "payable.provider", 0, 140, -140),  # 100 + 40
        ("390", "benefit.outpatient", 7, 0, 7),
        ("390", "payable.provider", 0, 7, -7),
    ]
    assert [line.fund for line in queries.trial_balance(DIVISION, BOOK, DAY, "390").lines] == [
        "390",
        "390",
    ]
    assert queries.trial_balance("990200", BOOK, DAY).lines == ()


def test_a_closed_month_takes_nothing_and_hands_its_balances_on() -> None:
    services.post(SYSTEM, settled("march", 100))
    services.close_period(SYSTEM, DIVISION, BOOK, DAY)
    with pytest.raises(InvalidInput, match="period_not_open"):
        services.post(SYSTEM, settled("late"))
    again = services.post(SYSTEM, settled("march", 100))
    assert not again.is_new
    services.open_period(SYSTEM, DIVISION, BOOK, APRIL)
    services.post(SYSTEM, settled("april", 30, business_day=APRIL))
    line = queries.trial_balance(DIVISION, BOOK, APRIL).lines[0]
    # 100 from March, 30 of April.
    assert (line.opening_fen, line.debit_fen, line.closing_fen) == (100, 30, 130)
    payable = account_of("payable.provider", HOSPITAL)
    assert queries.balance_of(payable.pk, APRIL) == -100
    assert queries.balance_of(payable.pk, date(2026, 5, 1)) == -130
    assert PeriodBalance.objects.count() == 2
    # The other book of the month is another period.
    assert Period.objects.get(book="statutory", month=date(2026, 3, 1)).state == "open"


def test_months_are_closed_in_order_and_the_last_one_may_be_opened_again() -> None:
    services.open_period(SYSTEM, DIVISION, BOOK, APRIL)
    with pytest.raises(InvalidInput, match="cannot_close"):
        services.close_period(SYSTEM, DIVISION, BOOK, APRIL)
    services.close_period(SYSTEM, DIVISION, BOOK, DAY)
    with pytest.raises(InvalidInput, match="cannot_close"):
        services.close_period(SYSTEM, DIVISION, BOOK, DAY)
    with pytest.raises(InvalidInput, match="reason_missing"):
        services.open_period(SYSTEM, DIVISION, BOOK, DAY)
    opened = services.open_period(SYSTEM, DIVISION, BOOK, DAY, "漏记")
    assert (opened.state, opened.reason) == ("open", "漏记")
    services.post(SYSTEM, settled("late"))
    services.close_period(SYSTEM, DIVISION, BOOK, DAY)
    services.close_period(SYSTEM, DIVISION, BOOK, APRIL)
    for day in (DAY, date(2026, 1, 1)):
        with pytest.raises(InvalidInput, match="cannot_close"):
            services.open_period(SYSTEM, DIVISION, BOOK, day, "x")
    with pytest.raises(InvalidInput, match="not_found"):
        services.close_period(SYSTEM, DIVISION, BOOK, date(2027, 1, 1))


def test_a_statement_runs_on_over_its_pages() -> None:
    for at in range(1, 8):
        services.post(SYSTEM, settled(f"s{at}", at * 10, business_day=date(2026, 3, at)))
    payable = account_of("payable.provider", HOSPITAL)
    first, last = date(2026, 3, 3), date(2026, 3, 31)
    page = queries.statement(payable.pk, first, last, limit=2)
    # 10 + 20 before the third; then 30 and 40: -30, -60, -100.
    assert page.opening_fen == -30
    assert [line.balance_fen for line in page.lines] == [-60, -100]
    seen = list(page.lines)
    while page.next is not None:
        before = page.closing_fen
        page = queries.statement(payable.pk, first, last, page.next, limit=2)
        assert page.opening_fen == before
        seen += page.lines
    # 10 + 20 + … + 70 = 280.
    assert [line.amount_fen for line in seen] == [30, 40, 50, 60, 70]
    assert page.closing_fen == -280
    assert all(line.subject for line in seen)
    # From the end: 70, 60, 50 were added last.
    newest = queries.newest_lines(payable.pk, 3)
    assert [(line.amount_fen, line.balance_fen) for line in newest] == [
        (70, -280),
        (60, -210),
        (50, -150),
    ]
    with pytest.raises(InvalidInput, match="invalid_range"):
        queries.statement(payable.pk, last, first)


def test_what_is_out_of_reach_is_not_found() -> None:
    posted = services.post(SYSTEM, settled("a"))
    elsewhere = Reach(("9902",))
    with pytest.raises(InvalidInput, match="not_found"):
        queries.entry_by_number(posted.number, elsewhere)
    assert not queries.entries_within(elsewhere).exists()
    assert not queries.accounts_within(elsewhere).exists()
    own = Reach(providers=(HOSPITAL,))
    assert [each.account for each in queries.accounts_within(own)] == ["payable.provider"]


def test_a_personal_account_holds_what_was_posted() -> None:
    opened = services.open_personal_account(SYSTEM, DIVISION, "P1", DAY)
    assert services.open_personal_account(SYSTEM, DIVISION, "P1", DAY) == opened
    entry = settled(
        "in",
        purpose="account",
        lines=(
            debit("310200", "account.credited", 500),
            credit("310200", "account.person", 500, "P1"),
        ),
    )
    posted = services.post(SYSTEM, entry)
    services.post(SYSTEM, entry)
    services.post(
        SYSTEM,
        settled(
            "out",
            lines=(
                debit("310200", "account.person", 200, "P1"),
                credit("310200", "payable.provider", 200, HOSPITAL),
            ),
        ),
    )
    # 500 once, less 200.
    assert queries.personal_account(opened.number).balance_fen == 300
    with pytest.raises(InvalidInput, match=r"holds ¥3\.00, less than ¥5\.00"):
        services.reverse(SYSTEM, posted.number, DAY, "误划")
    with pytest.raises(InvalidInput, match="not_empty"):
        services.close_personal_account(SYSTEM, opened.number, DAY)


def test_a_closed_personal_account_takes_nothing() -> None:
    opened = services.open_personal_account(SYSTEM, DIVISION, "P1", DAY)
    services.close_personal_account(SYSTEM, opened.number, DAY)
    lines = (
        debit("310200", "account.credited", 5),
        credit("310200", "account.person", 5, "P1"),
    )
    with pytest.raises(InvalidInput, match="account_closed"):
        services.post(SYSTEM, settled("x", purpose="account", lines=lines))
    with pytest.raises(InvalidInput, match="account_closed"):
        services.open_personal_account(SYSTEM, DIVISION, "P1", DAY)
    with pytest.raises(InvalidInput, match="no_personal_account"):
        services.post(
            SYSTEM,
            settled("y", lines=(lines[0], credit("310200", "account.person", 5, "P2"))),
        )

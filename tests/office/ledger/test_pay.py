"""Payments in both books, the closing of a year, and the nightly verification."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from tests.office.ledger.conftest import DAY, DIVISION, HOSPITAL, open_march, settled
from yibao.office.base import jobs
from yibao.office.base.actor import SYSTEM
from yibao.office.base.models import Job, Message
from yibao.office.base.roles import Role
from yibao.office.base.tasks import seal_declared
from yibao.office.ledger import queries, services
from yibao.office.ledger.books import verify_books
from yibao.office.ledger.chart import Book
from yibao.office.ledger.models import Entry
from yibao.office.ledger.services import Event
from yibao.office.ledger.tasks import VERIFY
from yibao.terms.errors import InvalidInput


def payment(**changed: object) -> Event:
    values: dict[str, object] = {
        "code": "pay",
        "division": DIVISION,
        "fund": "310",
        "day": DAY,
        "amounts_fen": {"inpatient": 70_000, "outpatient": 30_000},
        "purpose": "payment",
        "key": "M1",
        "subject": "M1",
    }
    return Event(**(values | changed))  # type: ignore[arg-type]


def closing(book: Book, day: date = DAY) -> dict[str, int]:
    lines = queries.trial_balance(DIVISION, book, day, "310").lines
    return {line.account: line.closing_fen for line in lines}


@pytest.mark.usefixtures("march")
def test_a_payment_stands_in_both_books() -> None:
    services.post(SYSTEM, settled("s", 100_000))
    first = services.pay(SYSTEM, payment(), "payable.provider", HOSPITAL)
    again = services.pay(SYSTEM, payment(), "payable.provider", HOSPITAL)
    assert [each.number for each in first] == [each.number for each in again]
    # 1000 owed, 700 + 300 paid.
    assert closing(Book.OPERATIONAL) == {
        "benefit.inpatient": 100_000,
        "payable.provider": 0,
        "paid": -100_000,
    }
    assert closing(Book.STATUTORY) == {
        "benefits.inpatient": 70_000,
        "benefits.outpatient": 30_000,
        "expenditure_account": -100_000,
    }
    assert verify_books(DAY) == []


@pytest.mark.usefixtures("march")
def test_a_payment_refused_by_one_book_is_in_neither() -> None:
    services.close_period(SYSTEM, DIVISION, Book.STATUTORY, DAY)
    with pytest.raises(InvalidInput, match="period_not_open"):
        services.pay(SYSTEM, payment(), "payable.provider", HOSPITAL)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"code": "party"}, "no_mapping"),
        ({"day": date(2018, 1, 1)}, "no_mapping"),
        ({"code": "recover", "day": date(2021, 4, 30)}, "no_mapping"),
        ({"code": "premium"}, "no_mapping"),
    ],
)
def test_without_a_mapping_nothing_is_booked(changed: dict[str, object], code: str) -> None:
    with pytest.raises(InvalidInput, match=code):
        services.statutory_entry(payment(**changed))


@pytest.mark.usefixtures("march")
def test_a_year_is_carried_over_into_the_balance() -> None:
    december = date(2026, 12, 5)
    services.open_period(SYSTEM, DIVISION, Book.STATUTORY, december)
    collected = payment(code="collect", amounts_fen={"": 500}, purpose="contribution", key="c")
    services.post(SYSTEM, services.statutory_entry(collected))
    services.post(SYSTEM, services.statutory_entry(payment(amounts_fen={"other": 120})))
    assert services.carry_over(SYSTEM, DIVISION, "310", 2026) is not None
    # Income 500 less expense 120: the balance grows by 380.
    assert closing(Book.STATUTORY, december) == {
        "contributions": 0,
        "benefits.other": 0,
        "balance": -380,
        "treasury": 500,
        "expenditure_account": -120,
    }
    assert services.carry_over(SYSTEM, DIVISION, "310", 2026) is None
    late = payment(amounts_fen={"other": 400}, key="late", day=december)
    services.post(SYSTEM, services.statutory_entry(late))
    services.carry_over(SYSTEM, DIVISION, "310", 2026)
    # 380 - 400.
    assert closing(Book.STATUTORY, december)["balance"] == 20


def run(statement: str) -> None:
    """Do what the rules of the database refuse, as its owner can."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


SPOILT = {
    "unbalanced": "UPDATE ledger_line SET amount_fen = 7 WHERE side = 1",
    "line_without_entry": "DELETE FROM ledger_entry WHERE reverses <> ''",
    "reversal_differs": "UPDATE ledger_line SET amount_fen = -7 WHERE amount_fen < 0",
    "personal_balance": "UPDATE ledger_personalaccount SET balance_fen = 5",
    "period_balance": "UPDATE ledger_periodbalance SET debit_fen = debit_fen + 1",
    "paid_differs": "UPDATE ledger_entry SET purpose = 'payment' WHERE number IN"
    " (SELECT max(number) FROM ledger_entry WHERE event = 'pay' AND book = 'statutory')",
}


@pytest.mark.usefixtures("march")
@pytest.mark.parametrize("check", SPOILT)
def test_the_verification_of_the_books_finds_what_was_spoilt(check: str) -> None:
    posted = services.post(SYSTEM, settled("s"))
    services.reverse(SYSTEM, posted.number, DAY, "x")
    services.post(SYSTEM, settled("t", 10))
    services.open_personal_account(SYSTEM, DIVISION, "P1", DAY)
    services.post(
        SYSTEM, services.statutory_entry(payment(purpose="clearing", subject="M2", key="M2"))
    )
    services.close_period(SYSTEM, DIVISION, Book.OPERATIONAL, DAY)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert verify_books(DAY) == []
    run(SPOILT[check])
    found = verify_books(DAY)
    assert check in {flaw.check for flaw in found}
    assert all(flaw.text().zh and flaw.place for flaw in found)


@pytest.mark.usefixtures("own_database")
def test_the_nightly_verification_tells_and_fails(
    office: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "yibao.office.base.seals.anchors.anchor_file", lambda table: tmp_path / table
    )
    accounts = [office(role) for role in (Role.ADMINISTRATION, Role.FUND, Role.PAYMENT)]
    open_march()
    services.post(SYSTEM, settled("s"))
    seal_declared()

    def verified() -> Job:
        return jobs.run_now(jobs.start(VERIFY, SYSTEM))

    assert verified().state == Job.State.DONE
    assert (tmp_path / "ledger_entry").read_text().startswith("1 ")
    assert not Message.objects.exists()
    run("UPDATE ledger_entry SET memo = 'x'")
    job = verified()
    assert job.state == Job.State.FAILED
    assert "行被改动" in job.message
    told = set(Message.objects.values_list("account", flat=True))
    assert told == {accounts[0].pk, accounts[1].pk}
    assert Message.objects.first().link == "/base/seals/"
    # What was found broken is not anchored.
    assert len((tmp_path / "ledger_entry").read_text().splitlines()) == 1

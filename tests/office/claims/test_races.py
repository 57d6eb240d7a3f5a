"""Many settle at once, on a database where commits are real; sums must be exact to the fen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from tests.office.claims.making import DAY, HOSPITAL, SECOND, Region, make_region
from tests.office.claims.settling import (
    bill,
    counts,
    give,
    key_of,
    open_books,
    outpatient,
    settled,
    states,
    visit,
)
from tests.office.claims.uploading import attended, lines
from tests.office.counting import statements
from yibao.office.base.actor import SYSTEM
from yibao.office.claims import services
from yibao.office.claims.asked import Claim
from yibao.office.claims.models import AccountUse, Payer, Settlement
from yibao.office.claims.partitions import make_month
from yibao.office.claims.queries.proof import accumulators_hold
from yibao.office.ledger.books import verify_books
from yibao.office.ledger.models import PersonalAccount
from yibao.office.people.services import share_account
from yibao.terms.errors import YibaoError


def prepared() -> Region:
    """Make the region, with open books and a month for lines."""
    open_books()
    make_month(DAY)
    return make_region()


def at_once(tasks: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run tasks at the same instant, each on a connection of its own; refusals are results."""
    barrier = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return task()
        except YibaoError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [done.result() for done in [pool.submit(run, task) for task in tasks]]


def paid(code: str) -> int:
    """Return what a payer paid in all."""
    return sum(Payer.objects.filter(fund_pay_type=code).values_list("amount_fen", flat=True))


def test_a_bill_of_twenty_lines_is_settled_in_three_statements(own_database):
    region = prepared()
    for _ in range(3):  # The first archives plan and accounts, the second learns the layout.
        key = attended(region.employee)
        services.upload(SYSTEM, key, lines())
        claim = Claim(key, "310", 100_000, batch="B1", line_count=20)
        with transaction.atomic():
            with statements() as seen:
                made = services.settle(SYSTEM, claim)
            sent = list(seen)
    # Lock, read, write; the person was read when the lines came. With BEGIN and COMMIT five trips.
    assert len(sent) == 3, [one[:60] for one in sent]
    # All class A; 400 behind the deductible, 500, and the 100 that are left of the year's 1,000.
    assert made.fund_fen == 10_000


def test_an_account_costs_one_statement_more(own_database):
    region = prepared()
    give(region.employee, 10_000)
    for _ in range(3):
        key = attended(region.employee)
        services.upload(SYSTEM, key, lines())
        with transaction.atomic(), statements() as seen:
            made = services.settle(SYSTEM, Claim(key, "310", 100_000, account="1"))
            sent = list(seen)
    assert len(sent) == 4, [one[:60] for one in sent]
    # 600, 500 and 900 for the person, out of 10,000.
    assert (made.account_fen, made.balance_fen) == (90_000, 800_000)


def test_two_hospitals_at_one_instant_never_overspend_the_years_ceiling(own_database):
    region = prepared()
    rows = [visit(region.employee, code) for code in (HOSPITAL, SECOND) * 4]
    for row in rows:
        bill(row, in_scope=600)
    done = at_once([lambda row=row: settled(row, 600) for row in rows])
    # 8 × 600 = 4,800, less 200, at 50 % or 55 %, is far more than the 1,000 of the year.
    assert sum(one.fund_fen for one in done) == paid("310102") == 100_000
    assert sum(one.deductible_fen for one in done) == 20_000
    assert counts(region.employee)["fund:employee_outpatient.year"] == 100_000
    assert accumulators_hold(region.employee, "310", timezone.localdate())
    assert verify_books(date(2025, 1, 1)) == []


def test_one_bill_is_settled_once_however_often_it_is_asked_for(own_database):
    region = prepared()
    row = visit(region.employee)
    bill(row, in_scope=1000)
    done = at_once([lambda: settled(row, 1000)] * 6)
    refused = [one.code for one in done if isinstance(one, YibaoError)]
    assert refused == ["visit_settled"] * 5
    assert Settlement.objects.count() == 1


def test_accounts_of_a_family_are_never_overdrawn_and_nobody_waits_in_a_circle(own_database):
    region = prepared()
    family = [region.employee, region.chronic, region.filed]
    for person in family:
        give(person, 700)
        for other in family:
            if other != person:
                share_account(SYSTEM, person, other, date(2025, 1, 1))
    rows = [visit(person) for person in family for _ in range(3)]
    for row in rows:
        bill(row, in_scope=500, full_self=100)
    done = at_once([lambda row=row: settled(row, 600, account="2") for row in rows])
    # Each bears (600 + 600 + 600) less 150 + 250 + 250 of the fund, 1,150; 3,450 in all: everything
    # that the accounts hold, 2,100, is spent to the fen, and the rest is cash.
    assert sum(one.personal_fen for one in done) == 345_000
    assert sum(one.account_fen for one in done) == 210_000
    assert sum(AccountUse.objects.values_list("amount_fen", flat=True)) == 210_000
    assert set(PersonalAccount.objects.values_list("balance_fen", flat=True)) == {0}
    assert verify_books(date(2025, 1, 1)) == []


def test_settling_and_reversing_at_once_leave_what_stands(own_database):
    region = prepared()
    first = outpatient(region.employee, 1000)
    for _ in range(5):
        row = visit(region.employee)
        bill(row, in_scope=300)
        key = key_of(first)
        undo = lambda: services.reverse(SYSTEM, key, first.number, "R")  # noqa: B023, E731
        add = lambda: settled(row, 300)  # noqa: B023, E731
        done = at_once([undo, add, undo])
        codes = sorted(one.code for one in done if isinstance(one, YibaoError))
        # Either the new one came first, so the old one cannot go; or one of two reversals lost.
        assert codes in (
            ["not_newest", "not_newest"],
            ["reversed_already"],
            ["not_newest", "reversed_already"],
        )
        assert accumulators_hold(region.employee, "310", timezone.localdate())
        first = next(one for one in done if not isinstance(one, YibaoError) and one.total_fen > 0)
    assert verify_books(date(2025, 1, 1)) == []
    assert len(states()) == 1

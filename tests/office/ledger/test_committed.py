"""What only real commits show: threads, a killed connection, rules at commit."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import DatabaseError, OperationalError, connection, connections, transaction

from tests.office.ledger.conftest import DAY, DIVISION, HOSPITAL, open_march, settled
from yibao.office.base.actor import SYSTEM
from yibao.office.ledger import services
from yibao.office.ledger.chart import Book
from yibao.office.ledger.entry import NewEntry, credit, debit
from yibao.office.ledger.models import Account, Entry, EntryKey, Line, PersonalAccount
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.usefixtures("own_database")


def in_threads(tasks: list[Callable[[], object]]) -> list[object]:
    """Run each task in a thread with a connection of its own, all let go at once."""
    gate = threading.Barrier(len(tasks))

    def run(task: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            gate.wait(30)
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def personal(person: str, amount_fen: int) -> PersonalAccount:
    """Return an account that holds `amount_fen`."""
    account = services.open_personal_account(SYSTEM, DIVISION, person, DAY)
    if amount_fen:
        services.post(SYSTEM, credited(f"in {person}", person, amount_fen))
    return account


def credited(key: str, person: str, amount_fen: int) -> NewEntry:
    return settled(
        key,
        purpose="account",
        lines=(
            debit("310200", "account.credited", amount_fen),
            credit("310200", "account.person", amount_fen, person),
        ),
    )


def drawn(key: str, persons: dict[str, int]) -> NewEntry:
    return settled(
        key,
        lines=(
            *(debit("310200", "account.person", fen, person) for person, fen in persons.items()),
            credit("310200", "payable.provider", sum(persons.values()), HOSPITAL),
        ),
    )


def balance(account: PersonalAccount) -> int:
    account.refresh_from_db()
    return account.balance_fen


def test_money_is_drawn_until_there_is_none_and_never_more() -> None:
    open_march()
    account = personal("P1", 1_000)

    def draw(at: int) -> Callable[[], str]:
        def task() -> str:
            try:
                services.post(SYSTEM, drawn(f"out {at}", {"P1": 300}))
            except InvalidInput as refused:
                return refused.code
            return "drawn"

        return task

    # 1000 holds 300 three times: 3 of 8 succeed, 1000 - 3 x 300 = 100 are left.
    outcomes = in_threads([draw(at) for at in range(8)])
    assert Counter(outcomes) == {"drawn": 3, "insufficient_balance": 5}
    assert balance(account) == 100
    lines = Line.objects.filter(account_id=account.account_id)
    assert -sum(line.side * line.amount_fen for line in lines) == 100


def test_accounts_are_held_in_one_order_so_nobody_waits_for_ever() -> None:
    open_march()
    accounts = [personal(person, 100_000) for person in ("P1", "P2")]
    both = [{"P1": 1, "P2": 1}, {"P2": 1, "P1": 1}]
    rounds = 25

    def draw(at: int) -> Callable[[], None]:
        def task() -> None:
            for turn in range(rounds):
                services.post(SYSTEM, drawn(f"{at} {turn}", both[at % 2]))

        return task

    in_threads([draw(at) for at in range(4)])
    # 4 threads x 25 draws of 1 fen each.
    assert [balance(account) for account in accounts] == [99_900, 99_900]


def test_one_key_sent_by_many_at_once_is_one_entry() -> None:
    open_march()
    personal("P1", 1_000)
    tasks = [lambda: services.post(SYSTEM, drawn("same", {"P1": 700}))] * 6
    posted = in_threads(tasks)
    assert len({each.number for each in posted}) == 1
    assert sum(each.is_new for each in posted) == 1
    assert PersonalAccount.objects.get().balance_fen == 300  # 1000 - 700, once


def test_a_new_payable_is_opened_once_by_many() -> None:
    open_march()
    in_threads([lambda at=at: services.post(SYSTEM, settled(f"k{at}")) for at in range(6)])
    assert Account.objects.filter(party=HOSPITAL).count() == 1
    assert Entry.objects.count() == 6


def test_an_entry_is_reversed_once_by_many() -> None:
    open_march()
    posted = services.post(SYSTEM, settled("a", 5_000))

    def undo(at: int) -> Callable[[], str]:
        def task() -> str:
            try:
                services.reverse(SYSTEM, posted.number, DAY, f"reason {at}")
            except InvalidInput as refused:
                return refused.code
            return "reversed"

        return task

    outcomes = in_threads([undo(at) for at in range(5)])
    assert Counter(outcomes) == {"reversed": 1, "already_reversed": 4}
    sums = {}
    for line in Line.objects.all():
        sums[line.account_id] = sums.get(line.account_id, 0) + line.side * line.amount_fen
    assert set(sums.values()) == {0}  # 5000 - 5000 on each account


def test_a_killed_connection_leaves_nothing() -> None:
    open_march()
    account = personal("P1", 1_000)
    before = (Entry.objects.count(), Line.objects.count(), EntryKey.objects.count())
    reached, killed = threading.Event(), threading.Event()
    backends: list[int] = []

    def broken_off() -> None:
        try:
            with pytest.raises(OperationalError), transaction.atomic():
                services.post(SYSTEM, drawn("half", {"P1": 400}))
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    backends.append(cursor.fetchone()[0])
                reached.set()
                assert killed.wait(30)
                Entry.objects.count()
        finally:
            connections.close_all()

    thread = threading.Thread(target=broken_off)
    thread.start()
    assert reached.wait(30)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", backends)
        assert cursor.fetchone() == (True,)
    killed.set()
    thread.join(30)
    assert not thread.is_alive()
    assert (Entry.objects.count(), Line.objects.count(), EntryKey.objects.count()) == before
    assert balance(account) == 1_000
    services.post(SYSTEM, drawn("half", {"P1": 400}))
    assert balance(account) == 600


def test_closing_waits_for_entries_that_are_being_written() -> None:
    open_march()
    posted, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                services.post(SYSTEM, settled("slow", 700))
                posted.set()
                assert may_commit.wait(30)
        finally:
            connections.close_all()

    closed: list[object] = []

    def close() -> None:
        try:
            closed.append(services.close_period(SYSTEM, DIVISION, Book.OPERATIONAL, DAY))
        finally:
            connections.close_all()

    writer, closer = threading.Thread(target=slow), threading.Thread(target=close)
    writer.start()
    assert posted.wait(30)
    closer.start()
    closer.join(0.5)
    assert not closed
    may_commit.set()
    writer.join(30)
    closer.join(30)
    assert closed
    # What the late entry moved is in the balances that were kept: +700 and -700.
    with connection.cursor() as cursor:
        cursor.execute("SELECT opening_fen + debit_fen - credit_fen FROM ledger_periodbalance")
        assert sorted(row[0] for row in cursor.fetchall()) == [-700, 700]
    with pytest.raises(InvalidInput, match="period_not_open"):
        services.post(SYSTEM, settled("too late"))


def test_a_line_cannot_join_an_entry_that_was_committed() -> None:
    open_march()
    posted = services.post(SYSTEM, settled("a"))
    other = services.post(
        SYSTEM,
        settled("b", lines=(debit("330", "benefit.other", 5), credit("330", "paid", 5))),
    )
    accounts = list(Line.objects.filter(entry_id=other.id).values_list("account_id", flat=True))
    for table in ("ledger_line", "ledger_line_2026_03"):
        with pytest.raises(DatabaseError) as refused, connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (entry_id, account_id, side, amount_fen, business_day)"
                " VALUES (%s, %s, 1, 5, %s), (%s, %s, -1, 5, %s)",
                [posted.id, accounts[0], DAY, posted.id, accounts[1], DAY],
            )
        assert refused.value.__cause__.sqlstate == "YB002"


def test_a_month_is_cut_off_while_entries_are_written() -> None:
    open_march()

    def post(at: int) -> Callable[[], None]:
        return lambda: [services.post(SYSTEM, settled(f"{at} {turn}")) for turn in range(20)]

    def make() -> None:
        for month in range(1, 13):
            services.open_period(SYSTEM, DIVISION, Book.STATUTORY, date(2027, month, 1))

    in_threads([post(0), post(1), make])
    assert Entry.objects.count() == 40

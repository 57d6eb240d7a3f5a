"""Two hospitals at one instant: no ceiling and no account is overspent, nothing is booked twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.office.claims.making import DOCTOR, HOSPITAL, SECOND, SECOND_DOCTOR
from tests.office.exchange.care.bill import CLASS_A, Line, bill
from tests.office.exchange.care.database import looking_at, own_copy
from tests.office.exchange.care.hospital import come
from tests.office.exchange.care.region import People
from tests.office.exchange.care.software import Answer, Software
from yibao.office.database.url import DatabaseUrl


@pytest.fixture
def crowd(
    server: DatabaseUrl, region: tuple[DatabaseUrl, People], django_db_blocker: object
) -> Iterator[People]:
    """Return everybody, in a database where commits are real."""
    url, people = region
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        own_copy(server, of=url) as own,
        looking_at(own),
    ):
        yield people


def at_once(*works: Callable[[], Answer]) -> list[Answer]:
    """Do several things at one instant, each on a connection of its own."""
    start = Barrier(len(works))

    def run(work: Callable[[], Answer]) -> Answer:
        try:
            start.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_a_ceiling_is_not_overspent(crowd: People) -> None:
    visits = [
        come(Software(HOSPITAL), crowd.worker, DOCTOR),
        come(Software(SECOND), crowd.worker, SECOND_DOCTOR),
    ]
    lines = bill(Line(CLASS_A, "3000"))
    for visit in visits:
        visit.upload(lines)
    paid = at_once(*(lambda visit=visit: visit.settle(lines) for visit in visits))
    # each alone would get 1000, the ceiling of the year
    assert sum(answer.settlement["fund_pay_sumamt"] for answer in paid) == 1000


def test_a_family_account_is_not_overspent(crowd: People) -> None:
    visits = [
        come(Software(HOSPITAL), crowd.saver, DOCTOR),
        come(Software(SECOND), crowd.child, SECOND_DOCTOR),
    ]
    lines = bill(Line(CLASS_A, "1000"))
    for visit in visits:
        visit.upload(lines)
    paid = at_once(*(lambda visit=visit: visit.settle(lines, account="2") for visit in visits))
    # mother: 1000 − (1000 − 200) × 50 % = 600; child: 1000; the one account has 500
    assert sum(answer.settlement["acct_pay"] for answer in paid) == 500


def test_one_message_sent_twice_at_once_counts_once(crowd: People) -> None:
    hospital = Software(HOSPITAL)
    visit, msgid = come(hospital, crowd.worker, DOCTOR), hospital.next_id()
    lines = bill(Line(CLASS_A, "500"))
    visit.upload(lines)
    answers = at_once(*(lambda: visit.settle(lines, msgid) for _ in range(4)))
    assert len({answer.body for answer in answers}) == 1
    assert answers[0].told("fund_pay_sumamt") == (150,)

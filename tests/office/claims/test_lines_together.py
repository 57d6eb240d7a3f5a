"""Two uploads to one visit at the same instant end with the sums of both."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

from tests.office.claims.making import make_region
from tests.office.claims.making_bills import admitted, attended, line
from yibao.office.base.actor import SYSTEM
from yibao.office.claims.asked import VisitKey
from yibao.office.claims.models import Batch, Line, Visit
from yibao.office.claims.services import upload
from yibao.office.database.url import DatabaseUrl
from yibao.terms.errors import InvalidInput

THREADS, ROUNDS = 4, 5


def at_once(count: int, work: Callable[[int], None]) -> list[str]:
    """Run the work in threads that begin together; return the codes of what was refused."""
    gate, refused = threading.Barrier(count), []

    def run(place: int) -> None:
        gate.wait()
        try:
            work(place)
        except InvalidInput as error:
            refused.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return refused


def test_sums_are_right_whoever_comes_first(own_database: DatabaseUrl) -> None:
    key = attended(make_region().employee)

    def work(place: int) -> None:
        for number in range(ROUNDS):
            first = 1 + 100 * place + 2 * number
            upload(SYSTEM, key, [line(first, 0), line(first + 1, 1)])

    assert at_once(THREADS, work) == []
    batch = Batch.objects.get()
    rounds = THREADS * ROUNDS
    assert (batch.line_count, batch.total_fen) == (2 * rounds, 2000 * rounds)
    assert batch.bill == {"main": [0, 0, 40 * rounds, 1960 * rounds]}
    assert Line.objects.count() == 2 * rounds


def test_a_number_is_taken_once(own_database: DatabaseUrl) -> None:
    key = attended(make_region().employee)
    assert at_once(THREADS, lambda _: upload(SYSTEM, key, [line(1)]) and None) == (
        ["feedetl_sn_taken"] * (THREADS - 1)
    )
    assert Batch.objects.get().line_count == 1


def test_two_hospitals_at_one_instant_give_one_bed(own_database: DatabaseUrl) -> None:
    region = make_region()
    keys: list[VisitKey] = []
    refused = at_once(THREADS, lambda _: keys.append(admitted(region.employee)))
    assert (len(keys), refused) == (1, ["stay_open"] * (THREADS - 1))
    assert Visit.objects.filter(state="open").count() == 1

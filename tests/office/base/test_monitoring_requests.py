"""Requests are counted by route and minute, added up by the database, drawn as lines."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection, connections
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from yibao.office.base.models.monitoring import HealthReading, RequestMinute
from yibao.office.base.monitoring import middleware, queries, recording, rounds
from yibao.office.base.monitoring.meter import KINDS_MOST, METER, Counted, Kind, Meter
from yibao.office.base.roles import Role

MINUTE = datetime(2024, 5, 6, 7, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    METER.take()
    yield
    METER.take()


def kind(route: str = "people/", status: int = 200, minute: datetime = MINUTE) -> Kind:
    return Kind(minute, route, "GET", status)


def test_a_request_is_counted_by_the_pattern_of_its_route(
    client_of: Callable[..., Client],
) -> None:
    client = client_of(Role.ADMINISTRATION)
    METER.take()
    assert client.get("/base/monitoring/").status_code == 200
    assert client.post("/base/monitoring/alarms/12/", {"reason": "x"}).status_code == 302
    client.get("/no/such/address/of/somebody")
    found = {(one.route, one.method, one.status): c.requests for one, c in METER.take().items()}
    assert found["base/monitoring/", "GET", 200] == 1
    assert found["base/monitoring/alarms/<int:number>/", "POST", 302] == 1
    assert found[middleware.NO_ROUTE, "GET", 404] == 1
    assert found["*", "*", 200] == 1


def test_a_view_that_breaks_counts_as_500() -> None:
    def breaks(request: object) -> HttpResponse:
        raise ValueError("a view that breaks")

    with pytest.raises(ValueError, match="a view that breaks"):
        middleware.Meter(breaks)(RequestFactory().get("/"))
    assert {one.status for one in METER.take()} == {500}


def test_an_invented_method_makes_no_line_of_its_own() -> None:
    answered = middleware.Meter(lambda request: HttpResponse())
    answered(RequestFactory().generic("BREW", "/"))
    assert {one.method for one in METER.take()} == {"OTHER", "*"}


@pytest.mark.django_db
def test_processes_add_to_the_same_row() -> None:
    for durations in ([300, 5000], [300], [90_000_000]):
        meter = Meter()
        for duration in durations:
            meter.count(kind(), duration)
        recording.record(meter.take())
    row = RequestMinute.objects.get(route="people/")
    assert (row.requests, row.microseconds) == (4, 90_005_600)
    assert row.slowest_microseconds == 90_000_000
    assert sum(row.buckets) == 4
    assert row.buckets[-1] == 1


def test_many_writers_lose_nothing_and_do_not_lock_each_other(own_database: object) -> None:
    def write() -> None:
        for _ in range(20):
            meter = Meter()
            for route in range(12):
                meter.count(kind(f"route/{route}"), 1000)
            recording.record(meter.take())
        connections.close_all()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert {row.requests for row in RequestMinute.objects.exclude(route="*")} == {80}
    assert RequestMinute.objects.get(route="*").requests == 80 * 12


def test_counts_are_kept_while_the_database_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(taken: object) -> None:
        raise OperationalError

    meter = Meter()
    meter.count(kind(), 1000)
    monkeypatch.setattr(rounds, "record", refuse)
    monkeypatch.setattr(rounds, "close_old_connections", lambda: None)
    rounds.Rounds(meter).once()
    meter.count(kind(), 1000)
    assert meter.take()[kind()].requests == 2


def test_memory_is_bounded_and_what_is_dropped_is_known() -> None:
    meter = Meter()
    for number in range(KINDS_MOST + 10):
        meter.count(kind(f"r/{number}"), 1)
    meter.give_back({kind("one more"): Counted(requests=7)})
    assert len(meter.take()) <= KINDS_MOST + 1
    assert meter.dropped == 11 + 7


@pytest.mark.django_db
def test_lines_and_routes_tell_what_was_counted() -> None:
    now = datetime(2024, 5, 6, 12, 0, 30, tzinfo=UTC)
    meter = Meter()
    for number in range(90):
        meter.count(kind(minute=now.replace(second=0), status=200), 1000 + number)
    for _ in range(9):
        meter.count(kind(minute=now.replace(second=0), status=404), 9_000)
    meter.count(kind("slow/", 500, now.replace(second=0)), 3_000_000)
    meter.count(kind(minute=now - timedelta(hours=30)), 1)
    recording.record(meter.take())

    points = queries.lines(24, now)
    assert len(points) == 289
    assert sum(point.requests for point in points) == 100
    assert (points[-1].requests, points[-1].refused, points[-1].failed) == (100, 9, 1)
    assert points[0].p95 is None
    assert 1000 <= (points[-1].p50 or 0) <= 1152
    assert 8192 <= (points[-1].p95 or 0) <= 9216

    people, slow = queries.routes(24, now)
    assert slow.p50 == slow.p99 == slow.slowest, "no percentile is longer than the slowest"
    assert (people.route, people.requests, people.refused, people.failed) == ("people/", 99, 9, 0)
    assert (slow.route, slow.failed, slow.slowest) == ("slow/", 1, 3_000_000)


@pytest.mark.django_db
def test_old_minutes_are_forgotten_and_fresh_ones_kept() -> None:
    now = timezone.now()
    for days in (9, 7):
        meter = Meter()
        meter.count(kind(minute=now - timedelta(days=days)), 1)
        recording.record(meter.take())
        HealthReading.objects.create(minute=now - timedelta(days=days), measure="x", value=1)
    assert recording.forget(now) == 3
    assert RequestMinute.objects.count() == 2
    assert HealthReading.objects.count() == 1


def test_rounds_write_what_is_left_when_they_stop(own_database: object) -> None:
    meter = Meter()
    thread = rounds.Rounds(meter, every=30)
    thread.start()
    thread.start()
    meter.count(kind("last/"), 1000)
    thread.stop()
    connection.close()
    assert RequestMinute.objects.get(route="last/").requests == 1

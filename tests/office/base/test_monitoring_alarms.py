"""Alarms are raised by thresholds, told, acknowledged with a reason, cleared."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import OperationalError, connections
from django.test import Client
from procrastinate.contrib.django import app

from yibao.office.base.actor import SYSTEM, Actor
from yibao.office.base.errors import Conflict, NotFound
from yibao.office.base.models import AuditEntry, Event, Message
from yibao.office.base.models.monitoring import Alarm, HealthReading, Threshold
from yibao.office.base.monitoring import alarms, measures, probes, queries, readings, watch
from yibao.office.base.monitoring.measures import BY_CODE, MEASURES
from yibao.office.base.monitoring.meter import METER
from yibao.office.base.roles import Role
from yibao.office.database.url import DatabaseUrl
from yibao.terms.errors import InvalidInput

NOON = datetime(2024, 5, 6, 4, 0, 20, tzinfo=UTC)
PLACES = {
    Role.PROVIDER: {"division": "", "provider": "H99012100001"},
    Role.INSURED: {"division": "", "person": "P1"},
}


@pytest.fixture
def limit(db: None) -> Threshold:
    return Threshold.objects.create(
        measure="jobs.failed", level="warning", side="above", limit=10, minutes=2
    )


def go(value: int, minute: int, subject: str = "") -> None:
    """One round in which one measure had one value."""
    at = NOON + timedelta(minutes=minute)
    HealthReading.objects.create(
        measure="jobs.failed",
        subject=subject,
        minute=at.replace(second=0),
        value=value,
    )
    alarms.judge(at, {"jobs.failed": {subject: value}})


def opened() -> list[Alarm]:
    return list(Alarm.objects.filter(cleared_at__isnull=True))


def test_an_alarm_needs_the_limit_crossed_for_as_long_as_asked(limit: Threshold) -> None:
    go(11, 0)
    assert not opened()
    go(12, 1)
    (alarm,) = opened()
    assert (alarm.value, alarm.limit, alarm.level) == (12, 10, "warning")


def test_the_limit_itself_is_well(limit: Threshold) -> None:
    go(10, 0)
    go(10, 1)
    assert not opened()


def test_a_good_minute_between_begins_anew(limit: Threshold) -> None:
    for minute, value in enumerate((11, 3, 11)):
        go(value, minute)
    assert not opened()


def test_bad_rounds_long_ago_do_not_count(limit: Threshold) -> None:
    go(11, 0)
    go(11, 30)
    assert not opened()


def test_below_is_bad_where_the_threshold_says_so(db: None) -> None:
    Threshold.objects.create(
        measure="jobs.failed", level="critical", side="below", limit=1, minutes=1
    )
    go(1, 0)
    assert not opened()
    go(0, 1)
    assert [alarm.level for alarm in opened()] == ["critical"]


def test_one_alarm_stays_open_and_keeps_the_worst_value(limit: Threshold) -> None:
    for minute, value in enumerate((11, 12, 40, 20)):
        go(value, minute)
    (alarm,) = opened()
    assert (alarm.value, alarm.worst) == (12, 40)


def test_it_is_over_when_the_value_is_well_again(limit: Threshold) -> None:
    for minute, value in enumerate((11, 12, 10)):
        go(value, minute)
    assert not opened()
    assert Alarm.objects.get().cleared_at == NOON + timedelta(minutes=2)


def test_it_is_over_when_its_subject_is_gone_but_not_when_the_reading_failed(
    limit: Threshold,
) -> None:
    go(11, 0, "queue")
    go(11, 1, "queue")
    alarms.judge(NOON + timedelta(minutes=2), {})
    assert opened()
    alarms.judge(NOON + timedelta(minutes=3), {"jobs.failed": {}})
    assert not opened()


def test_a_threshold_for_one_subject_leaves_others_alone(db: None) -> None:
    Threshold.objects.create(
        measure="jobs.failed", subject="a", level="warning", side="above", limit=1, minutes=1
    )
    go(5, 0, "b")
    assert not opened()
    go(5, 0, "a")
    assert [alarm.subject for alarm in opened()] == ["a"]


def test_switching_a_threshold_off_ends_its_alarm(limit: Threshold) -> None:
    go(11, 0)
    go(11, 1)
    Threshold.objects.update(active=False)
    alarms.judge(NOON + timedelta(minutes=2), {"jobs.failed": {"": 11}})
    assert not opened()


def test_administration_is_told_of_begin_and_end(
    limit: Threshold, office: Callable[..., object]
) -> None:
    office(Role.ADMINISTRATION)
    office(Role.FUND)
    for minute, value in enumerate((11, 12, 1)):
        go(value, minute)
    begin, end = Message.objects.order_by("pk")
    assert "一小时内失败任务" in begin.title_zh
    assert begin.link == "/base/monitoring/"
    assert end.title_zh.startswith("已恢复")
    assert list(Event.objects.order_by("pk").values_list("topic", flat=True)) == [
        "base.alarm.raised",
        "base.alarm.cleared",
    ]
    assert Event.objects.order_by("pk")[0].payload["value"] == 12


def raised(limit: Threshold) -> Alarm:
    go(11, 0)
    go(11, 1)
    return opened()[0]


def test_acknowledging_needs_a_reason_and_is_audited(
    limit: Threshold, actor: Callable[..., Actor]
) -> None:
    alarm = raised(limit)
    somebody = actor(Role.ADMINISTRATION)
    with pytest.raises(InvalidInput, match="reason_missing"):
        alarms.acknowledge(somebody, alarm.pk, "  ")
    with pytest.raises(InvalidInput, match="reason_too_long"):
        alarms.acknowledge(somebody, alarm.pk, "长" * 501)
    assert not AuditEntry.objects.filter(subject=f"alarm:{alarm.pk}").exists()
    alarms.acknowledge(somebody, alarm.pk, " 磁盘更换中 ")
    entry = AuditEntry.objects.get(subject=f"alarm:{alarm.pk}")
    assert entry.changes == {"reason": ["", "磁盘更换中"]}
    with pytest.raises(Conflict, match="alarm_settled"):
        alarms.acknowledge(somebody, alarm.pk, "again")
    with pytest.raises(NotFound):
        alarms.acknowledge(somebody, 10**12, "none")


def test_an_acknowledged_alarm_still_ends_by_itself(limit: Threshold) -> None:
    alarm = raised(limit)
    alarms.acknowledge(SYSTEM, alarm.pk, "seen")
    go(0, 2)
    alarm.refresh_from_db()
    assert alarm.cleared_at is not None
    assert alarm.reason == "seen"


def test_a_round_reads_everything_once_a_minute(db: None) -> None:
    assert watch.watch(NOON)
    assert not watch.watch(NOON + timedelta(seconds=30))
    assert watch.watch(NOON + timedelta(seconds=60))
    read = set(HealthReading.objects.values_list("measure", flat=True))
    always = {one.code for one in MEASURES} - {"jobs.oldest_waiting", "replication.lag"}
    assert always - read <= {"seals.unsealed"}
    assert Threshold.objects.count() == sum(len(one.limits) for one in MEASURES)


def test_a_limit_that_somebody_set_survives_the_next_round(db: None) -> None:
    watch.watch(NOON)
    Threshold.objects.filter(measure="disk.free", level="warning").update(limit=7, active=False)
    watch.watch(NOON + timedelta(minutes=1))
    kept = Threshold.objects.get(measure="disk.free", level="warning")
    assert (kept.limit, kept.active) == (7, False)


def test_a_measure_that_breaks_does_not_stop_the_others(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks() -> list[tuple[str, int]]:
        raise OperationalError

    broken = measures.Measure("x.y", BY_CODE["disk.free"].label, measures.Unit.COUNT, breaks)
    monkeypatch.setattr(watch, "MEASURES", (broken, BY_CODE["disk.free"]))
    assert set(watch.read_all()) == {"disk.free"}


def test_processes_share_the_rounds(own_database: object) -> None:
    done: list[bool] = []

    def look() -> None:
        for _ in range(3):
            done.append(watch.watch(NOON))  # noqa: PERF401 -- each may take its time
        connections.close_all()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done.count(True) == 1
    assert HealthReading.objects.filter(measure=watch.ROUND).count() == 1


def test_no_worker_and_a_waiting_job_are_seen(own_database: object) -> None:
    assert list(readings.workers_alive()) == [("", 0)]
    app.configure_task("nobody.does.it", queue="slow").defer()
    ((queue, seconds),) = readings.oldest_waiting_job()
    assert (queue, seconds < 60) == ("slow", True)


def test_a_long_transaction_is_seen(own_database: DatabaseUrl) -> None:
    assert list(readings.longest_transaction()) == [("", 0)]
    with psycopg.connect(str(own_database)) as other:
        other.execute("SELECT 1")
        threading.Event().wait(1.1)
        ((_, seconds),) = readings.longest_transaction()
    assert seconds >= 1


def test_health_names_the_worst_level_that_is_reached(db: None) -> None:
    watch.have_thresholds()
    for value, level in ((900_000, ""), (100_000, "warning"), (10_000, "critical")):
        HealthReading.objects.all().delete()
        HealthReading.objects.create(measure="disk.free", subject="/", minute=NOON, value=value)
        (one,) = queries.health(NOON)
        assert one.level == level


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATION])
def test_only_administration_sees_and_sets(
    role: Role, limit: Threshold, client_of: Callable[..., Client]
) -> None:
    client = client_of(role, **PLACES.get(role, {}))
    assert client.get("/base/monitoring/").status_code == 403
    assert client.get("/base/monitoring/lines/").status_code == 403
    sent = {"limit": "1", "minutes": "1", "active": "on"}
    assert client.post(f"/base/monitoring/thresholds/{limit.pk}/", sent).status_code == 403
    assert client.post("/base/monitoring/alarms/1/", {"reason": "x"}).status_code == 403
    limit.refresh_from_db()
    assert limit.limit == 10


def test_the_page_shows_alarms_health_and_limits(
    limit: Threshold, client_of: Callable[..., Client]
) -> None:
    alarm = raised(limit)
    client = client_of(Role.ADMINISTRATION)
    shown = client.get("/base/monitoring/?hours=6").content.decode()
    assert "一小时内失败任务" in shown
    client.post(f"/base/monitoring/alarms/{alarm.pk}/", {"reason": "已派人处理"})
    client.post(
        f"/base/monitoring/thresholds/{limit.pk}/", {"limit": "99", "minutes": "3", "active": "on"}
    )
    shown = client.get("/base/monitoring/").content.decode()
    assert "已派人处理" in shown
    assert 'value="99"' in shown
    assert client.get("/base/monitoring/lines/?hours=1").json()["points"]


@pytest.mark.parametrize("given", ["", "-1", "1.5", "abc", "9" * 19, "１"])
def test_a_limit_that_is_no_number_changes_nothing(
    given: str, limit: Threshold, client_of: Callable[..., Client]
) -> None:
    client = client_of(Role.ADMINISTRATION)
    before = Threshold.objects.get(pk=limit.pk).limit
    sent = {"limit": given, "minutes": "3", "active": "on"}
    answer = client.post(f"/base/monitoring/thresholds/{limit.pk}/", sent, follow=True)
    after = Threshold.objects.get(pk=limit.pk).limit
    assert after == (1 if given == "１" else before)
    assert ("整数" in answer.content.decode()) == (after == before)


@pytest.fixture
def never_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "_SEEN", set())


def test_probes_need_no_session_and_no_host(
    client: Client, db: None, never_seen: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    METER.take()
    assert client.get("/healthz", headers={"host": "10.0.0.7"}).content == b"ok\n"
    for _ in range(2):
        assert client.get("/readyz").json() == {"database": "ok", "migrations_pending": 0}
    assert client.post("/readyz").status_code == 405
    assert METER.take() == {}
    probes._SEEN.clear()
    monkeypatch.setattr(probes, "pending_migrations", lambda: ["base.0099_more"])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["migrations_pending"]) == (503, 1)


def test_alive_without_a_database_but_not_ready(
    client: Client, never_seen: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> list[str]:
        raise OperationalError

    monkeypatch.setattr(probes, "pending_migrations", refuse)
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503

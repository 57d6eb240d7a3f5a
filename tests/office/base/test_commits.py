"""What holds only where commits are real."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction

from yibao.office.base import jobs, outbox
from yibao.office.base.models import Event, Job
from yibao.office.base.roles import Role
from yibao.terms.text import Text

RUNS = []


@jobs.job_kind("base.test.slow", label=Text("试验", "Trial"), permission="base.job.view")
def _slow(work):
    RUNS.append(work.job.pk)


def test_news_needs_the_transaction_of_its_change(own_database):
    with pytest.raises(AssertionError):
        outbox.publish("base.test.news", "1", {})
    with transaction.atomic():
        outbox.publish("base.test.news", "1", {})
    assert Event.objects.count() == 1


def test_two_workers_run_a_job_once(own_database, actor):
    job = jobs.start("base.test.slow", actor(Role.ADMINISTRATION))
    RUNS.clear()
    together = threading.Barrier(2)

    def work():
        mine = Job.objects.get(pk=job.pk)
        together.wait()
        jobs.run_now(mine)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(RUNS) == 1
    assert RUNS[0] == job.pk


def test_two_workers_hand_an_event_on_once(own_database):
    heard = []
    outbox._SUBSCRIBERS["base.test.race"] = [lambda event: heard.append(event.pk)]
    with transaction.atomic():
        for number in range(20):
            outbox.publish("base.test.race", str(number), {})
    together = threading.Barrier(2)

    def work():
        together.wait()
        outbox.hand_on()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == sorted(Event.objects.values_list("pk", flat=True))


@jobs.job_kind("base.test.long", label=Text("试验", "Trial"), permission="base.job.view")
def _long(work):
    with transaction.atomic():
        before = Job.objects.get(pk=work.job.pk).beat_at
        for _ in range(100):
            time.sleep(0.05)
            if Job.objects.get(pk=work.job.pk).beat_at > before:
                RUNS.append("beats")
                return


def test_a_job_beats_while_its_transaction_is_open(own_database, actor, monkeypatch):
    monkeypatch.setattr(jobs, "BEAT_ALONE", timedelta(milliseconds=50))
    RUNS.clear()
    job = jobs.run_now(jobs.start("base.test.long", actor(Role.ADMINISTRATION)))
    assert job.state == Job.State.DONE
    assert RUNS == ["beats"]

"""`yibao serve` and `yibao worker` as processes: they end in order; killed, they lose nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from tests.office.cli.running import Running, Server, until, yibao
from yibao.office.database.embedded import Cluster
from yibao.office.database.keeper import embedded_database

SIGN_IN = "/base/sign-in/"
MAKE_ALARMS = """
from datetime import timedelta
from django.test import Client
from django.utils import timezone
from yibao.office.base.models import Account, Grant
from yibao.office.base.models.monitoring import Alarm, Threshold
account = Account.objects.create(username="watcher", name="值班员", must_change_password=False)
account.set_password("a password of tests 1"); account.save()
Grant.objects.create(account=account, role="administration", division="990100",
                     during=(timezone.localdate(), None), reason="测试")
limit = Threshold.objects.create(measure="jobs.failed", level="warning", side="above",
                                 limit=1, minutes=1, active=False, subject="test")
Alarm.objects.bulk_create(Alarm(threshold=limit, subject=str(n), level="warning", limit=1, value=2,
                                worst=2, raised_at=timezone.now()) for n in range(5000))
client = Client()
client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
print("SESSION", client.session.session_key)
"""
DEFER = """
from procrastinate.contrib.django import app
import yibao.office.base.tasks
app.configure_task("base.jobs.take_up_again", queue="clock").defer(timestamp=0)
"""


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A folder of data with every table made."""
    made = Path(tempfile.mkdtemp(prefix="yibao-s-"))
    made.chmod(0o711)
    done = yibao(made, "manage", "--embedded", "migrate", "--noinput", "-v0")
    assert done.returncode == 0, done.stderr
    yield made
    Cluster(made).remove()
    shutil.rmtree(made)


def rows(data: Path, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(str(Cluster(data).url("yibao"))) as connection:
        return connection.execute(statement.encode()).fetchall()


def answers(data: Path) -> bool:
    try:
        return bool(rows(data, "SELECT 1"))
    except psycopg.OperationalError:
        return False


def form(server: Server, **fields: str) -> tuple[str, dict[str, str]]:
    """Return the body and headers of a form sent by somebody who is not signed in."""
    _, _, headers = server.ask("GET", SIGN_IN)
    cookies = [
        each.split(";")[0]
        for each in headers.get_all("Set-Cookie") or ()
        if each.startswith("csrftoken")
    ]
    token = cookies[0].partition("=")[2]
    sent = {"Cookie": cookies[0], "Content-Type": "application/x-www-form-urlencoded"}
    return urlencode({**fields, "csrfmiddlewaretoken": token}), sent


def test_a_running_request_ends_before_the_server_does(data: Path) -> None:
    with Server(data, "--no-worker") as server:
        assert until(server.is_ready), server.said()
        body, headers = form(server, username="nobody-known", password="x")
        answered: list[int] = []
        with psycopg.connect(str(Cluster(data).url("yibao"))) as other:
            other.execute("LOCK TABLE base_account IN ACCESS EXCLUSIVE MODE")
            slow = threading.Thread(
                target=lambda: answered.append(server.ask("POST", SIGN_IN, body, headers)[0])
            )
            slow.start()
            waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
            assert until(lambda: rows(data, waiting)[0][0] == 1)
            server.stop()
            time.sleep(1.5)
            assert server.process.poll() is None
            assert not answered
        slow.join()
        assert server.process.wait(30) == 0
        assert "Traceback" not in server.said()
    assert answered == [401], "the page that says that name or password were wrong"
    assert not Cluster(data).runs()


def test_one_folder_is_served_once_and_the_second_changes_nothing(data: Path) -> None:
    with Server(data) as first:
        assert until(first.is_ready)
        second = yibao(data, "serve", "--embedded", "--port", str(first.port + 1))
        assert second.returncode == 2
        assert f"Process {first.process.pid}" in second.stderr
        assert first.is_ready()


def test_workers_of_a_killed_server_end_and_the_next_one_starts(data: Path) -> None:
    with Server(data) as server:
        assert until(server.is_ready)
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        assert until(lambda: not server.listens(), 15)
        assert until(lambda: not server.has_children())
        with Server(data) as following:
            assert until(following.is_ready), following.said()
            following.stop()
            assert following.process.wait(30) == 0
    assert not Cluster(data).runs()


def test_a_server_and_its_database_killed_in_mid_write_lose_nothing_acknowledged(
    data: Path,
) -> None:
    """Processes are killed, not the machine: this is no power cut."""
    made = yibao(data, "manage", "--embedded", "shell", "-c", MAKE_ALARMS)
    session = made.stdout.partition("SESSION ")[2].split()[0]
    acknowledged: set[int] = set()
    with Server(data, "--threads", "4", "--no-worker") as server:
        assert until(server.is_ready), server.said()
        alarms = [row[0] for row in rows(data, "SELECT id FROM base_alarm WHERE subject <> ''")]
        _, headers = form(server)
        cookie = f"{headers['Cookie']}; sessionid={session}"
        sent = {
            "Cookie": cookie,
            "X-CSRFToken": headers["Cookie"].partition("=")[2],
            "Content-Type": "application/x-www-form-urlencoded",
        }

        def write(mine: list[object]) -> None:
            for number in mine:
                path = f"/base/monitoring/alarms/{number}/"
                try:
                    status, _, _ = server.ask("POST", path, urlencode({"reason": "处理"}), sent)
                except OSError:
                    return
                if status != 302:
                    return
                acknowledged.add(int(str(number)))

        writers = [threading.Thread(target=write, args=(alarms[at::3],)) for at in range(3)]
        for writer in writers:
            writer.start()
        assert until(lambda: len(acknowledged) > 60, 30)
        postmaster = int((data / "postgresql/postmaster.pid").read_text().splitlines()[0])
        os.kill(postmaster, signal.SIGKILL)
        server.kill()
        for writer in writers:
            writer.join()
    assert len(acknowledged) < len(alarms)
    until(lambda: not Cluster(data).runs(), 10)
    time.sleep(1)
    with embedded_database(data):
        kept = {row[0] for row in rows(data, "SELECT id FROM base_alarm WHERE reason <> ''")}
        audited = {
            int(str(row[0]).partition(":")[2])
            for row in rows(
                data, "SELECT subject FROM base_auditentry WHERE subject LIKE 'alarm:%'"
            )
        }
    assert acknowledged <= kept
    assert kept == audited, "a change without its audit, or an audit without its change"


def test_a_running_job_ends_before_the_worker_does(data: Path) -> None:
    job = """SELECT min(status::text) FROM procrastinate_jobs
             WHERE task_name = 'base.jobs.take_up_again' AND status <> 'todo'"""
    with Running(data, "worker", "--embedded") as worker:
        alive = "SELECT count(*) FROM procrastinate_workers"
        assert until(lambda: answers(data))
        assert until(lambda: rows(data, alive)[0][0] == 1), worker.said()
        with psycopg.connect(str(Cluster(data).url("yibao"))) as other:
            other.execute("LOCK TABLE base_job IN ACCESS EXCLUSIVE MODE")
            deferred = yibao(data, "manage", "--embedded", "shell", "-c", DEFER)
            assert deferred.returncode == 0, deferred.stderr
            assert until(lambda: rows(data, job)[0][0] == "doing", 20), worker.said()
            worker.stop()
            time.sleep(1.5)
            assert worker.process.poll() is None
            other.rollback()
        assert worker.process.wait(40) == 0
    cluster = Cluster(data)
    assert not cluster.runs()
    cluster.start()
    try:
        assert rows(data, job)[0][0] == "succeeded"
    finally:
        cluster.stop()


def test_one_command_serves_and_does_jobs_and_both_end(data: Path) -> None:
    alive = """SELECT count(*) FROM procrastinate_workers
               WHERE last_heartbeat > now() - interval '20 seconds'"""
    with Server(data) as server:
        assert until(server.is_ready), server.said()
        assert until(lambda: rows(data, alive)[0][0] == 1), server.said()
        server.stop()
        assert server.process.wait(60) == 0
    assert not Cluster(data).runs()


def test_requests_are_written_and_the_system_is_looked_after(data: Path) -> None:
    with Server(data) as server:
        assert until(server.is_ready)
        for _ in range(30):
            server.ask("GET", SIGN_IN)
        counted = "SELECT coalesce(sum(requests), 0) FROM base_requestminute WHERE status = 200"
        assert until(lambda: int(str(rows(data, counted)[0][0])) >= 60)
        rounds = "SELECT count(*) FROM base_healthreading WHERE measure = 'watch.round'"
        assert until(lambda: int(str(rows(data, rounds)[0][0])) >= 1, 20)
        status, body, _ = server.ask("GET", "/readyz")
        assert (status, json.loads(body)) == (200, {"database": "ok", "migrations_pending": 0})
        css = server.ask("GET", "/static/base/monitoring.css")
        assert css[0] == 200

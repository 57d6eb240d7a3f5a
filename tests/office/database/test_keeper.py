"""Processes share one embedded cluster; one folder of data is served once."""

from __future__ import annotations

import multiprocessing
import os
import stat
from pathlib import Path

import psycopg
import pytest

from yibao.office.database import programs
from yibao.office.database.durability import NotDurable, must_be_durable
from yibao.office.database.embedded import Cluster
from yibao.office.database.keeper import alone, embedded_database
from yibao.terms.errors import InvalidInput

FORK = multiprocessing.get_context("fork")


def test_the_last_user_stops_the_cluster(folder: Path) -> None:
    with embedded_database(folder) as one:
        with embedded_database(folder) as other:
            assert one == other
        assert Cluster(folder).runs()
        with psycopg.connect(str(one)) as connection:
            assert connection.execute("SELECT current_database()").fetchone() == ("yibao",)
    assert not Cluster(folder).runs()


def _use_and_die(folder: Path) -> None:
    context = embedded_database(folder)
    context.__enter__()
    os._exit(9)


def test_a_killed_user_is_not_counted_and_its_server_is_taken_over(folder: Path) -> None:
    process = FORK.Process(target=_use_and_die, args=(folder,))
    process.start()
    process.join()
    assert Cluster(folder).runs()
    with embedded_database(folder) as url, psycopg.connect(str(url)) as connection:
        connection.execute("SELECT 1")
    assert not Cluster(folder).runs()


def _use(folder: Path, results: multiprocessing.SimpleQueue[bool]) -> None:
    with embedded_database(folder) as url, psycopg.connect(str(url)) as connection:
        connection.execute("SELECT pg_sleep(0.3)")
        results.put(True)


def test_users_that_come_at_once_do_not_trip_over_each_other(folder: Path) -> None:
    results: multiprocessing.SimpleQueue[bool] = FORK.SimpleQueue()
    users = [FORK.Process(target=_use, args=(folder, results)) for _ in range(4)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    assert [user.exitcode for user in users] == [0] * 4
    assert not Cluster(folder).runs()


def test_a_folder_is_held_by_one(tmp_path: Path) -> None:
    with alone(tmp_path):
        with pytest.raises(InvalidInput, match="folder_in_use") as refused, alone(tmp_path):
            pass
        assert str(os.getpid()) in refused.value.reason.zh
        with alone(tmp_path, "something else"):
            pass
    with alone(tmp_path):
        pass


def test_only_the_owner_reaches_the_data_and_the_socket(folder: Path) -> None:
    with embedded_database(folder):
        cluster = Cluster(folder)
        for at in (cluster.data, cluster.sockets):
            assert stat.S_IMODE(at.stat().st_mode) == 0o700


def test_the_embedded_server_is_refused_where_a_server_is_asked_for(folder: Path) -> None:
    with embedded_database(folder) as url:
        must_be_durable(url, embedded=True)
        with pytest.raises(NotDurable, match="database_embedded"):
            must_be_durable(url, embedded=False)


def test_a_socket_folder_that_somebody_else_made_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "link").symlink_to(folder / "elsewhere")
    with pytest.raises(InvalidInput, match="folder_not_ours"):
        programs.hand_over(folder / "link")
    monkeypatch.setattr(programs, "_owners", lambda: (12345,))
    with pytest.raises(InvalidInput, match="folder_not_ours"):
        programs.hand_over(folder / "elsewhere")


def test_a_version_that_is_not_here_is_told() -> None:
    with pytest.raises(InvalidInput, match="postgresql-3"):
        programs.programs_of(3)

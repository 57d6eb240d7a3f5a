"""A backup is whole or refused; a restore brings back a moment, or says why not."""

from __future__ import annotations

import json
import os
import signal
import time
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from yibao.office.database import drill as drilling
from yibao.office.database.archive import archive_command, archiving
from yibao.office.database.backup import take_backup
from yibao.office.database.embedded import DURABLE, Cluster
from yibao.office.database.manifest import check
from yibao.office.database.programs import hand_over
from yibao.office.database.restore import restore
from yibao.terms.errors import InvalidInput


@pytest.fixture
def archive(folder: Path) -> Path:
    hand_over(folder / "archive")
    return folder / "archive"


@pytest.fixture
def source(cluster: Cluster, archive: Path) -> Cluster:
    cluster.start({**DURABLE, **archiving(archive)})
    write(cluster, "CREATE TABLE t (number int)", "INSERT INTO t VALUES (1)")
    return cluster


def write(cluster: Cluster, *statements: str) -> None:
    with psycopg.connect(str(cluster.url("postgres"))) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def numbers(cluster: Cluster) -> list[int]:
    with psycopg.connect(str(cluster.url("postgres"))) as connection:
        return [row[0] for row in connection.execute("SELECT number FROM t ORDER BY number")]


def server_time(cluster: Cluster) -> datetime:
    with psycopg.connect(str(cluster.url("postgres"))) as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None
    return row[0]


def all_archived(cluster: Cluster) -> None:
    with psycopg.connect(str(cluster.url("postgres")), autocommit=True) as connection:
        drilling._archive_all(connection)


def test_a_drill_loses_nothing(folder: Path, any_server: Path | None) -> None:
    done = drilling.drill(folder, seconds=3, writers=2, programs=any_server)
    assert done.outcome.is_right
    assert done.outcome.before > 50
    assert done.outcome.after > 10
    assert done.outcome.at_the_mark < done.outcome.before / 20
    assert done.backup.archives
    assert not (folder / "restored/postgresql").exists()


def test_a_comparison_finds_what_is_wrong(cluster: Cluster) -> None:
    cluster.start()
    with psycopg.connect(str(cluster.url("postgres")), autocommit=True) as connection:
        connection.execute(drilling.MAKE_TABLE)
        for number, payloads in {2: "xyz", 3: "ab", 5: "abc", 9: "abc", 4: "abc"}.items():
            for at, payload in enumerate(payloads):
                connection.execute(
                    "INSERT INTO drill VALUES (0, %s, %s, %s)", [number, at, payload]
                )
    good = drilling.digest_of(list("abc"))
    writer = drilling.Writer(0, cluster)
    writer.notes = {number: drilling.Note(1, 2, good) for number in (1, 2, 3, 4)}
    writer.notes[5] = drilling.Note(20, 21, good)
    writer.notes[6] = drilling.Note(9, 12, good)
    mark = drilling.Mark(server_time(cluster), 10, 11)
    restored = drilling.Restored(cluster, None, 0, 0, 0.0)
    outcome = drilling.compare([writer], mark, restored)
    assert outcome == drilling.Outcome(
        before=4, after=1, at_the_mark=1, lost=1, too_many=2, changed=1, torn=1
    )
    assert not outcome.is_right


def test_without_the_archive_a_backup_is_restored_to_its_own_end(
    source: Cluster, folder: Path
) -> None:
    made = take_backup(source.url("postgres"), folder / "backups")
    write(source, "INSERT INTO t VALUES (2)")
    restored = restore(folder / "backups" / made.folder, folder / "new")
    try:
        assert numbers(restored.cluster) == [1]
        write(restored.cluster, "INSERT INTO t VALUES (3)")
    finally:
        restored.cluster.remove()
    assert numbers(source) == [1, 2]


def test_a_moment_before_a_mistake(source: Cluster, folder: Path, archive: Path) -> None:
    made = take_backup(source.url("postgres"), folder / "backups")
    write(source, "INSERT INTO t VALUES (2)")
    moment = server_time(source)
    write(source, "DROP TABLE t")
    all_archived(source)
    restored = restore(folder / "backups" / made.folder, folder / "new", archive, moment)
    try:
        assert numbers(restored.cluster) == [1, 2]
        assert restored.last_commit is not None
        assert restored.last_commit <= moment
    finally:
        restored.cluster.remove()


def test_a_moment_that_the_archive_does_not_reach_is_refused(
    source: Cluster, folder: Path, archive: Path
) -> None:
    made = take_backup(source.url("postgres"), folder / "backups")
    all_archived(source)
    later = server_time(source) + timedelta(days=1)
    with pytest.raises(InvalidInput, match="restore_failed") as refused:
        restore(folder / "backups" / made.folder, folder / "new", archive, later)
    assert "recovery target" in refused.value.reason.en


def test_moments_that_make_no_sense_are_refused_before_anything_is_written(
    source: Cluster, folder: Path, archive: Path
) -> None:
    made = take_backup(source.url("postgres"), folder / "backups")
    backup, moment = folder / "backups" / made.folder, datetime.fromisoformat(made.ended)
    with pytest.raises(InvalidInput, match="until_without_archive"):
        restore(backup, folder / "new", None, moment)
    with pytest.raises(InvalidInput, match="until_before_backup"):
        restore(backup, folder / "new", archive, moment - timedelta(seconds=1))
    with pytest.raises(InvalidInput, match="folder_not_empty"):
        restore(backup, folder / "backups", archive)
    assert not (folder / "new").exists()


@pytest.mark.parametrize("damage", ["changed", "cut", "missing", "extra", "manifest", "log"])
def test_a_damaged_backup_is_refused(source: Cluster, folder: Path, damage: str) -> None:
    made = take_backup(source.url("postgres"), folder / "backups")
    backup = folder / "backups" / made.folder
    assert check(backup).flaws == ()
    victim = max((backup / "base").rglob("[0-9]*"), key=lambda at: at.stat().st_size)
    content = victim.read_bytes()
    if damage == "changed":
        victim.write_bytes(content[:4000] + bytes([content[4000] ^ 1]) + content[4001:])
    elif damage == "cut":
        victim.write_bytes(content[:-1])
    elif damage == "missing":
        victim.unlink()
    elif damage == "extra":
        (backup / "base" / "added").write_text("x")
    elif damage == "manifest":
        manifest = backup / "backup_manifest"
        manifest.write_text(manifest.read_text().replace('"Size": ', '"Size": 1', 1))
    else:
        for segment in (backup / "pg_wal").glob("[0-9A-F]" * 24):
            segment.unlink()
    with pytest.raises(InvalidInput, match="backup_damaged"):
        restore(backup, folder / "new")
    assert not (folder / "new").exists()


def test_the_facts_of_a_backup_lie_beside_it(source: Cluster, folder: Path) -> None:
    made = take_backup(source.url("postgres"), folder / "backups")
    facts = json.loads((folder / "backups" / f"{made.folder}.json").read_text())
    assert facts["archives"] is True
    assert facts["began"] < facts["ended"]
    assert facts["size"] > 2**20


def test_a_backup_needs_room(
    source: Cluster, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        free = 1024

    monkeypatch.setattr("yibao.office.database.backup.shutil.disk_usage", lambda at: Full)
    with pytest.raises(InvalidInput, match="no_room"):
        take_backup(source.url("postgres"), folder / "backups")
    assert not (folder / "backups").exists()


@pytest.mark.parametrize("name", ["with space", "with'quote"])
def test_archives_with_odd_names_work(cluster: Cluster, folder: Path, name: str) -> None:
    hand_over(folder / name)
    cluster.start({**DURABLE, **archiving(folder / name)})
    all_archived(cluster)
    assert list((folder / name).glob("[0-9A-F]" * 24))
    assert not list((folder / name).glob("*.part"))


def test_a_name_that_the_server_would_misread_is_refused() -> None:
    with pytest.raises(InvalidInput, match="folder_unusable"):
        archive_command(Path("/backup/100%f"))


def test_a_segment_is_never_written_over(tmp_path: Path) -> None:
    command = archive_command(tmp_path).replace("%p", str(tmp_path / "seg")).replace("%f", "0001")
    (tmp_path / "seg").write_text("one")
    assert os.system(command) == 0
    assert os.system(command) == 0
    (tmp_path / "seg").write_text("two")
    assert os.system(command) != 0
    assert (tmp_path / "0001").read_text() == "one"


def test_a_killed_server_keeps_every_commit_that_was_acknowledged(cluster: Cluster) -> None:
    """The processes are killed, not the machine: this is no power cut."""
    cluster.start()
    write(cluster, "CREATE TABLE t (number int)")
    acknowledged = []
    begun = time.monotonic()
    postmaster = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
    with psycopg.connect(str(cluster.url("postgres")), autocommit=True) as connection:
        try:
            while True:
                connection.execute("INSERT INTO t VALUES (%s)", [len(acknowledged)])
                acknowledged.append(len(acknowledged))
                if time.monotonic() - begun > 0.5:
                    os.kill(connection.info.backend_pid, signal.SIGKILL)
                    os.kill(postmaster, signal.SIGKILL)
        except psycopg.OperationalError:
            pass
    assert len(acknowledged) > 20
    while cluster.runs():
        time.sleep(0.1)
    time.sleep(0.5)
    cluster.start()
    assert set(acknowledged) <= set(numbers(cluster))

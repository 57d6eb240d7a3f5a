"""The drill (恢复演练): a point in time restored while work went on, compared row by row.

Writers commit without pause and note outside the database what was acknowledged. A backup is
taken, a time is marked, work goes on; then the files are lost. What the restored cluster holds is
compared with the notes: see docs/guides/operations.md.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psycopg

from yibao.office.database.archive import archiving
from yibao.office.database.backup import Backup, take_backup
from yibao.office.database.embedded import DURABLE, Cluster
from yibao.office.database.programs import hand_over
from yibao.office.database.restore import Restored, restore

ROWS = 3
"""Rows of one transaction; all of them are there, or none."""
PAYLOAD_BYTES = 400
ARCHIVED_SECONDS = 60
MAKE_TABLE = """
CREATE TABLE drill (
    writer int, number bigint, row int, payload text, PRIMARY KEY (writer, number, row))
"""


@dataclass(frozen=True, slots=True)
class Note:
    """What a writer knows of one commit: when it began and was acknowledged, and what it wrote."""

    begun: float
    acknowledged: float
    digest: str


@dataclass(slots=True)
class Writer:
    """Commits without pause, and notes each commit that the server acknowledged."""

    number: int
    cluster: Cluster
    notes: dict[int, Note] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        """Commit until told to stop."""
        with psycopg.connect(str(self.cluster.url("postgres"))) as connection:
            commit = 0
            while not self.stop.is_set():
                commit += 1
                payloads = [secrets.token_hex(PAYLOAD_BYTES // 2) for _ in range(ROWS)]
                begun = time.monotonic()
                with connection.cursor() as cursor:
                    cursor.executemany(
                        "INSERT INTO drill VALUES (%s, %s, %s, %s)",
                        [(self.number, commit, at, each) for at, each in enumerate(payloads)],
                    )
                connection.commit()
                self.notes[commit] = Note(begun, time.monotonic(), digest_of(payloads))


@dataclass(frozen=True, slots=True)
class Mark:
    """The moment that is restored: the server's time, and when it was asked for and told."""

    at: datetime
    asked: float
    told: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the restored cluster holds, against the notes; commits, not rows."""

    before: int
    """Acknowledged before the mark: must be there."""
    after: int
    """Begun after the mark: must not be there."""
    at_the_mark: int
    """Under way at the mark: either way is right."""
    lost: int
    too_many: int
    changed: int
    """There, but other than it was written."""
    torn: int
    """There in part."""

    @property
    def is_right(self) -> bool:
        """Whether everything that was committed before is there, whole, and nothing after."""
        return not (self.lost or self.too_many or self.changed or self.torn)


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill with its figures."""

    server: int
    mark: datetime
    backup: Backup
    restored_seconds: float
    written_seconds: float
    outcome: Outcome


def drill(
    folder: Path, seconds: float = 30, writers: int = 2, programs: Path | None = None
) -> Drill:
    """Rehearse a restore below `folder`, with writers at work for so many seconds.

    Raises:
        InvalidInput: when a step fails, as `take_backup` and `restore`.

    """
    source = Cluster(folder / "source", programs)
    archive = folder / "archive"
    hand_over(archive)
    source.make()
    source.start({**DURABLE, **archiving(archive)})
    try:
        return _rehearse(source, folder, archive, seconds, writers)
    finally:
        source.remove()


def _rehearse(source: Cluster, folder: Path, archive: Path, seconds: float, count: int) -> Drill:
    with psycopg.connect(str(source.url("postgres")), autocommit=True) as connection:
        connection.execute(MAKE_TABLE)
        writers = [Writer(number, source) for number in range(count)]
        threads = [threading.Thread(target=writer.work) for writer in writers]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        try:
            time.sleep(seconds / 3)
            backup = take_backup(source.url("postgres"), folder / "backups")
            time.sleep(seconds / 3)
            mark = mark_now(connection)
            time.sleep(seconds / 3)
        finally:
            for writer in writers:
                writer.stop.set()
            for thread in threads:
                thread.join()
        written = time.monotonic() - began
        _archive_all(connection)
    source.remove()  # the files are lost; what is left are the backup and the archive
    restored = restore(folder / "backups" / backup.folder, folder / "restored", archive, mark.at)
    try:
        outcome = compare(writers, mark, restored)
    finally:
        restored.cluster.remove()
    return Drill(backup.server, mark.at, backup, restored.seconds, written, outcome)


def mark_now(connection: psycopg.Connection[tuple[object, ...]]) -> Mark:
    """Ask the server for its time."""
    asked = time.monotonic()
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None
    assert isinstance(row[0], datetime)
    return Mark(row[0], asked, time.monotonic())


def compare(writers: list[Writer], mark: Mark, restored: Restored) -> Outcome:
    """Compare the restored rows with the notes of the writers."""
    found: dict[tuple[int, int], list[str]] = {}
    with psycopg.connect(str(restored.cluster.url("postgres"))) as connection:
        rows = connection.execute(
            "SELECT writer, number, payload FROM drill ORDER BY writer, number, row"
        )
        for writer, number, payload in rows:
            found.setdefault((writer, number), []).append(payload)
    noted = {
        (writer.number, number): note for writer in writers for number, note in writer.notes.items()
    }
    before = {key for key, note in noted.items() if note.acknowledged < mark.asked}
    after = {key for key, note in noted.items() if note.begun > mark.told}
    return Outcome(
        before=len(before),
        after=len(after),
        at_the_mark=len(noted) - len(before) - len(after),
        lost=len(before - found.keys()),
        too_many=len(after & found.keys()) + len(found.keys() - noted.keys()),
        changed=sum(
            digest_of(payloads) != noted[key].digest
            for key, payloads in found.items()
            if key in noted and len(payloads) == ROWS
        ),
        torn=sum(len(payloads) != ROWS for payloads in found.values()),
    )


def digest_of(payloads: list[str]) -> str:
    """Return one digest of the rows of a transaction.

    >>> digest_of(["a"]) == digest_of(["a"]) != digest_of(["b"])
    True
    """
    return hashlib.sha256("\n".join(payloads).encode()).hexdigest()


def _archive_all(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Close the segment in hand and wait until it is archived.

    Raises:
        TimeoutError: when the archive does not take it within a minute.

    """
    # A segment in which nothing was written is not closed, so something is written first.
    connection.execute("SELECT pg_create_restore_point('drill')")
    row = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
    assert row is not None
    until = time.monotonic() + ARCHIVED_SECONDS
    while time.monotonic() < until:
        found = connection.execute(
            "SELECT last_archived_wal >= %s FROM pg_stat_archiver", [row[0]]
        ).fetchone()
        if found and found[0]:
            return
        time.sleep(0.1)
    raise TimeoutError(f"{row[0]} was not archived")

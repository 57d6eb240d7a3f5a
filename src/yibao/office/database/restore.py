"""Restoring (恢复): a backup and the archived log become a new cluster as of a moment."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from yibao.office.database.archive import restore_command
from yibao.office.database.backup import facts_of, must_be_whole
from yibao.office.database.embedded import DURABLE, SUPERUSER, Cluster
from yibao.office.database.programs import hand_over_all, programs_of
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

POLL_SECONDS = 0.2
BEGINS_SECONDS = 5.0
SAID_LINES = 3
PRIVATE_ACCESS = "local all all trust\n"
"""Access to a restored server whose own rules lie elsewhere: its socket is closed to others."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A cluster that was restored and runs, on a socket of its own."""

    cluster: Cluster
    last_commit: datetime | None
    """The newest transaction that it has."""
    files: int
    size: int
    seconds: float


def restore(
    backup: Path,
    into: Path,
    archive: Path | None = None,
    until: datetime | None = None,
    user: str = SUPERUSER,
) -> Restored:
    """Make a new cluster below `into` from `backup`, and follow the log to `until`.

    Args:
        backup: the folder of a base backup; it is checked first and not changed.
        into: where nothing may lie yet.
        archive: the archive of the log; without it the cluster is as at the end of the backup.
        until: transactions that were committed later are left out; without it, all that is there.
        user: whom to ask it as, a superuser that the server had.

    Raises:
        InvalidInput: code ``folder_not_empty``, ``backup_damaged``, ``until_without_archive``,
            ``until_before_backup``, ``no_programs`` or ``restore_failed``.

    """
    began = time.monotonic()
    _must_make_sense(backup, into, archive, until)
    checked = must_be_whole(backup)
    version = int((backup / "PG_VERSION").read_text(encoding="ascii"))
    cluster = Cluster(into, programs_of(version))
    try:
        shutil.copytree(backup, cluster.data, symlinks=True)
    except OSError as error:
        shutil.rmtree(cluster.data, ignore_errors=True)
        raise _failed(str(error)) from error
    _prepare(cluster)
    cluster.start(_recovery(archive, until), wait=False)  # it may have days of log to follow
    last = _wait(cluster, user)
    return Restored(cluster, last, checked.files, checked.size, time.monotonic() - began)


def _must_make_sense(
    backup: Path, into: Path, archive: Path | None, until: datetime | None
) -> None:
    if into.exists() and any(into.iterdir()):
        raise InvalidInput(
            "folder_not_empty",
            str(into),
            Text(f"{into} 不是空目录。", f"{into} is not empty."),
            Text("恢复只写入新目录，请另选。", "A restore takes a new folder; name another."),
        )
    if until is None:
        return
    if archive is None:
        raise InvalidInput(
            "until_without_archive",
            "--until",
            Text("恢复到时点需要日志归档。", "A moment is reached only with the archived log."),
            Text("请用 --archive 指定归档目录。", "Name its folder with --archive."),
        )
    facts = facts_of(backup)
    if facts is not None and until < datetime.fromisoformat(facts.ended):
        raise InvalidInput(
            "until_before_backup",
            "--until",
            Text(
                f"该备份到 {facts.ended} 才完成，早于它的时点恢复不了。",
                f"This backup ended at {facts.ended}; no earlier moment can be restored from it.",
            ),
            Text("请用更早的备份。", "Use an older backup."),
        )


def _prepare(cluster: Cluster) -> None:
    """Say that the files are to be recovered; give them rules where theirs lay elsewhere."""
    (cluster.data / "recovery.signal").touch()
    for name, content in (
        ("postgresql.conf", ""), ("pg_hba.conf", PRIVATE_ACCESS), ("pg_ident.conf", "")
    ):  # fmt: skip
        if not (cluster.data / name).exists():
            (cluster.data / name).write_text(content, encoding="utf-8")
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)
    hand_over_all(cluster.data)


def _recovery(archive: Path | None, until: datetime | None) -> dict[str, str]:
    """Return the settings of the first start; the restored server archives nothing itself."""
    settings = {**DURABLE, "archive_mode": "off", "hot_standby": "off"}
    settings["restore_command"] = restore_command(archive) if archive else "false"
    if until is not None:
        settings["recovery_target_time"] = until.astimezone(UTC).isoformat(sep=" ")
        settings["recovery_target_inclusive"] = "on"
        settings["recovery_target_action"] = "promote"
    return settings


def _wait(cluster: Cluster, user: str) -> datetime | None:
    """Wait until the server has followed the log and opened; return its newest transaction.

    Raises:
        InvalidInput: code ``restore_failed`` when it gave up, with what it said.

    """
    url = cluster.url("postgres")
    _come_up(cluster)
    while True:
        try:
            with psycopg.connect(str(url), user=user, connect_timeout=5) as connection:
                row = connection.execute("SELECT pg_last_xact_replay_timestamp()").fetchone()
                return row[0] if row else None
        except psycopg.OperationalError as error:
            if not cluster.runs():
                raise _failed(_said(cluster)) from error
            time.sleep(POLL_SECONDS)


def _come_up(cluster: Cluster) -> None:
    """Wait until the server has begun, or has ended again before it was seen."""
    until = time.monotonic() + BEGINS_SECONDS
    while not cluster.runs() and time.monotonic() < until:
        time.sleep(POLL_SECONDS)


def _said(cluster: Cluster) -> str:
    """Return the last reasons in the server's log."""
    lines = cluster.log.read_text(encoding="utf-8", errors="replace").splitlines()
    reasons = [line for line in lines if "FATAL" in line or "ERROR" in line or "PANIC" in line]
    return " ".join((reasons or lines)[-SAID_LINES:])


def _failed(said: str) -> InvalidInput:
    return InvalidInput(
        "restore_failed",
        "restore",
        Text(f"恢复失败：{said}。", f"The restore failed: {said}."),
        Text(
            "请核对时点在最后一段归档之前、归档目录完整、磁盘有空间。",
            "See that the moment lies before the end of the archive, that no segment is missing, "
            "and that the disk has room.",
        ),
    )

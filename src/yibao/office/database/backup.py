"""Base backups (基础备份): all files of a server while it works, checked once written."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from yibao.office.database.manifest import Checked, check
from yibao.office.database.programs import give_back, hand_over, must, programs_of
from yibao.office.database.url import DatabaseUrl
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

ROOM_PER_CENT = 110
"""How much room a backup needs, of what the databases occupy."""
FACTS = "{}.json"
"""The file of facts beside a backup."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was taken and checked.

    `ended` is the earliest moment that can be restored; later ones need `archives`.
    """

    folder: str
    began: str
    ended: str
    server: int
    archives: bool
    files: int
    size: int
    seconds: float


def take_backup(url: DatabaseUrl, into: Path) -> Backup:
    """Copy all files of the server of `url` into a new folder below `into`, and check them.

    Raises:
        InvalidInput: code ``no_room``, ``database_program_failed`` or ``backup_damaged``.

    """
    began_at = time.monotonic()
    began, version, size, archives = _asked(url)
    _must_have_room(into, size)
    into.mkdir(parents=True, exist_ok=True)
    folder = into / f"base-{began:%Y%m%dT%H%M%SZ}"
    hand_over(folder)
    try:
        must(
            programs_of(version // 10000), "pg_basebackup", "-D", str(folder), "-F", "plain",
            "-X", "stream", "-c", "fast", "--manifest-checksums=SHA256", "--no-password",
            "-d", str(url.without_password()), password=url.password,
        )  # fmt: skip
    except InvalidInput:
        shutil.rmtree(folder)
        raise
    give_back(folder)
    checked = must_be_whole(folder)
    ended = _asked(url)[0]
    made = Backup(
        folder=folder.name,
        began=began.isoformat(),
        ended=ended.isoformat(),
        server=version,
        archives=archives,
        files=checked.files,
        size=checked.size,
        seconds=round(time.monotonic() - began_at, 2),
    )
    (into / FACTS.format(folder.name)).write_text(
        json.dumps(asdict(made), indent=2) + "\n", encoding="utf-8"
    )
    return made


def must_be_whole(folder: Path) -> Checked:
    """Check a backup by its manifest.

    Raises:
        InvalidInput: code ``backup_damaged``, naming the first flaws.

    """
    checked = check(folder)
    if checked.flaws:
        named = ", ".join(f"{flaw.path} ({flaw.kind})" for flaw in checked.flaws[:5])
        raise InvalidInput(
            "backup_damaged",
            str(folder),
            Text(
                f"备份有 {len(checked.flaws)} 处损坏：{named}。",
                f"The backup has {len(checked.flaws)} flaws: {named}.",
            ),
            Text("请用另一份备份，并检查磁盘。", "Use another backup, and look at the disk."),
        )
    return checked


def facts_of(folder: Path) -> Backup | None:
    """Return what is known of a backup; None when it was taken by other means."""
    file = folder.parent / FACTS.format(folder.name)
    if not file.is_file():
        return None
    return Backup(**json.loads(file.read_text(encoding="utf-8")))


def _asked(url: DatabaseUrl) -> tuple[datetime, int, int, bool]:
    """Return the server's time, its version, the bytes of all databases, whether it archives."""
    with psycopg.connect(str(url), connect_timeout=10) as connection:
        row = connection.execute(
            """
            SELECT clock_timestamp(), current_setting('server_version_num')::int,
                (SELECT sum(pg_database_size(oid))::bigint FROM pg_database),
                current_setting('archive_mode') <> 'off'
            """
        ).fetchone()
    assert row is not None
    return row[0].astimezone(UTC), row[1], row[2], row[3]


def _must_have_room(into: Path, size: int) -> None:
    at = next(folder for folder in (into, *into.absolute().parents) if folder.exists())
    free = shutil.disk_usage(at).free
    if free < size * ROOM_PER_CENT // 100:
        raise InvalidInput(
            "no_room",
            str(into),
            Text(
                f"空间不足：需 {size >> 20} MiB，剩 {free >> 20} MiB。",
                f"Not enough room: {size >> 20} MiB needed, {free >> 20} MiB free.",
            ),
            Text("请清理旧备份或换一块磁盘。", "Remove old backups or use another disk."),
        )

"""Whether a base backup is what was written (备份校验): by the manifest that came with it.

PostgreSQL writes ``backup_manifest`` beside the files: size and SHA-256 of each, and of itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST = "backup_manifest"
OUTSIDE = frozenset((MANIFEST, "postgresql.auto.conf", "recovery.signal", "standby.signal"))
"""Files that a manifest does not vouch for, as pg_verifybackup has it; and all of ``pg_wal``."""
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong with a backup: ``missing``, ``extra``, ``size`` or ``checksum``."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a backup found."""

    files: int
    size: int
    flaws: tuple[Flaw, ...]


def check(backup: Path) -> Checked:
    """Read every file of `backup` and compare it with the manifest.

    A manifest that is missing, unreadable or altered is a flaw like any other.
    """
    manifest = _manifest_of(backup)
    if manifest is None:
        return Checked(0, 0, (Flaw(MANIFEST, "checksum" if _has(backup) else "missing"),))
    expected = {_path_of(entry): entry for entry in manifest["Files"]}
    flaws: list[Flaw] = []
    size = 0
    for path, entry in expected.items():
        kind, read = _compare(backup / path, entry)
        size += read
        if kind:
            flaws.append(Flaw(path, kind))
    flaws += [Flaw(path, "extra") for path in _found(backup) if path not in expected]
    flaws += [Flaw(path, "missing") for path in _missing_segments(backup, manifest)]
    return Checked(len(expected), size, tuple(flaws))


def _has(backup: Path) -> bool:
    return (backup / MANIFEST).is_file()


def _manifest_of(backup: Path) -> dict[str, Any] | None:
    """Return the manifest, if it vouches for itself: its last line is the SHA-256 of the rest."""
    if not _has(backup):
        return None
    content = (backup / MANIFEST).read_bytes()
    try:
        manifest: dict[str, Any] = json.loads(content)
        begin = content.rindex(b'"Manifest-Checksum"')
        wanted = manifest["Manifest-Checksum"]
        manifest["Files"]
    except (ValueError, KeyError, TypeError):
        return None
    return manifest if hashlib.sha256(content[:begin]).hexdigest() == wanted else None


def _path_of(entry: dict[str, Any]) -> str:
    if "Path" in entry:
        return str(entry["Path"])
    return bytes.fromhex(entry["Encoded-Path"]).decode(errors="surrogateescape")


def _compare(file: Path, entry: dict[str, Any]) -> tuple[str, int]:
    """Return what is wrong with a file, if anything, and how many bytes it has."""
    if not file.is_file():
        return "missing", 0
    size = file.stat().st_size
    if size != entry["Size"]:
        return "size", size
    if entry.get("Checksum-Algorithm") != "SHA256" or _sha256(file) != entry["Checksum"]:
        return "checksum", size
    return "", size


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _found(backup: Path) -> Iterator[str]:
    for file in sorted(backup.rglob("*")):
        path = file.relative_to(backup).as_posix()
        if file.is_file() and path not in OUTSIDE and not path.startswith("pg_wal/"):
            yield path


def _missing_segments(backup: Path, manifest: dict[str, Any]) -> Iterator[str]:
    """Yield the segments of the log without which the files fit no moment."""
    sizes = {file.stat().st_size for file in _segments(backup)}
    if not sizes:
        yield "pg_wal"
        return
    size = max(sizes)
    for needed in manifest.get("WAL-Ranges", ()):
        first, last = _position(needed["Start-LSN"]), _position(needed["End-LSN"])
        for number in range(first // size, (last - 1) // size + 1):
            name = segment_name(needed["Timeline"], number, size)
            if not (backup / "pg_wal" / name).is_file():
                yield f"pg_wal/{name}"


def _segments(backup: Path) -> Iterator[Path]:
    folder = backup / "pg_wal"
    return (file for file in folder.glob("[0-9A-F]" * 24) if file.is_file())


def _position(text: str) -> int:
    high, low = text.split("/")
    return int(high, 16) << 32 | int(low, 16)


def segment_name(timeline: int, number: int, size: int) -> str:
    """Return the file name of a segment of the log.

    >>> segment_name(1, 257, 16 * 2**20)
    '000000010000000100000001'
    """
    in_one = 0x1_0000_0000 // size
    return f"{timeline:08X}{number // in_one:08X}{number % in_one:08X}"

"""The archive of the log (WAL 归档): every segment that the server fills, kept elsewhere."""

from __future__ import annotations

import shlex
from pathlib import Path

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

SEGMENT_SECONDS = 60
"""A segment is archived after so long even if it is not full: what a lost disk may cost at most."""


def archiving(folder: Path, seconds: int = SEGMENT_SECONDS) -> dict[str, str]:
    """Return the settings of a server that archives its log to `folder`.

    Raises:
        InvalidInput: code ``folder_unusable``, for a name that the server would misread.

    >>> archiving(Path("/backup/wal"))["archive_timeout"]
    '60s'

    """
    return {
        "wal_level": "replica",
        "archive_mode": "on",
        "archive_timeout": f"{seconds}s",
        "archive_command": archive_command(folder),
    }


def archive_command(folder: Path) -> str:
    """Return the command that the server runs for a full segment, ``%p`` its path, ``%f`` its name.

    It succeeds only when the segment is on the disk under its own name. A segment that is there
    already with the same bytes is one that was archived before a crash; with others it is refused.

    >>> archive_command(Path("/wal")).startswith("if test -e /wal/%f; then cmp -s %p /wal/%f; else")
    True
    """
    at = shlex.quote(_usable(folder))
    return (
        f"if test -e {at}/%f; then cmp -s %p {at}/%f; else "
        f"cp %p {at}/%f.part && sync {at}/%f.part && mv {at}/%f.part {at}/%f && sync {at}; fi"
    )


def restore_command(folder: Path) -> str:
    """Return the command that brings a segment back while a cluster recovers.

    >>> restore_command(Path("/wal"))
    'cp /wal/%f %p'
    """
    return f"cp {shlex.quote(_usable(folder))}/%f %p"


def _usable(folder: Path) -> str:
    text = str(folder.absolute())
    if "%" in text or "\n" in text:
        raise InvalidInput(
            "folder_unusable",
            "archive",
            Text(f"目录名含 % 或换行：{folder}。", f"The name has a % or a line break: {folder}."),
            Text("请换一个目录。", "Use another folder."),
        )
    return text

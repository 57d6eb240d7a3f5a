"""Keeps the heads of the chains outside the database (锚定), in a file for each sealed table."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from yibao.office.base.seals.table import SealedTable
from yibao.office.base.seals.verifier import Anchor, head

CHECKED = 400
"""How many of the newest lines are held against the chain; older heads are links before them."""


def anchor_file(table: str) -> Path:
    """Return where the heads of a table's chain are kept: a line each, number, digest, time."""
    return Path(settings.YIBAO.data) / "seals" / f"{table}.anchors"


def anchors_of(table: str) -> list[Anchor]:
    """Return the newest kept heads; a line that is none is a flaw of its own: it fits no seal."""
    place = anchor_file(table)
    if not place.exists():
        return []
    lines = place.read_text(encoding="utf-8").splitlines()[-CHECKED:]
    return [_anchor(table, line) for line in lines if line]


def keep_anchor(table: SealedTable) -> None:
    """Append the head of the chain, unless it is the last one kept already."""
    now = head(table)
    kept = anchors_of(table.name)
    if now is None or (kept and kept[-1] == now):
        return
    place = anchor_file(table.name)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("a", encoding="utf-8") as stream:
        stream.write(f"{now.number} {now.digest.hex()} {timezone.now().isoformat()}\n")


def _anchor(table: str, line: str) -> Anchor:
    number, _, rest = line.partition(" ")
    digest = rest.partition(" ")[0]
    try:
        return Anchor(table, int(number), bytes.fromhex(digest))
    except ValueError:
        return Anchor(table, 0, b"")

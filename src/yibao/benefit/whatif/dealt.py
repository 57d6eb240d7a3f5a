"""Deal the rows of both laws' statements into parts, in memory if they fit (分片)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from yibao.benefit.runs.deal import InMemory, OnDisk, part_sql
from yibao.benefit.runs.sources import Sources
from yibao.benefit.runs.work import MEMORY_SHARE

Told = Callable[[int], None]
_WIDTHS = {"TINYINT": 1, "SMALLINT": 2, "INTEGER": 4, "BIGINT": 8, "VARCHAR": 32}
_WIDTH_OTHERWISE = 16
_STATEMENTS = 2
"""Two laws may need two statements of their own, which lie in memory together."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much of the machine the rows may take, and where they go beyond it."""

    memory: int
    folder: Path
    parts: int


def deal(
    sources: Sources, sql: str, name: str, rows: int, room: Room, told: Told
) -> InMemory | OnDisk:
    """Deal the rows of a statement out; `name` is its folder on disk."""
    heading = sources.connection.sql(f"DESCRIBE {sql}").fetchall()
    width = sum(_WIDTHS.get(row[1], _WIDTH_OTHERWISE) for row in heading)
    fits = rows * width * MEMORY_SHARE * _STATEMENTS <= room.memory
    dealt: InMemory | OnDisk = InMemory() if fits else OnDisk(room.folder / name)
    dealt.take_in(sources.connection, part_sql(sql, room.parts), told)
    return dealt


def part_of(dealt: InMemory | OnDisk | None, part: int) -> pa.Table | None:
    """Return the rows of a part, None where nothing was dealt."""
    return None if dealt is None else dealt.part(part)

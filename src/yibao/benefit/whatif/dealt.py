"""Deal the rows of both laws' statements into parts, in memory if they fit (分片)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from yibao.benefit.runs.deal import InMemory, OnDisk, Room, part_sql
from yibao.benefit.runs.sources import Sources

Told = Callable[[int], None]
STATEMENTS = 2
"""Two laws may need two statements of their own, which lie in memory together."""


@dataclass(frozen=True, slots=True)
class Table:
    """Into how many parts the rows are dealt, and with how much room."""

    room: Room
    parts: int


def deal(
    sources: Sources, sql: str, name: str, rows: int, table: Table, told: Told
) -> InMemory | OnDisk:
    """Deal the rows of a statement out; `name` is its folder on disk."""
    room = Room(table.room.memory // STATEMENTS, table.room.folder / name)
    dealt = room.take(sources.connection, sql, rows)
    dealt.take_in(sources.connection, part_sql(sql, table.parts), told)
    return dealt


def part_of(dealt: InMemory | OnDisk | None, part: int) -> pa.Table | None:
    """Return the rows of a part, None where nothing was dealt."""
    return None if dealt is None else dealt.part(part)

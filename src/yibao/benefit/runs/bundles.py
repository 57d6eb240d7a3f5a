"""Deal the rows of all files into bundles of whole persons, before anything is joined (分捆).

docs/algorithms/bulk.md §2. A join of a hundred million claims with their persons fits no small
memory; that of a bundle does, and the statement that stages it is the same.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from yibao.benefit.files.columns import CLAIMS, LINES, PERSONS, Column
from yibao.benefit.files.lines import persons_of_claims
from yibao.benefit.files.source import FEN, Source, named, quoted, read_parquet
from yibao.benefit.files.values import key_as
from yibao.benefit.runs.deal import highest_bits
from yibao.benefit.runs.sources import Sources

NUMBER = "_bundle"
"""Column that names the folder of a row; it does not stand in the files."""
ROWS_HELD = 1_600_000
"""Rows of all bundles together that a thread gathers before they go to disk."""
ROWS_FLUSHED_LEAST = 2_048


@dataclass(frozen=True, slots=True)
class Bundle:
    """The rows of some persons: the parts that they fall into, and where they lie."""

    parts: range
    sources: Sources


@dataclass(frozen=True, slots=True)
class _Table:
    """A file that is dealt out: its view, how it is read, and the person's key of its rows."""

    name: str
    source: Source
    person: str
    """The person's number as the claims have it, over the alias `t`."""


class Bundles:
    """Bundles of rows in a folder: one folder a file, in it one a bundle."""

    def __init__(self, sources: Sources, folder: Path, count: int) -> None:
        """Take the files of a run; `count` is a power of two."""
        assert count & (count - 1) == 0, "the number of bundles is a power of two"
        self._whole = sources
        self._folder = folder
        self._count = count
        self._tables = [_table("claims", sources.claims, CLAIMS, sources.claims)]
        if sources.persons is not None:
            self._tables.append(_table("persons", sources.persons, PERSONS, sources.claims))
        if sources.lines is not None:
            lines = _with_persons(sources.lines, sources.claims)
            self._tables.append(_table("lines", lines, LINES, sources.claims))

    @property
    def sources(self) -> Sources:
        """The files as they lie in every bundle: statements are written for these."""
        found = {table.name: table.source for table in self._tables}
        return replace(
            self._whole,
            claims=found["claims"],
            persons=found.get("persons"),
            lines=found.get("lines"),
        )

    def take_in(self, wanted: Iterable[int]) -> None:
        """Deal out the rows of the bundles that are wanted."""
        listed = ", ".join(str(number) for number in sorted(wanted))
        flushed = max(ROWS_FLUSHED_LEAST, ROWS_HELD // self._count)
        connection = self._whole.connection
        connection.execute(f"SET partitioned_write_flush_threshold = {flushed}")
        for table in self._tables:
            columns = ", ".join(f"t.{named(name)}" for name in table.source.types)
            number = highest_bits(f"hash({table.person})", self._count)
            dealt = f"SELECT {columns}, {number} AS {NUMBER} FROM {table.source.relation} t"
            where = self._folder / table.name
            shutil.rmtree(where, ignore_errors=True)
            where.mkdir(parents=True)
            connection.execute(
                f"COPY (SELECT * FROM ({dealt}) WHERE {NUMBER} IN ({listed})) "
                f"TO {quoted(str(where))} (FORMAT parquet, PARTITION_BY ({NUMBER}), "
                "COMPRESSION lz4)"
            )

    def each(self, wanted: Iterable[int], parts: int) -> Iterator[Bundle]:
        """Yield the bundles in turn; one that is done with leaves the disk."""
        own = parts // self._count
        for number in sorted(wanted):
            opened = self._opened(number)
            yield Bundle(range(number * own, (number + 1) * own), opened)
            opened.connection.close()
            for table in self._tables:
                shutil.rmtree(self._at(table, number), ignore_errors=True)

    def _at(self, table: _Table, number: int) -> Path:
        return self._folder / table.name / f"{NUMBER}={number}"

    def _opened(self, number: int) -> Sources:
        """Open a bundle in a connection of its own, which shares the memory of the whole run's."""
        connection = self._whole.connection.cursor()
        for table in self._tables:
            folder = self._at(table, number)
            columns = ", ".join(named(name) for name in table.source.types)
            rows = (
                f"SELECT {columns} FROM {read_parquet(folder)}"
                if folder.exists()
                else f"SELECT {columns} FROM {table.source.relation} LIMIT 0"
            )
            connection.execute(f"CREATE OR REPLACE TEMP VIEW {table.name} AS {rows}")
        return replace(self.sources, connection=connection)


def _table(name: str, source: Source, columns: Mapping[str, Column], claims: Source) -> _Table:
    """Return what is dealt out of a file: the columns that a run knows."""
    known = {*columns, *(column + FEN for column in columns)}
    types = {column: kind for column, kind in source.types.items() if column in known}
    return _Table(name, replace(source, types=types), key_as(claims, source, "t", "psn_no"))


def _with_persons(lines: Source, claims: Source) -> Source:
    """Return lines that say whose they are: those that do not have the person of their visit."""
    if lines.has("psn_no"):
        return lines
    number = key_as(claims, lines, "l", "setl_id")
    owners = persons_of_claims(claims, number)
    relation = f"(SELECT l.*, c.psn_no AS psn_no FROM {lines.relation} l{owners})"
    return Source(lines.path, relation, {**lines.types, "psn_no": claims.types["psn_no"]})

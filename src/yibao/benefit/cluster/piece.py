"""What a worker does with a piece of whole persons: stage it, settle it, hand rows back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from yibao.benefit.cluster.persons_whole import whole_persons
from yibao.benefit.files.lines import stage_lines
from yibao.benefit.files.source import Source
from yibao.benefit.files.staging import stage
from yibao.benefit.runs.asked import Asked
from yibao.benefit.runs.outcome import MONEY, Written, columns_of
from yibao.benefit.runs.part import settle_part
from yibao.benefit.runs.rejects import COLUMNS, rejects
from yibao.policy.plan import Plan

PERSONS, LINES = "yibao_persons", "yibao_lines"
"""Columns of nested rows: a person's in every claim of the person, the lines of the claim."""


@dataclass(frozen=True, slots=True)
class Piecework:
    """How every piece is settled; it is sent to the workers, law and all."""

    plan: Plan
    columns: tuple[str, ...]
    year: int | None
    has_persons: bool
    has_lines: bool

    @staticmethod
    def of(plan: Plan, asked: Asked) -> Piecework:
        """Return the work of a run; every column is made, so that all can be summed up."""
        columns = columns_of(plan)
        has_persons, has_lines = asked.persons is not None, asked.lines is not None
        return Piecework(plan, columns, asked.year, has_persons, has_lines)

    def settle_all(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Settle the rows of a partition, sorted by person, piece by piece."""
        for piece in whole_persons(batches):
            yield from self.settle(piece).to_batches()

    def settle(self, piece: pa.Table) -> pa.Table:
        """Return a row for each claim of whole persons: settled, or refused with the reason."""
        connection = duckdb.connect()
        try:
            connection.execute("SET threads = 1")
            claims = piece.drop_columns([c for c in (PERSONS, LINES) if c in piece.schema.names])
            sources = {"claims": _known(connection, "claims", claims)}
            if self.has_persons:
                sources["persons"] = _known(connection, "persons", _persons(piece))
            if self.has_lines:
                sources["lines"] = _known(connection, "lines", _lines(piece))
            staging = stage(
                self.plan,
                sources["claims"],
                sources.get("persons"),
                with_lines=self.has_lines,
            )
            staged = connection.sql(staging.sql).to_arrow_table()
            line_staging = lines = None
            if self.has_lines:
                line_staging = stage_lines(self.plan, sources["lines"], claims=sources["claims"])
                lines = connection.sql(line_staging.sql).to_arrow_table()
        finally:
            connection.close()
        part = settle_part(staged, staging, self.plan, lines)
        settled = Written.of(part, self.plan, self.year).table(self.columns, "yuan")
        refused = rejects(part, self.plan, staging, line_staging, self.year)
        return pa.concat_tables(
            [_plain(settled), _plain(refused)], promote_options="default"
        ).select(self.names)

    @property
    def names(self) -> list[str]:
        """The columns of what `settle` returns."""
        return [*self.columns, *COLUMNS]


def _known(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> Source:
    """Make a table known to the connection under a name."""
    connection.register(name, table)
    heading = connection.sql(f"DESCRIBE SELECT * FROM {name}").fetchall()
    return Source(name, name, {row[0]: row[1] for row in heading})


def _persons(piece: pa.Table) -> pa.Table:
    """Unfold the nested rows of each person once."""
    numbers = piece["psn_no"].combine_chunks()
    first = pc.invert(pc.equal(numbers[1:], numbers[:-1])) if len(numbers) > 1 else pa.array([])
    once = pa.concat_arrays([pa.array([True]), pc.fill_null(first.cast(pa.bool_()), True)])
    return _unfolded(piece.filter(once)[PERSONS])


def _lines(piece: pa.Table) -> pa.Table:
    return _unfolded(piece[LINES])


def _unfolded(nested: pa.ChunkedArray) -> pa.Table:
    """Return the rows that lie in a column of lists of rows."""
    rows = pc.list_flatten(nested.combine_chunks())
    return pa.table(dict(zip(rows.type.names, rows.flatten(), strict=True)))


def _plain(table: pa.Table) -> pa.Table:
    """Return a table without the types that Spark does not take."""
    fields = []
    for field in table.schema:
        kind = field.type
        if pa.types.is_dictionary(kind):
            kind = kind.value_type
        elif kind == MONEY:
            kind = pa.decimal128(kind.precision, kind.scale)
        fields.append(field.with_type(kind))
    return table.cast(pa.schema(fields))

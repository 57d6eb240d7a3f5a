"""Reads rows in the one form in which they are hashed: a JSON array that PostgreSQL writes.

``jsonb_build_array`` writes numbers, text, dates and JSON always alike; times depend on the time
zone and bytes on ``bytea_output``, so both are set first.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from psycopg import sql

from yibao.office.base.seals.table import SealedPart, SealedTable


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the transaction that wrote it, its key and its content as it is hashed."""

    written_in: int
    key: int
    content: bytes


def fix_forms() -> None:
    """Set, until the transaction ends, what the text of times and bytes depends on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('TimeZone', 'UTC', true), set_config('bytea_output', 'hex', true)"
        )


def rows_between(table: SealedTable, first: int, until: int) -> Iterator[Row]:
    """Yield the rows that transactions from `first` until before `until` wrote, in sealed order."""
    statement = sql.SQL(
        "SELECT sealed.written_in, sealed.{key}, {content} FROM {table} AS sealed"
        " WHERE sealed.written_in >= %s AND sealed.written_in < %s"
        " ORDER BY sealed.written_in, sealed.{key}"
    ).format(
        key=sql.Identifier(table.key),
        content=_content(table),
        table=sql.Identifier(table.name),
    )
    with connection.cursor() as cursor:
        cursor.execute(_text(statement), (first, until))
        while found := cursor.fetchmany(10_000):
            for written_in, key, content in found:
                yield Row(written_in, key, content.encode())


def row_with_key(table: SealedTable, key: int) -> Row | None:
    """Return one row, or None where there is none."""
    statement = sql.SQL(
        "SELECT sealed.written_in, sealed.{key}, {content} FROM {table} AS sealed"
        " WHERE sealed.{key} = %s"
    ).format(
        key=sql.Identifier(table.key),
        content=_content(table),
        table=sql.Identifier(table.name),
    )
    with connection.cursor() as cursor:
        cursor.execute(_text(statement), (key,))
        found = cursor.fetchone()
    return None if found is None else Row(found[0], found[1], found[2].encode())


def until_within(table: SealedTable, first: int, until: int, limit: int) -> int | None:
    """Return where a seal of about `limit` rows ends: a transaction is never cut in two.

    None where no row was written from `first` until before `until`.
    """
    statement = sql.SQL(
        "SELECT max(written_in), count(*) FROM (SELECT written_in FROM {table}"
        " WHERE written_in >= %s AND written_in < %s ORDER BY written_in LIMIT %s) AS counted"
    ).format(table=sql.Identifier(table.name))
    with connection.cursor() as cursor:
        cursor.execute(_text(statement), (first, until, limit))
        last, count = cursor.fetchone() or (None, 0)
    if last is None:
        return None
    return until if count < limit else int(last) + 1


def _content(table: SealedTable) -> sql.Composed:
    cells = [_cell("sealed", table.key), *(_cell("sealed", column) for column in table.columns)]
    cells += [_part(part) for part in table.parts]
    return sql.SQL("jsonb_build_array({})::text").format(sql.SQL(", ").join(cells))


def _part(part: SealedPart) -> sql.Composed:
    joins = [
        sql.SQL("{} = {}").format(_cell("part", own), _cell("sealed", its))
        for own, its in part.joins
    ]
    return sql.SQL(
        "(SELECT jsonb_agg(jsonb_build_array({cells}) ORDER BY {order}) FROM {table} AS part"
        " WHERE {joins})"
    ).format(
        cells=sql.SQL(", ").join(_cell("part", column) for column in part.columns),
        order=sql.SQL(", ").join(_cell("part", column) for column in part.order),
        table=sql.Identifier(part.name),
        joins=sql.SQL(" AND ").join(joins),
    )


def _cell(table: str, column: str) -> sql.Composed:
    return sql.SQL("{}.{}").format(sql.Identifier(table), sql.Identifier(column))


def _text(statement: sql.Composed) -> str:
    return statement.as_string()

"""Merging dated rows into a table (版本合并): what is new cuts what held before, nothing is lost.

The incoming rows stand in a temporary table: the keys that tell things apart, ``first_day``,
``upper_day`` (the day after the last, NULL until further) and the values. In this order:

1. A row ends at the latest where the next of its thing begins, among the incoming and the stored.
2. A row that says what holds on its first day already, until the same day, is *the same*.
3. A row that begins where a stored one begins corrects that one; a row that says what holds
   already but until another day moves that end.
4. Any other row is a new version; a stored one that held on its first day ends the day before.

So a file may be imported again, in part, or late, and the days of one thing never overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import psycopg
from django.db import connection
from psycopg import sql

from yibao.office.imports.kind import Counts

INCOMING = sql.Identifier("catalogue_incoming")
_STEP = sql.Identifier("catalogue_step")


@dataclass(frozen=True, slots=True)
class DatedTable:
    """A table of dated rows.

    Args:
        name: of the table.
        keys: the columns that tell things apart.
        values: the other columns, but ``during``, ``digest`` and ``import_id``.

    """

    name: str
    keys: tuple[str, ...]
    values: tuple[str, ...]


ITEM_VERSIONS = DatedTable(
    "catalogue_itemversion",
    ("item_id",),
    (
        "version", "version_name", "record_number", "name", "specification", "dosage_form", "unit",
        "pack", "manufacturer", "approval_number", "content", "limited_text", "is_valid", "details",
    ),
)  # fmt: skip
TERM_VERSIONS = DatedTable(
    "catalogue_termversion",
    ("term_id",),
    (
        "version", "version_name", "record_number", "name", "parent_code", "parent_name",
        "is_grey", "is_valid", "details",
    ),
)  # fmt: skip
ANALYZED_FROM = 1_000
"""So many new rows make other plans of statements worth the look."""
PAYMENT_RULES = DatedTable(
    "catalogue_paymentrule",
    ("item_id", "division"),
    (
        "chrgitm_lv", "first_pay_ppm", "med_chrgitm_type", "is_limited", "limited_text",
        "level_group", "evidence", "is_demo",
    ),
)  # fmt: skip
PRICE_CEILINGS = DatedTable(
    "catalogue_priceceiling",
    ("item_id", "division", "kind", "level_group"),
    ("price_e6", "evidence", "is_demo"),
)


def cursor_of() -> psycopg.Cursor[tuple[Any, ...]]:
    """Return a cursor of psycopg on the connection of Django: for COPY and for composed SQL."""
    connection.ensure_connection()
    return cast("psycopg.Cursor[tuple[Any, ...]]", connection.cursor().cursor)


def names(columns: Iterable[str], table: str | None = None) -> sql.Composed:
    """Return columns as SQL, parted by commas."""
    return sql.SQL(", ").join(
        sql.Identifier(column) if table is None else sql.Identifier(table, column)
        for column in columns
    )


def incoming(query: sql.Composable, parameters: dict[str, Any] | None = None) -> None:
    """Make the temporary table of incoming rows from a query; call `merge` in the transaction."""
    with cursor_of() as cursor:
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(INCOMING))
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS {}").format(INCOMING, query),
            parameters,
        )


def incoming_rows(columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
    """Make the temporary table of incoming rows from rows at hand.

    Args:
        columns: type of PostgreSQL by column.
        rows: their values, in the order of `columns`.

    """
    described = sql.SQL(", ").join(
        sql.SQL("NULL::{} AS {}").format(sql.SQL(kind), sql.Identifier(name))
        for name, kind in columns.items()
    )
    incoming(sql.SQL("SELECT {} WHERE false").format(described))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(INCOMING, names(columns))
    with cursor_of() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def merge(table: DatedTable, import_id: int | None = None) -> Counts:
    """Merge the incoming rows into a table, in the present transaction."""
    same_thing = sql.SQL(" AND ").join(
        sql.SQL("v.{0} = i.{0}").format(sql.Identifier(key)) for key in table.keys
    )
    parts = {
        "step": _STEP,
        "incoming": INCOMING,
        "table": sql.Identifier(table.name),
        "keys": names(table.keys),
        "own_keys": names(table.keys, "i"),
        "values": names(table.values),
        "own_values": names(table.values, "i"),
        "same": same_thing,
        "import": sql.Literal(import_id),
        "set": sql.SQL(", ").join(
            sql.SQL("{0} = i.{0}").format(sql.Identifier(value)) for value in table.values
        ),
    }
    with cursor_of() as cursor:
        for statement in _STATEMENTS[:-1]:
            cursor.execute(sql.SQL(statement).format(**parts))
        cursor.execute(sql.SQL(_STATEMENTS[-1]).format(**parts))
        counted = dict(cursor.fetchall())
        if counted.get("new", 0) >= ANALYZED_FROM:
            # What is merged next, at once, must not be planned for a table that is empty.
            cursor.execute(sql.SQL("ANALYZE {table}").format(**parts))
    return Counts(counted.get("new", 0), counted.get("changed", 0), counted.get("same", 0))


_STATEMENTS = (
    "DROP TABLE IF EXISTS {step}",
    # Step 1: how long each row holds; step 2 and 3: what it is to the row that holds on its day.
    """
    CREATE TEMPORARY TABLE {step} ON COMMIT DROP AS
    SELECT b.*, CASE
        WHEN b.held_id IS NULL THEN 'new'
        WHEN b.held_digest = b.digest AND b.held_upper IS NOT DISTINCT FROM b.until THEN 'same'
        WHEN b.held_first = b.first_day OR b.held_digest = b.digest AND b.alone THEN 'changed'
        ELSE 'new' END AS action
    FROM (
        SELECT i.*, held.id AS held_id, held.digest AS held_digest,
            lower(held.during) AS held_first, upper(held.during) AS held_upper,
            least(i.upper_day, i.next_day, (
                SELECT min(lower(v.during)) FROM {table} v
                WHERE {same} AND lower(v.during) > i.first_day)) AS until
        FROM (
            SELECT n.*, md5(ROW({values})::text) AS digest,
                lead(n.first_day) OVER (PARTITION BY {keys} ORDER BY n.first_day) AS next_day,
                count(*) OVER (PARTITION BY {keys}) = 1 AS alone
            FROM {incoming} n
        ) i
        LEFT JOIN LATERAL (
            SELECT v.id, v.digest, v.during FROM {table} v
            WHERE {same} AND v.during @> i.first_day
        ) held ON true
    ) b
    """,
    "ANALYZE {step}",
    # Step 4, first half: what held before ends where the first new version begins.
    """
    UPDATE {table} v SET during = daterange(lower(v.during), i.begins)
    FROM (
        SELECT held_id, min(first_day) AS begins FROM {step}
        WHERE action = 'new' AND held_id IS NOT NULL GROUP BY held_id
    ) i WHERE v.id = i.held_id
    """,
    """
    UPDATE {table} v SET {set}, digest = i.digest, import_id = {import},
        during = daterange(lower(v.during), i.until)
    FROM {step} i WHERE i.action = 'changed' AND v.id = i.held_id
    """,
    """
    INSERT INTO {table} ({keys}, {values}, digest, import_id, during)
    SELECT {own_keys}, {own_values}, i.digest, {import}, daterange(i.first_day, i.until)
    FROM {step} i WHERE i.action = 'new'
    """,
    "SELECT action, count(*) FROM {step} GROUP BY action",
)

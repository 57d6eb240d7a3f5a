"""Many new rows at once (批量写入): keys taken ahead, rows through COPY.

Whoever knows the keys of rows before they are written can write all tables that hang together
without asking the database in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from psycopg import sql

_KEYS = "SELECT nextval(%s::regclass) FROM generate_series(1, %s)"


def next_keys(sequence: str, count: int) -> list[int]:
    """Take so many keys of a sequence; nobody else gets them.

    Args:
        sequence: its name, `claims_visit_id_seq`.
        count: how many.

    """
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [sequence, count])
        return [int(key) for (key,) in cursor.fetchall()]


def copy_table(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write new rows of a table; constraints and triggers are seen to as always.

    Arrays are given as the database writes them, `{1,2}`, and JSON as text.

    Args:
        table: its name.
        columns: names of the columns that rows have; the others take their default.
        rows: the values.

    Raises:
        django.db.DatabaseError: the database refuses one; then none is kept.

    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row(row)

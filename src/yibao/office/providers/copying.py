"""Many new rows through COPY (批量写入): several times as fast as INSERT."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, models
from psycopg import sql


def copy_rows(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one table and give them their keys; constraints are seen to as always.

    The rows' own foreign keys must have keys by now.

    Raises:
        IntegrityError: when the database refuses one; then none is kept.

    """
    if not rows:
        return
    meta = type(rows[0])._meta
    fields = meta.concrete_fields
    names = [field.attname for field in fields]
    columns = [
        sql.Identifier(field.column or name) for field, name in zip(fields, names, strict=True)
    ]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(meta.db_table), sql.Composed(columns).join(", ")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [meta.db_table, len(rows)],
        )
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key
        with connection.wrap_database_errors, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row([getattr(row, name) for name in names])
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias

"""Statements that the database plans once for a connection (预备语句): the way of the hot paths.

They run on Django's own connection and in its transaction, but beside its cursors, which build the
text of every statement anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection

Parameters = Sequence[Any] | Mapping[str, Any]


def fetch(statement: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
    """Run a prepared statement in the current transaction; return its rows.

    JSON comes as text, times in UTC: Django's connection says how values are read.

    Raises:
        django.db.DatabaseError: as Django's cursors raise it.

    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, parameters, prepare=True)
        return cursor.fetchall() if cursor.description else []

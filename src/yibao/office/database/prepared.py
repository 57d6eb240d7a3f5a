"""Statements that the database plans once for a connection (预备语句): the way of the hot paths.

They run on Django's own connection and in its transaction, but beside its cursors, which build the
text of every statement anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection

from yibao.office.database import arrays

Parameters = Sequence[Any] | Mapping[str, Any]


_NAMED = re.compile(r"%\((\w+)\)s")


NEVER_BY_ITSELF = 2**31
"""How often a statement would have to come to be prepared unasked."""


def fetch(statement: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
    """Run a prepared statement in the current transaction; return its rows.

    JSON comes as text, times in UTC: Django's connection says how values are read.

    Raises:
        django.db.DatabaseError: as Django's cursors raise it.

    """
    with connection.wrap_database_errors, psycopg.Cursor(_own_connection()) as cursor:
        return _rows(cursor.execute(statement, parameters, prepare=True))


class Statement:
    """A long statement with named parameters, read once: psycopg reads those anew each time.

    Whole numbers and lists go as text, so that it is one prepared statement whatever their size:
    the statement casts every parameter, `%(amounts)s::bigint[]`.
    """

    def __init__(self, text: str) -> None:
        """Take a statement with `%(name)s` where parameters stand, and no other percent sign."""
        places = {name: place for place, name in enumerate(dict.fromkeys(_NAMED.findall(text)), 1)}
        self._text = _NAMED.sub(lambda found: f"${places[found[1]]}", text).encode()
        self._names = tuple(places)

    def fetch(self, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Run it in the current transaction; return its rows, as `fetch` does.

        Raises:
            django.db.DatabaseError: as Django's cursors raise it.
            KeyError: a parameter is missing.

        """
        values = [_of_one_type(parameters[name]) for name in self._names]
        with connection.wrap_database_errors, psycopg.RawCursor(_own_connection()) as cursor:
            return _rows(cursor.execute(self._text, values, prepare=True))


def _own_connection() -> psycopg.Connection[Any]:
    """Return Django's connection, made to prepare what it is asked to, and nothing else.

    Django switches preparing off; psycopg takes that as a word for the whole connection.
    """
    connection.ensure_connection()
    own: psycopg.Connection[Any] = connection.connection
    if own.prepare_threshold is None:
        own.prepare_threshold = NEVER_BY_ITSELF
    return own


def _of_one_type(value: Any) -> Any:
    if type(value) is int:
        return str(value)
    if type(value) is not list:
        return value
    if value and type(value[0]) is int:
        return arrays.numbers(value)
    if value and type(value[0]) is bytes:
        return arrays.texts([rf"\x{each.hex()}" for each in value])
    return arrays.texts(value)


def _rows(cursor: psycopg.Cursor[Any]) -> list[tuple[Any, ...]]:
    # The cursor's description would be made anew, column by column, to be thrown away.
    result = cursor.pgresult
    has_rows = result is not None and result.status == psycopg.pq.ExecStatus.TUPLES_OK
    return cursor.fetchall() if has_rows else []

"""Stamps (变更戳): what tells a process whether anything changed since it remembered.

What changes seldom and is asked for by every message (the catalogue, institutions) is worth
remembering in the process, if it is sure to be forgotten when somebody changes it. Each office that
wants this has one small table; every statement that writes to a table behind it raises a number
there, in the writer's own transaction. So whoever reads the stamp sees a new one exactly when they
see the change itself, and what a transaction that failed had written leaves no stamp behind.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from django.db import connection, migrations
from psycopg import sql

SLOTS = 16
"""Rows of a stamp's table: so many can write at the same time without waiting for one another."""

_MAKE = """
CREATE TABLE {table} (slot smallint PRIMARY KEY, changes bigint NOT NULL) WITH (fillfactor = 10);
INSERT INTO {table} SELECT slot, 0 FROM generate_series(1, {slots}) AS slot;
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A row that nobody else holds; only where there is none, wait.
    UPDATE {table} SET changes = changes + 1 WHERE slot = (
        SELECT slot FROM {table} ORDER BY slot FOR UPDATE SKIP LOCKED LIMIT 1);
    IF NOT FOUND THEN
        UPDATE {table} SET changes = changes + 1 WHERE slot = pg_backend_pid() % {slots} + 1;
    END IF;
    RETURN NULL;
END $$;
"""
_WATCH = """
CREATE TRIGGER stamped AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {watched}
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
_UNWATCH = "DROP TRIGGER stamped ON {watched};"
_DROP = "DROP FUNCTION {function}(); DROP TABLE {table};"


def stamped(office: str, *tables: str) -> migrations.RunSQL:
    """Return the step of a migration that gives an office a stamp of some of its tables."""
    names = {
        "table": sql.Identifier(f"{office}_stamp"),
        "function": sql.Identifier(f"{office}_stamp_raise"),
        "slots": sql.Literal(SLOTS),
    }

    def said(text: str, **more: sql.Composable) -> str:
        return sql.SQL(text).format(**names, **more).as_string()

    watched = [sql.Identifier(table) for table in tables]
    return migrations.RunSQL(
        said(_MAKE) + "".join(said(_WATCH, watched=table) for table in watched),
        "".join(said(_UNWATCH, watched=table) for table in watched) + said(_DROP),
    )


def stamp_of(office: str) -> str:
    """Return the expression of an office's stamp, to be read with whatever is read anyway.

    The number of changes alone would come again after a transaction failed; the transactions that
    wrote the rows do not.
    """
    return (
        f"(SELECT sum(changes)::text || '/' || sum(xmin::text::bigint)::text FROM {office}_stamp)"  # noqa: S608 -- the office's name
    )


class Remembered:
    """What a process remembers under a stamp; another stamp forgets everything of the former."""

    def __init__(self, limit: int = 100_000) -> None:
        """Remember at most `limit` things."""
        self._limit = limit
        self._known: dict[str, tuple[str, dict[Hashable, Any]]] = {}

    def under(self, stamp: str) -> dict[Hashable, Any]:
        """Return what is remembered of this database under a stamp: a table to read and to fill.

        An empty stamp remembers nothing.
        """
        if not stamp:
            return {}
        database = str(connection.settings_dict["NAME"])
        found = self._known.get(database)
        if found is None or found[0] != stamp or len(found[1]) >= self._limit:
            found = self._known[database] = (stamp, {})
        return found[1]

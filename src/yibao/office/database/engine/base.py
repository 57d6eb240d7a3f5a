"""The connection that Django uses (数据库连接): its transactions begin and end in one word each.

psycopg keeps a mode for transactions; switching it back and forth around each of them takes several
times as long as BEGIN and COMMIT themselves. Here a connection stays in its mode of single
statements, and Django's blocks (`transaction.atomic`) say the words. `set_autocommit(False)` by
hand therefore begins one transaction, not one after another.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.db.backends.postgresql.base import ServerSideCursor
from django.db.backends.utils import debug_transaction

from yibao.office.database.engine.words import say


class DatabaseWrapper(PostgreSQL):
    """One connection to the database."""

    connection: psycopg.Connection[Any] | None

    def _set_autocommit(self, autocommit: bool) -> None:
        own = self.connection
        assert own is not None
        with self.wrap_database_errors:
            if not own.autocommit:
                own.autocommit = True
            if not autocommit:
                say(own, b"BEGIN")

    def _commit(self) -> None:
        if self.connection is not None:
            with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
                say(self.connection, b"COMMIT")

    def _rollback(self) -> None:
        if self.connection is not None:
            with debug_transaction(self, "ROLLBACK"), self.wrap_database_errors:
                say(self.connection, b"ROLLBACK")

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor; a named one outlives its transaction only where there is none."""
        if name is None:
            return super().create_cursor()
        server_side: Any = ServerSideCursor
        return server_side(
            self.connection, name=name, scrollable=False, withhold=not self.in_atomic_block
        )

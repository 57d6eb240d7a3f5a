"""Counting what is sent to the database, prepared statements too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import psycopg

from yibao.office.database.prepared import Statement


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect every statement run on any cursor; each is one round trip."""
    run: list[str] = []
    execute, fetch = psycopg.Cursor.execute, Statement.fetch

    def counted(self: Any, query: Any, *arguments: Any, **options: Any) -> Any:
        run.append(str(query))
        return execute(self, query, *arguments, **options)

    def fetched(self: Any, parameters: Any = ()) -> Any:
        run.append(self.text)
        return fetch(self, parameters)

    with (
        patch.object(psycopg.Cursor, "execute", counted),
        patch.object(Statement, "fetch", fetched),
    ):
        yield run

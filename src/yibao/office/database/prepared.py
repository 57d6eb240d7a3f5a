"""Statements that the database plans once for a connection (预备语句): the way of the hot paths.

They run on Django's own connection and in its transaction, but beside its cursors, which build the
text of every statement and look at the type of every value anew: a call takes a tenth of a
cursor's time, and other threads run while it waits.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.adapt import Transformer

from yibao.office.database.engine.words import checked
from yibao.office.database.parameters import format_of, oid_of, writer_of

Parameters = Sequence[Any] | Mapping[str, Any]
Rows = list[tuple[Any, ...]]

_PLACE = re.compile(r"%(?:%|s|\((\w+)\)s)")
STATEMENTS_KEPT = 1024
FORGOTTEN = ("26000", "0A000")
"""The database knows a statement no more, or its tables were changed: it is prepared once more."""


def fetch(statement: str, parameters: Parameters = ()) -> Rows:
    """Run a prepared statement in the current transaction; return its rows.

    JSON comes as text, times in UTC: Django's connection says how values are read.

    Args:
        statement: with `%s` or `%(name)s` where parameters stand, each as text, as whole number of
            64 bits, date, time, truth or bytes; lists go as text, so the statement casts them.
        parameters: their values.

    Raises:
        django.db.DatabaseError: as Django's cursors raise it.
        KeyError: a parameter is missing.

    """
    return statement_of(statement).fetch(parameters)


class Statement:
    """A statement with places for parameters, read once."""

    def __init__(self, text: str) -> None:
        """Take a statement as `fetch` does."""
        names: dict[str, int] = {}
        count = 0

        def place(found: re.Match[str]) -> str:
            nonlocal count
            if found[0] == "%%":
                return "%"
            if found[1] is None:
                count += 1
                return f"${count}"
            return f"${names.setdefault(found[1], len(names) + 1)}"

        self._text = _PLACE.sub(place, text).encode()
        assert not (names and count), "places by name or by order, not both"
        self._names = tuple(names)

    @property
    def text(self) -> str:
        """The statement as the database reads it."""
        return self._text.decode()

    def in_order(self, parameters: Parameters) -> Sequence[Any]:
        """Return the parameters as the places of the text have them: `$1`, `$2` and so on."""
        if isinstance(parameters, Mapping):
            return [parameters[name] for name in self._names]
        return parameters

    def fetch(self, parameters: Parameters = ()) -> Rows:
        """Run it in the current transaction; return its rows, as `fetch` does."""
        parameters = self.in_order(parameters)
        types = tuple(map(type, parameters))
        django: Any = connections[DEFAULT_DB_ALIAS]
        with django.wrap_database_errors:
            own, known = _HERE.prepared(django)
            ready = known.get((self._text, types)) or self._prepare(own, known, types)
            values: Any = [
                None if write is None else write(value)
                for write, value in zip(ready.writers, parameters, strict=True)
            ]
            result = own.pgconn.exec_prepared(ready.name, values, ready.formats)
            try:
                checked(own, result)
            except psycopg.Error as error:
                if error.sqlstate in FORGOTTEN:
                    known.clear()
                raise
            return ready.read(result) if result.ntuples else []

    def _prepare(
        self,
        own: psycopg.Connection[Any],
        known: dict[tuple[bytes, tuple[type, ...]], _Ready],
        types: tuple[type, ...],
    ) -> _Ready:
        name = _HERE.next_name()
        oids = [oid_of(each) for each in types]
        checked(own, own.pgconn.prepare(name, self._text, oids))
        ready = _Ready(name, own, [writer_of(each) for each in types], [*map(format_of, types)])
        known[self._text, types] = ready
        return ready


@lru_cache(STATEMENTS_KEPT)
def statement_of(text: str) -> Statement:
    """Return a statement, read when it first comes."""
    return Statement(text)


def own_connection() -> psycopg.Connection[Any]:
    """Return the connection under Django's, opened where it is not yet."""
    return _HERE.prepared(connections[DEFAULT_DB_ALIAS])[0]


class _Ready:
    """A statement as one connection has it for values of certain types."""

    __slots__ = ("_reader", "_reads", "formats", "name", "writers")

    def __init__(
        self,
        name: bytes,
        own: psycopg.Connection[Any],
        writers: list[Callable[[Any], bytes] | None],
        formats: list[int],
    ) -> None:
        self.name, self.writers, self.formats = name, writers, formats
        self._reader, self._reads = Transformer.from_context(own), False

    def read(self, result: Any) -> Rows:
        """Return the rows of a result; the types of its columns are looked at once."""
        self._reader.set_pgresult(result, set_loaders=not self._reads)
        self._reads = True
        rows: Rows = self._reader.load_rows(0, result.ntuples, tuple)
        return rows


class _Here(threading.local):
    """What of this thread's connection is prepared."""

    own: psycopg.Connection[Any] | None = None
    known: dict[tuple[bytes, tuple[type, ...]], _Ready]
    count = 0

    def prepared(
        self, django: Any
    ) -> tuple[psycopg.Connection[Any], dict[tuple[bytes, tuple[type, ...]], _Ready]]:
        """Return Django's connection and its statements; another connection has none yet."""
        own = django.connection
        if own is None:
            django.ensure_connection()
            own = django.connection
        if own is not self.own:
            self.own, self.known = own, {}
        return own, self.known

    def next_name(self) -> bytes:
        """Return a name that no statement of this thread had."""
        self.count += 1
        return b"yibao_%d" % self.count


_HERE = _Here()

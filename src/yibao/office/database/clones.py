"""Copies of one prepared database (模板库与克隆): what every worker of the tests gets."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from yibao.office.database.url import DatabaseUrl

MAINTENANCE = "postgres"


def has_database(server: DatabaseUrl, name: str) -> bool:
    """Tell whether `server` has a database `name`."""
    with _maintenance(server) as connection:
        asked = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return asked.fetchone() is not None


def make_database(server: DatabaseUrl, name: str) -> DatabaseUrl:
    """Make an empty database with UTF-8 and sorting by code point; return its address."""
    with _maintenance(server) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'").format(
                sql.Identifier(name)
            )
        )
    return server.named(name)


def clone(server: DatabaseUrl, template: str, name: str) -> DatabaseUrl:
    """Make the database `name` as a copy of `template`, to which nobody may be connected."""
    with _maintenance(server) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    return server.named(name)


def drop(server: DatabaseUrl, name: str) -> None:
    """Remove a database, and whoever is still connected to it."""
    with _maintenance(server) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Hold a lock among processes of this machine."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _maintenance(server: DatabaseUrl) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(str(server.named(MAINTENANCE)), autocommit=True)

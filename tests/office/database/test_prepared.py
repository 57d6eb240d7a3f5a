"""Statements prepared once: values go and come unchanged, failures are Django's."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from yibao.office.database.prepared import Statement, fetch

pytestmark = pytest.mark.usefixtures("own_database")


def test_values_come_back_as_they_went() -> None:
    sent = {
        "number": 2**40,
        "small": 7,
        "text": 'a"\\%中',
        "day": date(2024, 2, 29),
        "moment": datetime(2024, 2, 29, 0, 30, 1, 5, tzinfo=UTC),
        "truth": True,
        "bytes": b"\x00\xff",
        "exact": Decimal("1.50"),
        "nothing": None,
        "list": ["a", None, "b,c"],
    }
    rows = fetch(
        "SELECT %(number)s, %(small)s, %(text)s::text, %(day)s, %(moment)s, %(truth)s, %(bytes)s,"
        " %(exact)s, %(nothing)s::bigint, %(list)s::text[]",
        sent,
    )
    assert rows == [tuple(sent.values())]
    assert type(rows[0][5]) is bool


def test_one_statement_takes_values_of_other_types_and_sizes() -> None:
    statement = Statement("SELECT %s::bigint, 5 %% 3")
    assert [statement.fetch([value]) for value in (1, 2**50, None, "12")] == [
        [(1, 2)], [(2**50, 2)], [(None, 2)], [(12, 2)],
    ]  # fmt: skip


def test_failures_are_djangos_and_undo_the_block() -> None:
    with pytest.raises(DatabaseError, match="division by zero"), transaction.atomic():
        fetch("CREATE TABLE prepared_once (id int PRIMARY KEY)")
        fetch("SELECT 1 / %s", (0,))
    assert fetch("SELECT to_regclass('prepared_once')") == [(None,)]


def test_a_commit_of_what_failed_is_no_commit() -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), contextlib.suppress(DatabaseError):
        fetch("SELECT 1 / %s", (0,))
    assert fetch("SELECT 1") == [(1,)]
    assert not connection.in_atomic_block


def test_a_savepoint_takes_back_its_part_only() -> None:
    with transaction.atomic():
        fetch("CREATE TEMP TABLE kept_part (id int PRIMARY KEY) ON COMMIT DROP")
        fetch("INSERT INTO kept_part VALUES (%s)", (1,))
        with pytest.raises(IntegrityError), transaction.atomic():
            fetch("INSERT INTO kept_part VALUES (%s)", (1,))
        assert fetch("SELECT id FROM kept_part") == [(1,)]


def test_a_statement_that_was_forgotten_is_prepared_once_more() -> None:
    assert fetch("SELECT %s::text", ("a",)) == [("a",)]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    with pytest.raises(DatabaseError):
        fetch("SELECT %s::text", ("a",))
    assert fetch("SELECT %s::text", ("a",)) == [("a",)]

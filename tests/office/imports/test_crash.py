"""A database that goes away, a worker that dies, two workers at once: everything or nothing."""

from __future__ import annotations

import dataclasses
import threading
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.office.imports.conftest import GOODS, row, stored, tables
from yibao.office.base.actor import SYSTEM, Actor
from yibao.office.database.url import DatabaseUrl
from yibao.office.imports import checks, registry, services
from yibao.office.imports.kind import Counts, Mode, Record, Staged, Writing
from yibao.office.imports.models import Import, State
from yibao.office.imports.staging import cursor_of
from yibao.terms.errors import InvalidInput

ROWS = 10


@pytest.fixture
def received(
    own_database: DatabaseUrl, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: object
) -> Import:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(checks, "BATCH", 2)
    monkeypatch.setattr(registry, "kinds", lambda: {GOODS.code: GOODS})
    tables()
    text = "\n".join("\t".join(row(number)) for number in range(ROWS))
    return services.receive(SYSTEM, GOODS.code, "a.txt", [text.encode()], mode=Mode.GOOD_ROWS)


def writing(monkeypatch: pytest.MonkeyPatch, at_third: object) -> None:
    """Let something happen when the third batch is written."""
    calls: list[int] = []

    def write(actor: Actor, records: list[Record], mode: Mode) -> Counts:
        calls.append(1)
        if len(calls) == 3:
            at_third()  # type: ignore[operator]
        return GOODS.write(actor, records, mode)  # type: ignore[misc]

    kind = dataclasses.replace(GOODS, write=write)
    monkeypatch.setattr(registry, "kinds", lambda: {GOODS.code: kind})


def test_the_database_ends_the_connection_while_rows_are_written(
    received: Import, own_database: DatabaseUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end() -> None:
        with psycopg.connect(str(own_database), autocommit=True) as other:
            mine = connection.connection.info.backend_pid
            other.execute("SELECT pg_terminate_backend(%s)", [mine])

    writing(monkeypatch, end)
    with pytest.raises(Exception, match=r"terminat|closed|lost"):
        services.run(received.pk, SYSTEM)
    received.refresh_from_db()
    assert (received.state, received.error_code) == (State.FAILED, "broken_off")
    assert stored() == []
    assert services.run(received.pk, SYSTEM).state == State.DONE
    assert len(stored()) == ROWS


def test_a_worker_that_dies_leaves_an_import_that_runs_again(
    received: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a killed process leaves: the state, the staging table, no lock, nothing written."""
    Import.objects.filter(pk=received.pk).update(state=State.WRITING)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE UNLOGGED TABLE imports_staging_{received.pk} (left_over text)")
    assert services.broken_off() == [received.pk]
    assert services.run(received.pk, SYSTEM).rows_new == ROWS
    assert services.broken_off() == []


def test_a_second_worker_is_refused(received: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    refused: list[str] = []

    def second() -> None:
        try:
            services.run(received.pk, SYSTEM)
        except InvalidInput as error:
            refused.append(error.code)
        finally:
            connection.close()

    def meanwhile() -> None:
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()

    writing(monkeypatch, meanwhile)
    assert services.run(received.pk, SYSTEM).state == State.DONE
    assert refused == ["import_runs"]
    assert len(stored()) == ROWS


def test_a_conflict_of_rows_written_by_sql_is_told(
    received: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_table(writing: Writing, staged: Staged) -> Counts:
        with cursor_of() as cursor:
            cursor.execute("INSERT INTO goods (code) VALUES ('G1'), ('G1')")
        raise AssertionError("the database takes no code twice")

    kind = dataclasses.replace(GOODS, write=None, write_table=write_table)
    monkeypatch.setattr(registry, "kinds", lambda: {GOODS.code: kind})
    record = services.run(received.pk, SYSTEM)
    assert (record.state, record.error_code) == (State.REFUSED, "conflict_with_data")
    assert "goods_pkey" in record.error_zh
    assert stored() == []


def test_what_an_office_looks_up_comes_with_the_records(
    received: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[int] = []

    def prepare(records: list[Record]) -> list[Record]:
        batches.append(len(records))
        for record in records:
            record["known"] = record["code"] == "G000003"
        return records

    def check(record: Record) -> list[object]:
        assert isinstance(record["known"], bool)
        return []

    kind = dataclasses.replace(GOODS, prepare=prepare, check=check)  # type: ignore[arg-type]
    monkeypatch.setattr(registry, "kinds", lambda: {GOODS.code: kind})
    assert services.run(received.pk, SYSTEM).rows_new == ROWS
    assert batches == [2] * ROWS

"""One import from its file to its end (执行导入): read, check, write.

    received → reading → checking → checked                    (a dry run)
                                  → writing → done | refused
    any of them → failed, when the system breaks; then it may run again from the beginning

Reading and checking touch nothing but the staging table and the report. The write, the end state
and the audit are one transaction: after a crash an import has written everything or nothing, and
running it again is always right. An import that is done stays so.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from yibao.office.base import audit
from yibao.office.base.actor import Actor
from yibao.office.imports import checks
from yibao.office.imports.files import path_of
from yibao.office.imports.kind import Counts, ImportKind, Mode, Writing
from yibao.office.imports.models import ENDED, Import, ImportProblem, State
from yibao.office.imports.reading import open_source
from yibao.office.imports.registry import kind_of
from yibao.office.imports.staging import Progress, Staging, fill
from yibao.terms.errors import InvalidInput, YibaoError
from yibao.terms.text import Text

log = logging.getLogger(__name__)

_LOCK_CLASS = 0x1D9
"""Marks the advisory locks of imports among those of others."""


def silent(done: int, total: int | None = None) -> None:
    """Tell nobody how far it is."""


def run(import_id: int, actor: Actor, progress: Progress = silent) -> Import:
    """Carry out an import; one that ended already is returned as it is.

    Args:
        import_id: its number.
        actor: who is answerable for what is written.
        progress: told how far it is.

    Raises:
        InvalidInput: code ``import_runs``: somebody else is at it.

    """
    with _alone(import_id):
        record = Import.objects.get(pk=import_id)
        if record.state in ENDED:
            return record
        kind = kind_of(record.kind)
        staging = Staging(import_id, kind)
        try:
            _read(record, staging, progress)
            _check(record, staging, progress)
            _finish(record, staging, actor, progress)
        except YibaoError as error:
            _end(record, State.REFUSED, error)
        except Exception:
            log.exception("import %s", import_id)
            _forget_lost_connection()
            _end(record, State.FAILED, _broken())
            raise
        finally:
            if not connection.needs_rollback:
                staging.drop()
        return record


def _forget_lost_connection() -> None:
    """Let the next statement open a connection, should the database have ended this one."""
    if not connection.in_atomic_block and not connection.is_usable():
        connection.close()


@contextmanager
def _alone(import_id: int) -> Iterator[None]:
    """Hold the import against other workers; the database lets go when the connection ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK_CLASS, import_id])
        (got,) = cursor.fetchone()
    if not got:
        raise InvalidInput(
            "import_runs",
            "import",
            Text("该导入正在执行。", "This import is running."),
            Text("等它结束。", "Wait until it ends."),
        )
    try:
        yield
    finally:
        if connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK_CLASS, import_id])


def _read(record: Import, staging: Staging, progress: Progress) -> None:
    _begin(record)
    path: Path = path_of(record.file_sha256)
    source = open_source(record.file_name, path)
    staging.make()
    filled = fill(staging, source, progress, checks.PROBLEMS_MAX)
    record.file_encoding = source.encoding
    record.rows_read = filled.rows
    record.columns_ignored = list(filled.heading.unknown)
    record.save(update_fields=["file_encoding", "rows_read", "columns_ignored"])
    checks.note(staging, filled.broken)


def _begin(record: Import) -> None:
    ImportProblem.objects.filter(import_run=record).delete()
    record.state, record.started_at = State.READING, timezone.now()
    record.error_code = record.error_zh = record.error_en = ""
    record.save(update_fields=["state", "started_at", "error_code", "error_zh", "error_en"])


def _check(record: Import, staging: Staging, progress: Progress) -> None:
    record.state = State.CHECKING
    record.save(update_fields=["state"])
    checks.check(staging, progress)
    _count_problems(record)


def _count_problems(record: Import) -> None:
    found = ImportProblem.objects.filter(import_run=record)
    record.problems = found.count()
    record.rows_bad = found.values("row_number").distinct().count()
    record.save(update_fields=["problems", "rows_bad"])


def _finish(record: Import, staging: Staging, actor: Actor, progress: Progress) -> None:
    if record.mode == Mode.DRY:
        _end(record, State.CHECKED)
        return
    if record.mode == Mode.ALL_OR_NOTHING and record.problems:
        raise InvalidInput(
            "rows_refused",
            "file",
            Text(
                f"有 {record.rows_bad} 行存在问题，未导入任何行。",
                f"{record.rows_bad} rows have problems; none was imported.",
            ),
            Text(
                "改正后重新导入，或选择“正确行入库”。",
                "Mend them and import again, or choose good rows in.",
            ),
        )
    record.state = State.WRITING
    record.save(update_fields=["state"])
    try:
        _write(record, staging, actor, progress)
    except (IntegrityError, psycopg.IntegrityError) as error:
        raise _conflict(error) from error


def _write(record: Import, staging: Staging, actor: Actor, progress: Progress) -> None:
    with transaction.atomic():
        # The lock keeps the row from being written twice, should the advisory lock be lost.
        locked = Import.objects.select_for_update().get(pk=record.pk)
        if locked.state == State.DONE:
            return
        counts = _written(record, staging, actor, progress)
        record.rows_new, record.rows_changed = counts.new, counts.changed
        record.rows_same = counts.same
        _end(record, State.DONE)
        told = {
            "rows": (0, counts.written),
            "file": ("", record.file_sha256),
            "mode": ("", record.mode),
        }
        audit.wrote(actor, staging.kind.permission, f"import:{record.pk}", told)


def _written(record: Import, staging: Staging, actor: Actor, progress: Progress) -> Counts:
    kind: ImportKind = staging.kind
    mode = Mode(record.mode)
    if kind.write_table is not None:
        writing = Writing(actor, mode, record.valid_from, record.pk, record.options)
        return kind.write_table(writing, staging.staged())
    assert kind.write is not None
    counts, total, done = Counts(), staging.count(), 0
    for batch in checks.records(staging):
        counts += kind.write(actor, checks.prepared(kind, batch), mode)
        done += len(batch)
        progress(done, total)
    return counts


def _end(record: Import, state: State, error: YibaoError | None = None) -> None:
    if error is not None and connection.needs_rollback:
        return
    _count_problems(record)
    record.state, record.finished_at = state, timezone.now()
    if error is not None:
        record.error_code = error.code
        record.error_zh, record.error_en = error.message("zh"), error.message("en")
    record.save()


def _broken() -> YibaoError:
    return YibaoError(
        "broken_off",
        "import",
        Text("导入中断，未写入任何行。", "The import broke off; nothing was written."),
        Text(
            "重新执行；仍失败请联系管理员。",
            "Run it again; if it fails again, tell the administrators.",
        ),
    )


def _conflict(error: Exception) -> InvalidInput:
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    named = getattr(getattr(cause, "diag", None), "constraint_name", None) or "?"
    return InvalidInput(
        "conflict_with_data",
        "file",
        Text(
            f"与已有数据冲突（{named}），未写入任何行。",
            f"The rows contradict data that is there ({named}); nothing was written.",
        ),
        Text("核对日期和编码后再导入。", "Check dates and codes, then import again."),
    )

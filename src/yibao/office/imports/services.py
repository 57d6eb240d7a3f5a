"""The writers of the engine of imports: take a file in, run it, run it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.base.jobs import start
from yibao.office.imports.files import keep, path_of
from yibao.office.imports.kind import Mode
from yibao.office.imports.models import ENDED, UNDER_WAY, Import, State
from yibao.office.imports.reading.source import format_of
from yibao.office.imports.registry import kind_of
from yibao.office.imports.run import run
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

__all__ = ["again", "begin", "broken_off", "mode_of", "receive", "run"]

JOB = "imports.import.run"
"""The kind of job that carries an import out."""


def mode_of(text: str) -> Mode:
    """Return a mode by its name.

    Raises:
        InvalidInput: code ``unknown_mode``.

    >>> mode_of("dry")
    <Mode.DRY: 'dry'>

    """
    try:
        return Mode(text)
    except ValueError:
        raise InvalidInput(
            "unknown_mode",
            "mode",
            Text(f"没有“{text}”这种导入方式。", f"There is no mode {text!r}."),
            Text("用 dry、good_rows 或 all_or_nothing。", "Use dry, good_rows or all_or_nothing."),
        ) from None


def receive(
    actor: Actor,
    kind: str,
    name: str,
    chunks: Iterable[bytes],
    *,
    mode: Mode,
    valid_from: date | None = None,
    repeat: bool = False,
    options: Mapping[str, Any] | None = None,
) -> Import:
    """Take a file in and keep it; nothing of it is read yet but its kind and size.

    Args:
        actor: who hands it in.
        kind: the code of the kind of import.
        name: the name of the file, which says its format.
        chunks: its content.
        mode: what becomes of good rows.
        valid_from: from when rows count that say no date; by default today.
        repeat: take a file in again that was imported already.
        options: what the kind asks for besides.

    Raises:
        InvalidInput: code ``same_file_again``, or the file cannot be used.

    """
    declared = kind_of(kind)
    kept = keep(chunks)
    format_ = format_of(name, path_of(kept.sha256))
    known = Import.objects.filter(kind=kind, file_sha256=kept.sha256, state=State.DONE)
    same = known.order_by("-id").first()
    if same is not None and mode != Mode.DRY and not repeat:
        raise _same_file(same)
    return Import.objects.create(
        kind=declared.code,
        mode=mode,
        file_name=name[-255:],
        file_sha256=kept.sha256,
        file_bytes=kept.size,
        file_format=format_,
        valid_from=valid_from or timezone.localdate(),
        options=dict(options or {}),
        same_as=same,
        account_id=actor.account_id,
        account_name=actor.name,
        created_at=timezone.now(),
    )


def begin(actor: Actor, record: Import) -> Import:
    """Start the job that carries an import out, in the present transaction.

    Raises:
        InvalidInput: code ``import_ended``.

    """
    if record.state in ENDED:
        raise InvalidInput(
            "import_ended",
            "import",
            Text("该导入已结束。", "This import has ended."),
            Text("需要时再次导入该文件。", "Import the file again where that is meant."),
        )
    with transaction.atomic():
        record.job_number = start(JOB, actor, import_id=record.pk).pk
        record.save(update_fields=["job_number"])
    return record


def again(actor: Actor, import_id: int, mode: Mode, *, repeat: bool = False) -> Import:
    """Make a new import of the same file: after a dry run, or after the data behind it changed.

    Raises:
        InvalidInput: code ``import_not_ended`` or ``same_file_again``.

    """
    record = Import.objects.get(pk=import_id)
    if record.state not in (*ENDED, State.FAILED):
        raise InvalidInput(
            "import_not_ended",
            "import",
            Text("该导入尚未结束。", "This import has not ended."),
            Text("等它结束。", "Wait until it ends."),
        )
    with path_of(record.file_sha256).open("rb") as stream:
        return receive(
            actor,
            record.kind,
            record.file_name,
            iter(lambda: stream.read(1 << 20), b""),
            mode=mode,
            valid_from=record.valid_from,
            repeat=repeat,
            options=record.options,
        )


def broken_off() -> list[int]:
    """Return the imports that a worker left under way, oldest first; running them again is safe."""
    left = Import.objects.filter(state__in=UNDER_WAY)
    return list(left.order_by("pk").values_list("pk", flat=True))


def _same_file(same: Import) -> InvalidInput:
    when = (
        timezone.localtime(same.finished_at).strftime("%Y-%m-%d %H:%M") if same.finished_at else ""
    )
    return InvalidInput(
        "same_file_again",
        "file",
        Text(
            f"同一文件已于 {when} 由{same.account_name}导入（编号 {same.pk}）。",
            f"{same.account_name} imported this very file on {when} (number {same.pk}).",
        ),
        Text("确需重复导入时，勾选“再次导入”。", "Tick “import again” if that is meant."),
    )

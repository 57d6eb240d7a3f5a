"""`yibao restore`: a new cluster from a backup, as of a moment (恢复)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated

import typer

from yibao.cli.language import Language
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

CHINA = timezone(timedelta(hours=8))


def restore(
    backup: Annotated[Path, typer.Argument(metavar="BACKUP", help="备份 · One backup.")],
    into: Annotated[Path, typer.Option(metavar="FOLDER", help="新目录 · A new folder.")],
    archive: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="日志归档目录 · The archived log.")
    ] = None,
    until: Annotated[
        str,
        typer.Option(
            metavar="TIME",
            help='时点，如 "2025-01-31 17:59:00"，北京时间 · A moment, time of China.',
        ),
    ] = "",
    user: Annotated[
        str, typer.Option(metavar="NAME", help="超级用户 · A superuser of the server.")
    ] = "yibao",
    lang: Language = "zh",
) -> None:
    """从备份恢复到某一时刻，成为新的数据库 · Make a new cluster as of a moment."""
    from yibao.cli.console import console  # noqa: PLC0415 -- stay fast
    from yibao.office.database import restore as restoring  # noqa: PLC0415 -- likewise

    moment = moment_of(until) if until else None
    with console().status(Text("正在恢复…", "Restoring…").of(lang)):
        done = restoring.restore(
            backup.resolve(), into.resolve(), archive and archive.resolve(), moment, user
        )
        done.cluster.stop()
    last = done.last_commit.astimezone(CHINA).isoformat(sep=" ") if done.last_commit else "—"
    told = Text(
        f"已恢复到 {done.cluster.data}：{done.files} 个文件，{done.size / 2**20:,.1f} MiB，"
        f"{done.seconds:.1f} 秒；最后一笔交易 {last}。",
        f"Restored to {done.cluster.data}: {done.files} files, {done.size / 2**20:,.1f} MiB, "
        f"{done.seconds:.1f} s; newest transaction {last}.",
    )
    console().print(told.of(lang), soft_wrap=True)


def moment_of(text: str) -> datetime:
    """Return a moment; without a zone it is the time of China.

    Raises:
        InvalidInput: code ``moment_unusable``.

    >>> moment_of("2025-01-31 17:59:00").isoformat()
    '2025-01-31T17:59:00+08:00'

    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            "moment_unusable",
            "--until",
            Text(f"“{text}”不是时刻。", f"{text!r} is no moment."),
            Text(
                "写成 2025-01-31 17:59:00 或 2025-01-31T09:59:00+00:00。",
                "Write 2025-01-31 17:59:00 or 2025-01-31T09:59:00+00:00.",
            ),
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)

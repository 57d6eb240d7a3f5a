"""`yibao backup`: all files of the server while it works, checked (备份)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yibao.cli.language import Language
from yibao.cli.office.options import Embedded


def backup(
    to: Annotated[Path, typer.Option(metavar="FOLDER", help="备份目录 · Folder of backups.")],
    embedded: Embedded = False,
    lang: Language = "zh",
) -> None:
    """在线备份数据库并逐文件校验 · Back up the database and check every file."""
    from yibao.cli.console import console  # noqa: PLC0415 -- stay fast
    from yibao.cli.office.environment import site  # noqa: PLC0415 -- likewise
    from yibao.cli.office.stopping import stops_in_order  # noqa: PLC0415 -- likewise
    from yibao.office.database.backup import take_backup  # noqa: PLC0415 -- likewise
    from yibao.terms.text import Text  # noqa: PLC0415 -- likewise

    with stops_in_order(), site(embedded=embedded) as here:
        assert here.database is not None, "a site without a database is refused"
        with console().status(Text("正在备份…", "Backing up…").of(lang)):
            made = take_backup(here.database, to.resolve())
    done = Text(
        f"{to / made.folder}：{made.files} 个文件，{made.size / 2**20:,.1f} MiB，"
        f"校验无误，{made.seconds} 秒。可恢复到 {made.ended} 及以后。",
        f"{to / made.folder}: {made.files} files, {made.size / 2**20:,.1f} MiB, checked, "
        f"{made.seconds} s. Moments from {made.ended} on can be restored.",
    )
    console().print(done.of(lang), soft_wrap=True)
    if not made.archives:
        warning = Text(
            "注意：服务器没有归档日志，只能恢复到备份完成的时刻；见 docs/guides/operations.md。",
            "The server does not archive its log: only the end of this backup can be restored; "
            "see docs/guides/operations.md.",
        )
        typer.echo(warning.of(lang), err=True)

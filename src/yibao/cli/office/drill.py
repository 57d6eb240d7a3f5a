"""`yibao drill`: rehearses a restore on a server of its own, with figures (恢复演练)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from yibao.cli.language import Language
from yibao.terms.text import Text

if TYPE_CHECKING:
    from yibao.office.database.drill import Drill

FOUND = 1
"""The exit code when the restored rows were not those that were committed."""


def drill(
    seconds: Annotated[
        int, typer.Option(metavar="N", min=3, help="写入秒数 · Seconds of writing.")
    ] = 30,
    writers: Annotated[int, typer.Option(metavar="N", min=1, help="写入者 · Writers.")] = 2,
    server: Annotated[
        int,
        typer.Option(
            metavar="VERSION", help="用本机的 PostgreSQL 15、16… · Use this machine's PostgreSQL."
        ),
    ] = 0,
    lang: Language = "zh",
) -> None:
    """演练：边写边备份，恢复到时点，逐行比对 · Restore to a moment and compare every row."""
    import tempfile  # noqa: PLC0415 -- stay fast
    from pathlib import Path  # noqa: PLC0415 -- likewise

    from yibao.cli.console import console  # noqa: PLC0415 -- likewise
    from yibao.cli.office.stopping import stops_in_order  # noqa: PLC0415 -- likewise
    from yibao.office.database.drill import drill as rehearse  # noqa: PLC0415 -- likewise
    from yibao.office.database.programs import programs_of  # noqa: PLC0415 -- likewise

    programs = programs_of(server) if server else None
    with stops_in_order(), tempfile.TemporaryDirectory(prefix="yibao-drill-") as folder:
        Path(folder).chmod(0o711)
        with console().status(Text("正在演练…", "Rehearsing…").of(lang)):
            done = rehearse(Path(folder), seconds, writers, programs)
    _tell(done, lang)
    if not done.outcome.is_right:
        raise typer.Exit(FOUND)


def _tell(done: Drill, lang: str) -> None:
    from rich.table import Table  # noqa: PLC0415 -- stay fast

    from yibao.cli.console import console  # noqa: PLC0415 -- likewise

    outcome = done.outcome
    rows = (
        (Text("PostgreSQL", "PostgreSQL"), f"{done.server // 10000}.{done.server % 10000}"),
        (Text("时点", "Moment restored"), done.mark.isoformat(sep=" ")),
        (Text("写入秒数", "Seconds of writing"), f"{done.written_seconds:.1f}"),
        (Text("时点前已确认提交", "Commits acknowledged before it"), f"{outcome.before:,}"),
        (Text("时点后提交", "Commits begun after it"), f"{outcome.after:,}"),
        (Text("恰在时点", "Under way at it"), f"{outcome.at_the_mark:,}"),
        (Text("备份大小", "Size of the backup"), f"{done.backup.size / 2**20:,.1f} MiB"),
        (Text("备份用时", "Seconds to back up"), f"{done.backup.seconds:.1f}"),
        (Text("恢复用时", "Seconds to restore"), f"{done.restored_seconds:.1f}"),
        (Text("丢失", "Lost"), f"{outcome.lost:,}"),
        (Text("多出", "Too many"), f"{outcome.too_many:,}"),
        (Text("内容不符", "Changed"), f"{outcome.changed:,}"),
        (Text("残缺事务", "Torn transactions"), f"{outcome.torn:,}"),
    )
    table = Table(show_header=False, box=None)
    table.add_column()
    table.add_column(justify="right")
    for label, value in rows:
        table.add_row(label.of(lang), value)
    console().print(table)

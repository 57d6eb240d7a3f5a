"""`yibao policy`: check, show and compare the law of regions (政策)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from yibao.cli.language import Language

app = typer.Typer(no_args_is_help=True, help="政策文件 · The law as data.")

Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATH]...", help="文件夹、文件或医保区划 · Folders, files or codes."),
]


@app.command()
def check(
    paths: Paths = None,
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="未核实的值算错误 · Unverified values are errors.")
    ] = False,
    limits: Annotated[
        Path | None,
        typer.Option(
            "--list",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="另一份待遇清单 · Another list of benefits.",
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="列出全部提示 · List what is merely worth knowing too.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="机器可读 · For machines.")] = False,
    lang: Language = "zh",
) -> None:
    """检查政策文件：位置、问题、改法 · Check policy files: place, problem, what to write."""
    from yibao.cli.policy_check import run  # noqa: PLC0415 -- `yibao --help` stays fast

    raise typer.Exit(run(paths or [], limits, strict, every, as_json, lang))


@app.command()
def show(
    region: Annotated[
        str | None, typer.Argument(help="文件夹、区划或文件；不填则列出地区 · None: list them.")
    ] = None,
    *,
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="哪一天的规定，默认今天 · The day."),
    ] = None,
    lang: Language = "zh",
) -> None:
    """用文字说明政策，逐层列出 · The law in words, layer by layer, with sources."""
    from yibao.cli import policy_show  # noqa: PLC0415

    if region is None:
        policy_show.list_regions(lang)
        return
    policy_show.show(region, on.date() if on else date.today(), lang)  # noqa: DTZ011, TID251 -- the command line may look at the clock


@app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="原政策 · The law before.")],
    after: Annotated[str, typer.Argument(metavar="B", help="新政策 · The law after.")],
    *,
    year: Annotated[
        int | None,
        typer.Option("--year", min=1990, max=2100, help="三名虚构人员就诊的年份 · Their year."),
    ] = None,
    lang: Language = "zh",
) -> None:
    """两份政策有何不同，对三名虚构人员有何影响 · What differs, and what it means for whom."""
    from yibao.cli import policy_diff  # noqa: PLC0415

    policy_diff.diff(before, after, year, lang)

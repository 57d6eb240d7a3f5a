"""`yibao whatif`: the same claims under two laws, and what changes for whom (政策测算)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yibao.cli.language import Language


def whatif(
    claims: Annotated[Path, typer.Argument(metavar="CLAIMS", help="结算文件 · File of claims.")],
    region: Annotated[
        str, typer.Option("--region", metavar="A", help="方案 A：区划或文件夹 · Law A.")
    ],
    persons: Annotated[
        Path | None, typer.Option(metavar="FILE", help="参保人文件 · File of persons.")
    ] = None,
    lines: Annotated[
        Path | None, typer.Option(metavar="FILE", help="费用明细文件 · File of lines.")
    ] = None,
    against: Annotated[
        str, typer.Option(metavar="B", help="方案 B：区划、文件夹或文件 · Law B.")
    ] = "",
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=VALUE", help="在 A 上设定假设的值，可多次 · Set a value of A."
        ),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(metavar="YEAR", help="待遇年度，默认就诊最多的一年 · Benefit year."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="写出报告页、工作簿和表格 · Write the report here."),
    ] = None,
    allow_unverified: Annotated[
        bool,
        typer.Option("--allow-unverified", help="采用未核实的规定 · Use unverified values too."),
    ] = False,
    threads: Annotated[int, typer.Option(metavar="N", min=1, help="线程数 · Threads.")] = 2,
    memory: Annotated[
        str, typer.Option(metavar="SIZE", help="内存上限 · Limit of memory.")
    ] = "4GiB",
    lang: Language = "zh",
) -> None:
    """同样的就诊按两个方案结算，说明对谁有何影响 · The same claims under two laws."""
    from yibao.benefit.whatif.asked import Question  # noqa: PLC0415 -- `yibao --help` stays fast
    from yibao.cli.options import size_in_bytes  # noqa: PLC0415 -- likewise
    from yibao.cli.whatif_report import run  # noqa: PLC0415 -- likewise
    from yibao.policy.changed import Change  # noqa: PLC0415 -- likewise

    question = Question(
        claims=claims,
        region=region,
        persons=persons,
        lines=lines,
        against=against,
        changes=tuple(Change.parse(text) for text in changes or ()),
        year=year,
        allow_unverified=allow_unverified,
        threads=threads,
        memory=size_in_bytes(memory),
    )
    run(question, out, lang)

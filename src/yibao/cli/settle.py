"""`yibao settle`: settle a region's claims from files to files (批量结算)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yibao.cli.language import Language

Region = Annotated[
    str, typer.Option("--region", metavar="CODE", help="医保区划或文件夹 · Division or folder.")
]
Persons = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="参保人文件 · File of persons (Parquet or CSV)."),
]
Lines = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="费用明细文件 · File of lines (Parquet or CSV)."),
]
Unverified = Annotated[
    bool,
    typer.Option("--allow-unverified", help="采用未核实的规定 · Use unverified values too."),
]


def settle(
    claims: Annotated[Path, typer.Argument(metavar="CLAIMS", help="结算文件 · File of claims.")],
    region: Region,
    out: Annotated[Path, typer.Option(metavar="OUT", help="输出文件夹 · Folder to write to.")],
    persons: Persons = None,
    lines: Lines = None,
    mend: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="更正后的行，可多次 · Corrected rows; repeatable."),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(metavar="YEAR", help="只输出该待遇年度 · Write this benefit year only."),
    ] = None,
    columns: Annotated[
        str, typer.Option(metavar="A,B,…", help="只输出这些字段 · Write these columns only.")
    ] = "",
    money: Annotated[
        str, typer.Option(metavar="yuan|fen", help="金额单位 · Unit of money.")
    ] = "yuan",
    allow_unverified: Unverified = False,
    parts: Annotated[
        int | None, typer.Option(metavar="N", help="分片数，2 的幂 · Parts, a power of 2.")
    ] = None,
    threads: Annotated[int, typer.Option(metavar="N", min=1, help="线程数 · Threads.")] = 2,
    memory: Annotated[
        str, typer.Option(metavar="SIZE", help="内存上限 · Limit of memory.")
    ] = "4GiB",
    fresh: Annotated[
        bool, typer.Option("--fresh", help="丢弃已有结果 · Throw away what OUT holds.")
    ] = False,
    engine: Annotated[
        str, typer.Option(metavar="local|spark", help="计算引擎 · Engine.")
    ] = "local",
    master: Annotated[
        str, typer.Option(metavar="URL", help="Spark 主节点 · Master of the cluster.")
    ] = "local[*]",
    spark: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="Spark 设置，可多次 · Spark setting; repeatable."),
    ] = None,
    lang: Language = "zh",
) -> None:
    """按一个地区的规定结算整个文件 · Settle a whole file under a region's law."""
    from yibao.benefit.runs.asked import Asked  # noqa: PLC0415 -- `yibao --help` stays fast
    from yibao.cli.options import one_of, settings_of, size_in_bytes  # noqa: PLC0415 -- likewise
    from yibao.cli.settle_report import on_spark, run  # noqa: PLC0415 -- likewise

    asked = Asked(
        claims=claims,
        out=out,
        region=region,
        persons=persons,
        lines=lines,
        mended=tuple(mend or ()),
        year=year,
        allow_unverified=allow_unverified,
        columns=tuple(name.strip() for name in columns.split(",") if name.strip()),
        money=one_of("money", money, ("yuan", "fen")),
        parts=parts,
        threads=threads,
        memory=size_in_bytes(memory),
        fresh=fresh,
    )
    if one_of("engine", engine, ("local", "spark")) == "spark":
        on_spark(asked, master, settings_of(spark or []), lang)
    else:
        run(asked, lang)

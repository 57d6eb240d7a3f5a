"""`yibao year`: an invented year, settled under a real region's law and explained (演示)."""

from __future__ import annotations

from typing import Annotated

import typer

from yibao.cli.language import Language


def year(
    region: Annotated[
        str, typer.Option(metavar="CODE", help="医保区划或文件夹 · Division or folder.")
    ] = "cn/61/6101",
    year: Annotated[
        int | None,
        typer.Option(
            metavar="YEAR",
            min=2000,
            max=2100,
            help="待遇年度；不写则取规定最全的一年 · Benefit year; else the one best known.",
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, help="随机种子 · Seed of the invention.")
    ] = 1,
    persons: Annotated[int, typer.Option(metavar="N", help="参保人数 · How many persons.")] = 200,
    visits: Annotated[int, typer.Option(metavar="N", help="就诊次数 · How many visits.")] = 2000,
    person: Annotated[
        str, typer.Option(metavar="NUMBER", help="逐笔说明哪一位参保人 · Whose year to explain.")
    ] = "",
    allow_unverified: Annotated[
        bool,
        typer.Option("--allow-unverified", help="采用未核实的规定 · Use unverified values too."),
    ] = False,
    lang: Language = "zh",
) -> None:
    """虚构一年的就诊，按一个城市的真实规定结算并说明 · Settle an invented year under a real law."""
    from yibao.cli.report import Wanted, run  # noqa: PLC0415 -- `yibao --help` stays fast

    run(Wanted(region, year, seed, persons, visits, person, allow_unverified), lang)

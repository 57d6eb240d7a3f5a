"""`yibao sample`: a region's invented year as Parquet files of any size (演示数据文件)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yibao.cli.language import Language

if TYPE_CHECKING:
    from yibao.policy.plan import Plan
    from yibao.synthetic.region_files import Asked, Written


def sample(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="输出文件夹 · Folder to write to.")],
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
    persons: Annotated[
        int, typer.Option(metavar="N", help="参保人数 · How many persons.")
    ] = 100_000,
    visits: Annotated[
        int, typer.Option(metavar="N", help="就诊次数 · How many visits.")
    ] = 1_000_000,
    lines: Annotated[
        int,
        typer.Option(
            metavar="N",
            help="每次就诊平均明细行数，0 为无明细 · Mean lines of a bill; 0: no file of lines.",
        ),
    ] = 0,
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, help="随机种子 · Seed of the invention.")
    ] = 1,
    flawed: Annotated[
        float,
        typer.Option(
            metavar="SHARE", help="有意出错的结算占比 · Share of claims with a mistake on purpose."
        ),
    ] = 0.0,
    unknown: Annotated[
        float,
        typer.Option(
            metavar="SHARE", help="规定未知的就诊占比 · Share of visits whose rule is unknown."
        ),
    ] = 0.0,
    integer_keys: Annotated[
        bool,
        typer.Option("--integer-keys", help="编号写成整数 · Write keys as whole numbers."),
    ] = False,
    lang: Language = "zh",
) -> None:
    """虚构一个地区一年的结算、参保人、明细文件 · Write a region's invented year to files."""
    from yibao.policy import compile_plan, load_policy  # noqa: PLC0415 -- `yibao --help` stays fast
    from yibao.synthetic.offers import fullest_year  # noqa: PLC0415 -- likewise
    from yibao.synthetic.region_files import Asked  # noqa: PLC0415 -- likewise

    plan = compile_plan(load_policy(region))
    chosen = fullest_year(plan) if year is None else year
    sizes = (persons, visits, lines)
    asked = Asked(region, chosen, *sizes, seed, flawed, unknown, integer_keys)
    _report(asked, _written(out, asked, plan, lang), plan, lang)


def _written(out: Path, asked: Asked, plan: Plan, lang: str) -> Written:
    """Write the files under a progress bar."""
    from rich.progress import (  # noqa: PLC0415 -- likewise
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    from yibao.cli.console import console  # noqa: PLC0415 -- likewise
    from yibao.synthetic.region_files import write_region  # noqa: PLC0415 -- likewise
    from yibao.terms.text import Text  # noqa: PLC0415 -- likewise

    columns = (BarColumn(), TaskProgressColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    text = TextColumn("{task.description}")
    with Progress(text, *columns, console=console(), transient=True) as bars:
        task = bars.add_task(Text("虚构就诊", "inventing visits").of(lang), total=asked.visits)
        return write_region(
            out, asked, plan=plan, progress=lambda visits: bars.advance(task, visits)
        )


def _report(asked: Asked, written: Written, plan: Plan, lang: str) -> None:
    """Say what was written, and which mistakes stand in it."""
    from yibao.cli.page import Page  # noqa: PLC0415 -- likewise
    from yibao.synthetic.region_files.flaws import LABELS  # noqa: PLC0415 -- likewise

    page, label = Page(lang), plan.policy.label
    page.text(
        page.say(
            f"演示数据：{label.zh} {asked.year} 年，全部虚构（随机种子 {asked.seed}），"
            "不反映任何地方的实际情况。",
            f"Demonstration data: {label.en}, {asked.year}; all of it is invented (seed "
            f"{asked.seed}) and tells nothing about any real place.",
        )
    )
    for path, rows, zh, en in (
        (written.claims, written.visit_count, "结算", "claims"),
        (written.persons, written.person_count, "参保人", "persons"),
        (written.lines, written.line_count, "明细", "lines"),
    ):
        if path is not None:
            page.text(page.say(f"{zh} {rows:,} 行：{path}", f"{rows:,} {en}: {path}"))
    for name, count in written.flaws.items():
        if count:
            label = LABELS[name]
            page.text(
                page.say(f"有意的错误：{label.zh} {count:,}", f"mistake: {label.en} {count:,}")
            )

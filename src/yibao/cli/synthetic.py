"""`yibao synthetic`: a region that lives, in files (示范市数据文件)."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from yibao.cli.language import Language

if TYPE_CHECKING:
    from yibao.synthetic.region.asked import Asked
    from yibao.synthetic.region.write import Written

YEARS_MAX = 10
_PROCESSES_MAX = 64


def synthetic(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="输出文件夹 · Folder.")],
    scale: Annotated[
        float,
        typer.Option(
            metavar="S", help="规模，1 为全市 232 万参保人 · Scale; 1 is 2.32 million insured."
        ),
    ] = 0.01,
    years: Annotated[
        int,
        typer.Option(
            metavar="N", min=1, max=YEARS_MAX, help="年数，含当年 · Calendar years, this one too."
        ),
    ] = 1,
    last: Annotated[
        datetime | None,
        typer.Option(
            "--last",
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help="最后一天；不写则为昨天 · Last day of care; else yesterday.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="K", min=0, help="随机种子 · Seed.")] = 1,
    processes: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=_PROCESSES_MAX, help="进程数 · Processes."),
    ] = None,
    lang: Language = "zh",
) -> None:
    """虚构一个有人有病有账的示范市，写成文件 · Write a region that lives to files."""
    from yibao.synthetic.region.asked import Asked  # noqa: PLC0415 -- `yibao --help` stays fast

    last_day = last.date() if last is not None else _yesterday()
    first_day = date(last_day.year - years + 1, 1, 1)
    asked = Asked(scale, first_day, last_day, seed)
    written = _written(out, asked, processes or os.cpu_count() or 1, lang)
    _report(asked, written, lang)


def _yesterday() -> date:
    now = datetime.now(ZoneInfo("Asia/Shanghai"))  # noqa: TID251 -- the command line may look at the clock
    return now.date() - timedelta(days=1)


def _written(out: Path, asked: Asked, processes: int, lang: str) -> Written:
    """Write the files under a progress bar."""
    from yibao.cli.bars import Bars  # noqa: PLC0415 -- likewise
    from yibao.synthetic.region.write import write  # noqa: PLC0415 -- likewise

    bars = Bars(lang)
    with bars.bars:
        return write(
            out,
            asked,
            processes=processes,
            progress=lambda done, whole: bars.tell("region", done, whole),
        )


def _report(asked: Asked, written: Written, lang: str) -> None:
    from yibao.cli.page import Page  # noqa: PLC0415 -- likewise
    from yibao.synthetic.region.write import LABELS  # noqa: PLC0415 -- likewise

    page = Page(lang)
    page.text(
        page.say(
            f"演示数据：示范市 {asked.first_day:%Y-%m-%d} 至 {asked.last_day:%Y-%m-%d}，全部虚构"
            f"（规模 {asked.scale:g}，随机种子 {asked.seed}），不反映任何地方的实际情况。",
            f"Demonstration data: Shifan, {asked.first_day} to {asked.last_day}; all of it is "
            f"invented (scale {asked.scale:g}, seed {asked.seed}) and tells nothing about any "
            "real place.",
        )
    )
    for name, rows in written.rows.items():
        label = LABELS[name]
        page.text(page.say(f"{label.zh} {rows:,} 行", f"{rows:,} {label.en}"))
    charged = page.yuan(written.charged_fen)
    page.text(page.say(f"医疗费总额 {charged} 元", f"bills of {charged} yuan"))
    folder = written.folder
    page.text(
        page.say(
            f"结算：yibao settle {folder}/visits --persons {folder}/persons --lines "
            f"{folder}/lines --region 990100 --out OUT",
            f"To settle: yibao settle {folder}/visits --persons {folder}/persons --lines "
            f"{folder}/lines --region 990100 --out OUT",
        )
    )

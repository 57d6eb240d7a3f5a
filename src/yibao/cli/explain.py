"""`yibao explain`: one claim of a run, sentence by sentence with sources (逐笔说明)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yibao.cli.language import Language


def explain(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="结算输出文件夹 · Folder that settle wrote.")
    ],
    number: Annotated[str, typer.Argument(metavar="SETL_ID", help="结算ID · Number of the claim.")],
    lang: Language = "zh",
) -> None:
    """逐句说明一笔结算，每句附依据 · Explain one claim, each sentence with its source."""
    from yibao.benefit.runs.one import find  # noqa: PLC0415 -- `yibao --help` stays fast
    from yibao.cli.claim_page import show  # noqa: PLC0415 -- likewise

    show(find(out, number), number, lang)

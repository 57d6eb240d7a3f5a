"""Bars that say how far a run is (进度条)."""

from __future__ import annotations

from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from yibao.cli.console import console
from yibao.terms.text import Text

STEPS = {
    "read": Text("读取结算", "reading claims"),
    "lines": Text("读取明细", "reading lines"),
    "deal": Text("按人分捆", "dealing by person"),
    "settle": Text("逐片结算", "settling parts"),
    "region": Text("逐批虚构", "inventing pieces"),
}


class Bars:
    """One bar a step; a step that is short shows no more than a flash."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console(),
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}

    def tell(self, step: str, done: int, whole: int) -> None:
        """Move the bar of a step."""
        if step not in self._tasks:
            self._tasks[step] = self.bars.add_task(STEPS[step].of(self.lang), total=whole)
        self.bars.update(self._tasks[step], completed=done, total=whole)

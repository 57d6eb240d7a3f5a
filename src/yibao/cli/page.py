"""A page of a report in the terminal (页面): titles, text that wraps as Chinese does, tables."""

from __future__ import annotations

from collections.abc import Iterable

from rich.rule import Rule
from rich.table import Table
from rich.text import Text as Styled

from yibao.cli.console import console
from yibao.terms.text import Text
from yibao.terms.typesetting import flow, width_of, yuan

WIDTH_MAX = 100
"""Longer lines are hard to read, however wide the terminal."""
NARROW = 96
"""Below this many columns tables move closer together, and sums give up the fen."""


class Page:
    """Prints in one language, at most as wide as a page."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.out = console()
        self.width = self.out.width = min(self.out.width, WIDTH_MAX)
        self.narrow = self.width < NARROW

    def say(self, zh: str, en: str) -> str:
        """Choose the words of the page's language."""
        return Text(zh, en).of(self.lang)

    def title(self, zh: str, en: str) -> None:
        """Print the title of a part."""
        self.out.print()
        title = Styled(self.say(zh, en), style="bold cyan")
        self.out.print(Rule(title, align="left", style="cyan"))

    def text(self, text: str, *, lead: str = "", style: str = "", mark: str = "") -> None:
        """Print a text; `lead` stands before its first line, `mark` dimly behind its last."""
        indent = width_of(lead)
        lines = flow(text + mark, self.width - indent - 1)
        for position, line in enumerate(lines):
            styled = Styled((lead if position == 0 else " " * indent) + line, style=style)
            if mark and line.endswith(mark):
                styled.stylize("dim not bold", len(styled) - len(mark))
            self.out.print(styled, soft_wrap=True)

    def yuan(self, fen: int) -> str:
        """Return a sum, to the yuan where the page is narrow."""
        return yuan(fen, whole=self.narrow)

    def table(self, labels: Iterable[Text], numbers: Iterable[Text]) -> Table:
        """Lay out a table as wide as the page: labels on the left, numbers on the right."""
        gap = 1 if self.narrow else 2
        table = Table(box=None, padding=(0, 0, 0, gap), header_style="dim", pad_edge=False)
        table.expand = True
        heads = [text.of(self.lang) for text in numbers]
        rows = max((head.count("\n") for head in heads), default=0)

        def low(head: str) -> str:
            return "\n" * (rows - head.count("\n")) + head

        for text in labels:
            table.add_column(low(text.of(self.lang)), overflow="fold", ratio=1)
        for head in heads:
            table.add_column(low(head), justify="right", no_wrap=True)
        return table

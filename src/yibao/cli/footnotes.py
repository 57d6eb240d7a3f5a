"""The sources of what a page says, numbered and listed below it (出处)."""

from __future__ import annotations

from yibao.benefit.explain import Sentence
from yibao.cli.page import Page
from yibao.terms.typesetting import width_of


class Footnotes:
    """Gives each citation a number, in the order in which they are first needed."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.numbers: dict[str, int] = {}

    def mark(self, sentence: Sentence) -> str:
        """Return the mark of a sentence's source, such as ``[2]``; nothing without a source."""
        cited = sentence.citation
        if cited is None:
            return ""
        return f"[{self.numbers.setdefault(cited.of(self.lang), len(self.numbers) + 1)}]"

    def show(self, page: Page) -> None:
        """Print every citation behind its number."""
        if not self.numbers:
            return
        page.title("出处", "Sources")
        widest = width_of(f"[{len(self.numbers)}]")
        for cited, number in self.numbers.items():
            page.text(cited, lead=f"[{number}]".rjust(widest) + " ", style="dim")

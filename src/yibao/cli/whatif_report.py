"""Run `yibao whatif` and say the result in short (政策测算摘要)."""

from __future__ import annotations

from pathlib import Path

from rich.padding import Padding
from rich.text import Text as Styled

from yibao.benefit.whatif.asked import Question
from yibao.benefit.whatif.compare import Comparison, compare_files
from yibao.benefit.whatif.groups import BY_NAME
from yibao.benefit.whatif.report import words
from yibao.benefit.whatif.report.assets import charts_library
from yibao.benefit.whatif.report.gather import Tables, not_given, tables_of
from yibao.benefit.whatif.report.group_tables import labelled
from yibao.benefit.whatif.report.table import Table, shown
from yibao.benefit.whatif.report.write import PAGE, WORKBOOK, write_report
from yibao.cli.bars import Bars
from yibao.cli.page import Page
from yibao.policy.wording.labels import STATUSES
from yibao.terms.text import Text

GROUPINGS_SHOWN = ("scheme", "care", "income_group")
"""The terminal shows these; the report has all of them."""
_NUMBERS = ("fund_change", "personal_change", "change_per_person", "ratio_a", "ratio_b")


def run(question: Question, out: Path | None, lang: str) -> None:
    """Compare, write the report if a folder is given, and print the summary."""
    if out is not None:
        charts_library()  # What an incomplete installation lacks is said before the work.
    bars = Bars(lang)
    with bars.bars:
        comparison = compare_files(question, bars.tell)
    tables = tables_of(comparison)
    if out is not None:
        write_report(out, comparison, tables, lang)
    _Summary(comparison, tables, Page(lang)).show(out)


class _Summary:
    """Prints a comparison in short."""

    def __init__(self, comparison: Comparison, tables: Tables, page: Page) -> None:
        self.comparison, self.tables, self.page = comparison, tables, page
        self.lang = page.lang

    def show(self, out: Path | None) -> None:
        """Print head, totals, groups, winners and losers, and what it rests on."""
        page = self.page
        self._head()
        page.title("总账（元）", "Totals (yuan)")
        self._print(self.tables["total"])
        self._groups()
        self._winners()
        self._certainty()
        if out is not None:
            page.text(
                page.say(
                    f"报告：{out / PAGE}；表格：{out / WORKBOOK}",
                    f"Report: {out / PAGE}; tables: {out / WORKBOOK}",
                ),
                style="bold",
            )

    def _head(self) -> None:
        page, laws = self.page, self.comparison.laws
        mark = words.mark(self.comparison)
        page.title(f"政策测算 · {mark.zh}", f"What if · {mark.en}")
        for letter, label in zip("AB", laws.names, strict=True):
            page.text(label.of(self.lang), lead=page.say(f"方案 {letter}  ", f"Law {letter}  "))
        for change in laws.changes:
            page.text(f"{change.key} = {change.written}", lead="        ", style="yellow")
        page.text(words.result(self.comparison).of(self.lang), style="bold")
        page.text(words.coverage(self.comparison).of(self.lang), style="dim")

    def _print(self, table: Table) -> None:
        first, *numbers = (column.label for column in table.columns)
        printed = self.page.table([first], numbers)
        for row in table.rows:
            printed.add_row(*(shown(cell, self.lang) for cell in table.cells(row)))
        self.page.out.print(printed)

    def _groups(self) -> None:
        page = self.page
        page.title("对谁有影响（元）", "Who is affected (yuan)")
        numbers = (
            Text("基金变化", "funds"),
            Text("个人变化", "persons"),
            Text("人均变化", "per person"),
            Text("实际报销\n比例 A", "effective\nratio A"),
            Text("实际报销\n比例 B", "effective\nratio B"),
        )
        printed = page.table([Text("", "")], numbers)
        for name in GROUPINGS_SHOWN:
            if name not in self.comparison.groups:
                continue
            printed.add_row(Styled(BY_NAME[name].label.of(self.lang), style="bold"))
            for cells in self._rows(name):
                printed.add_row(Padding(Styled(cells[0]), (0, 0, 0, 2)), *cells[1:])
        page.out.print(printed)
        given = not_given(self.comparison)
        if given is not None:
            page.text(given.of(self.lang), style="dim")

    def _rows(self, name: str) -> list[list[str]]:
        table = self.tables[f"by_{name}"]
        keys = [column.key for column in table.columns]
        wanted = [0, *(keys.index(key) for key in _NUMBERS)]
        rows = table.rows[: len(labelled(self.comparison, name))]
        return [[shown(table.cells(row)[at], self.lang) for at in wanted] for row in rows]

    def _winners(self) -> None:
        self.page.title("受益与受损（按人、按全年）", "Winners and losers (by person, in the year)")
        self._print(self.tables["sizes"])

    def _certainty(self) -> None:
        """Name the sources that are no official documents."""
        page, table = self.page, self.tables["sources"]
        page.title("依据", "What this rests on")
        for row in table.rows:
            status, source, _, a, b = (shown(cell, self.lang) for cell in table.cells(row))
            verified = status == STATUSES["verified"].of(self.lang)
            page.text(
                page.say(f"{source}（A {a} 个值，B {b} 个值）", f"{source} (A {a}, B {b} values)"),
                lead=f"{status}  ",
                style="green" if verified else "yellow",
            )

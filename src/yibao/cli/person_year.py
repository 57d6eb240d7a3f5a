"""One person's year, line by line (逐笔说明): bills, rules, sources, what has been used up."""

from __future__ import annotations

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text as Styled

from yibao.benefit.explain import Section, Sentence, explain
from yibao.benefit.person import Person
from yibao.policy.wording.labels import name_label
from yibao.synthetic.settled_year import Settled, SettledYear
from yibao.synthetic.standing import admissions, standings
from yibao.synthetic.summary import Sums, by_layer
from yibao.synthetic.words import (
    flow,
    percent,
    person_words,
    standing_words,
    visit_words,
    width_of,
    yuan,
)
from yibao.terms.funds import fund
from yibao.terms.text import Text

_BAR = 20
_INDENT = 4


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


class PersonYear:
    """Prints the year of one person."""

    def __init__(self, year: SettledYear, person: Person, out: Console, lang: str) -> None:
        self.year, self.person, self.out, self.lang = year, person, out, lang
        self.policy = year.plan.policy
        self.own = year.of_person(person)
        self.notes = Footnotes(lang)

    def show(self) -> None:
        """Print who it is, every visit, the sums of the year, and the footnotes."""
        number, year = self.person.number, self.year.sample.year
        self._title(
            f"五、第 {number} 号参保人的 {year} 年，逐笔说明",
            f"5 · Person {number} in {year}, line by line",
        )
        first, _ = self.policy.benefit_year.bounds(year)
        self._flow(person_words(self.person, first, self.policy).of(self.lang))
        for position, one in enumerate(self.own, 1):
            self._visit(position, one)
        self._refused()
        self._sums()
        self._footnotes()

    def _say(self, zh: str, en: str) -> str:
        return Text(zh, en).of(self.lang)

    def _title(self, zh: str, en: str) -> None:
        self.out.print()
        title = Styled(self._say(zh, en), style="bold cyan")
        self.out.print(Rule(title, align="left", style="cyan"))

    def _flow(self, text: str, indent: int = 0, style: str = "", mark: str = "") -> None:
        """Print a text in lines of its own width, its footnote mark dim."""
        whole = f"{text} {mark}" if mark else text
        for line in flow(whole, self.out.width - indent - 1):
            styled = Styled(" " * indent + line, style=style)
            if mark and line.endswith(mark):
                styled.stylize("dim", len(styled) - len(mark))
            self.out.print(styled)

    def _visit(self, position: int, one: Settled) -> None:
        settlement = one.settlement
        visit = settlement.visit
        dates = str(visit.admission)
        if visit.discharge > visit.admission:
            dates += self._say(f" 至 {visit.discharge}", f" to {visit.discharge}")
        self.out.print()
        head = f"{position}  {dates}  {visit_words(settlement).of(self.lang)}"
        self._flow(head, style="bold green")
        bill, *sections = explain(settlement, one.lines)
        marks = [self.notes.mark(sentence) for sentence in bill.sentences[: len(one.lines)]]
        self._bill(one, marks)
        rest = bill.sentences[len(one.lines) : -1]
        if rest:
            self._section(Section(bill.title, tuple(rest)))
        for section in sections:
            self._section(section)
        self._standing(one)

    def _bill(self, one: Settled, marks: list[str]) -> None:
        """Print each line of the bill: what it is, its class, how it divides."""
        table = Table(box=None, padding=(0, 0, 0, 2), header_style="dim", pad_edge=False)
        table.add_column(self._say("项目", "item"), overflow="fold", ratio=1)
        table.add_column(self._say("类别", "class"), no_wrap=True)
        for head in (
            Text("金额", "amount"),
            Text("全自费", "full\nself-pay"),
            Text("超限价", "over\nlimit"),
            Text("先行自付", "first\npay"),
            Text("范围内", "in\nscope"),
        ):
            table.add_column(head.of(self.lang), justify="right", no_wrap=True, vertical="bottom")
        table.add_column("", style="dim", no_wrap=True)
        tracks = {track.name: track.label for track in self.policy.lines.tracks}
        names = self.policy.names
        for item, line, mark in zip(one.claim.items, one.lines, marks, strict=True):
            label = Styled(item.label.of(self.lang))
            if line.track in tracks:
                label.append(f" {tracks[line.track].of(self.lang)}", style="dim")
            if line.line.limited != "no":
                said = name_label("limited", line.line.limited, names).of(self.lang)
                label.append(f" {said}", style="dim")
            parts = (line.full_self, line.over_limit, line.first_pay, line.in_scope)
            item_class = name_label("class", line.line.item_class, names).of(self.lang)
            amounts = map(yuan, (line.line.amount, *parts))
            table.add_row(label, item_class, *amounts, mark)
        made = one.settlement
        sums = (made.total, made.full_self, made.over_limit, made.first_pay, made.in_scope)
        table.add_row(self._say("合计", "sum"), "", *map(yuan, sums), "", style="bold")
        self.out.print(table)

    def _section(self, section: Section) -> None:
        self._flow(section.title.of(self.lang), indent=2, style="bold")
        for sentence in section.sentences:
            mark = self.notes.mark(sentence)
            self._flow(sentence.text.of(self.lang), indent=_INDENT, mark=mark)

    def _standing(self, one: Settled) -> None:
        stays = admissions(one.settlement)
        said = [standing_words(standing).of(self.lang) for standing in standings(one.settlement)]
        if stays:
            said.append(self._say(f"本年度住院 {stays} 次", f"admissions of the year: {stays}"))
        if not said:
            return
        title = self._say("至此的年度累计", "Used up so far this year")
        self._flow(title, indent=2, style="bold magenta")
        for line in said:
            self._flow(line, indent=_INDENT, style="magenta")

    def _refused(self) -> None:
        for one in self.year.refused_of(self.person):
            stay = one.claim.stay
            care = self.policy.care_types[stay.care].label.of(self.lang)
            self.out.print()
            head = self._say(
                f"未结算  {stay.discharge}  {care}", f"Refused  {stay.discharge}  {care}"
            )
            self._flow(head, style="bold yellow")
            self._flow(one.error.message(self.lang), indent=_INDENT)

    def _sums(self) -> None:
        """Print who paid what of the year."""
        settlements = [one.settlement for one in self.own]
        sums = Sums.of(settlements)
        self._title("全年合计：谁付了多少（元）", "The year: who paid what (yuan)")
        table = Table(box=None, padding=(0, 0, 0, 2), show_header=False, pad_edge=False)
        table.add_column(overflow="fold", ratio=3)
        table.add_column(overflow="fold", ratio=2, style="dim")
        table.add_column(justify="right", no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(no_wrap=True, style="cyan")
        rows = [
            (one.layer.label, fund(one.layer.fund).label, one.paid) for one in by_layer(settlements)
        ]
        nobody = Text("", "")
        if sums.hospital:
            rows.append((Text("医院负担", "the hospitals"), nobody, sums.hospital))
        rows.append((Text("个人负担", "the person"), nobody, sums.personal))
        for label, payer, paid in rows:
            bar = "█" * (paid * _BAR // sums.total if sums.total else 0)
            cells = (label.of(self.lang), payer.of(self.lang), yuan(paid))
            table.add_row(*cells, percent(paid, sums.total), bar)
        total = self._say(f"总费用（{sums.visits} 次就诊）", f"the bill ({sums.visits} visits)")
        table.add_row(total, "", yuan(sums.total), "", "", style="bold")
        self.out.print(table)

    def _footnotes(self) -> None:
        if not self.notes.numbers:
            return
        self._title("出处", "Sources")
        widest = width_of(f"[{len(self.notes.numbers)}]")
        for cited, number in self.notes.numbers.items():
            mark = f"[{number}]".rjust(widest)
            lines = flow(cited, self.out.width - widest - 2)
            for position, line in enumerate(lines):
                lead = mark if position == 0 else " " * widest
                self.out.print(Styled(f"{lead} {line}", style="dim"))

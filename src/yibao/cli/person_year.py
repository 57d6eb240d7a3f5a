"""One person's year, line by line (逐笔说明): bills, rules, sources, what has been used up."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text as Styled

from yibao.benefit.explain import Section, explain
from yibao.benefit.person import Person
from yibao.cli.footnotes import Footnotes
from yibao.cli.page import Page
from yibao.policy.wording.labels import name_label
from yibao.synthetic.settled_year import Settled, SettledYear
from yibao.synthetic.standing import Standing, admissions, standings
from yibao.synthetic.summary import Sums, by_layer
from yibao.synthetic.words import person_words, standing_words, visit_words
from yibao.terms.funds import fund
from yibao.terms.text import Text
from yibao.terms.typesetting import percent, yuan

_BAR = 12
_INDENT = " " * 4


class PersonYear:
    """Prints the year of one person."""

    def __init__(self, year: SettledYear, person: Person, page: Page) -> None:
        self.year, self.person, self.page = year, person, page
        self.lang, self.policy = page.lang, year.plan.policy
        self.own = year.of_person(person)
        self.notes = Footnotes(page.lang)

    def show(self) -> None:
        """Print who it is, every visit, the sums of the year, and the footnotes."""
        number, year = self.person.number, self.year.sample.year
        self.page.title(
            f"五、逐笔说明：第 {number} 号参保人的 {year} 年",
            f"5 · Line by line: person {number} in {year}",
        )
        first, _ = self.policy.benefit_year.bounds(year)
        self.page.text(person_words(self.person, first, self.policy).of(self.lang))
        for position, one in enumerate(self.own, 1):
            self._visit(position, one)
        self._refused()
        if not self.own and not self.year.refused_of(self.person):
            self.page.text(self.page.say("这一年没有就诊。", "No visit in this year."))
        self._sums()
        self.notes.show(self.page)

    def _visit(self, position: int, one: Settled) -> None:
        settlement, stay = one.settlement, one.claim.stay
        self.page.out.print()
        dates = str(stay.admission)
        if stay.discharge > stay.admission:
            dates += self.page.say(f" 至 {stay.discharge}", f" to {stay.discharge}")
        words = visit_words(stay, self.policy, str(settlement.visit.facts["filing"]))
        lead = f"{position}  "
        self.page.text(f"{dates}  {words.of(self.lang)}", lead=lead, style="bold green")
        bill, *sections = explain(settlement, one.lines)
        lines = len(one.lines)
        self._bill(one, [self.notes.mark(sentence) for sentence in bill.sentences[:lines]])
        # The table has said the lines and their sum; what care away moved it has not.
        moved = bill.sentences[lines:-1]
        for section in (Section(bill.title, moved), *sections) if moved else sections:
            self._section(section)
        self._standing(one)

    def _bill(self, one: Settled, marks: list[str]) -> None:
        """Print each line of the bill: what it is, its class, how it divides."""
        table = self.page.table(
            [Text("项目", "item")],
            (
                Text("类别", "class"),
                Text("金额", "amount"),
                Text("全自费", "full\nself-pay"),
                Text("超限价", "over\nlimit"),
                Text("先行自付", "first\npay"),
                Text("范围内", "in\nscope"),
                Text("", ""),
            ),
        )
        table.columns[-1].style = "dim"
        for item, line, mark in zip(one.claim.items, one.lines, marks, strict=True):
            label = Styled(item.label.of(self.lang))
            label.append(self._remark(line.track, line.line.limited), style="dim")
            parts = (line.full_self, line.over_limit, line.first_pay, line.in_scope)
            known = name_label("class", line.line.item_class, self.policy.names)
            item_class = self.page.say(known.zh, line.line.item_class.upper())
            table.add_row(label, item_class, *map(yuan, (line.line.amount, *parts)), mark)
        made = one.settlement
        sums = (made.total, made.full_self, made.over_limit, made.first_pay, made.in_scope)
        if len(one.lines) > 1:
            table.add_row(self.page.say("合计", "sum"), "", *map(yuan, sums), "", style="bold")
        self.page.out.print(table)

    def _remark(self, track: str, limited: str) -> str:
        """Say on which track a line is paid, and whether its limits of use were met."""
        tracks = {track.name: track.label for track in self.policy.lines.tracks}
        said = [tracks[track]] if track in tracks else []
        if limited != "no":
            said.append(name_label("limited", limited, self.policy.names))
        words = self.page.say("，", ", ").join(text.of(self.lang) for text in said)
        return self.page.say(f"（{words}）", f" ({words})") if said else ""

    def _section(self, section: Section) -> None:
        self.page.text(section.title.of(self.lang), lead="  ", style="bold")
        for sentence in section.sentences:
            mark = self.notes.mark(sentence)
            self.page.text(sentence.text.of(self.lang), lead=_INDENT, mark=mark)

    def _standing(self, one: Settled) -> None:
        """Print the counts that this visit has moved."""
        moved = [s for s in standings(one.settlement) if s.used != s.before]
        stay = self.policy.care_types[one.claim.stay.care].stay
        if moved or stay:
            title = self.page.say("年度累计", "Used up so far this year")
            self.page.text(title, lead="  ", style="bold magenta")
            self._counts(moved, admissions(one.settlement) if stay else 0)

    def _counts(self, counts: list[Standing], stays: int) -> None:
        said = [standing_words(standing).of(self.lang) for standing in counts]
        if stays:
            said.append(self.page.say(f"住院 {stays} 次", f"admissions: {stays}"))
        for line in said:
            self.page.text(line, lead=_INDENT, style="magenta")

    def _refused(self) -> None:
        for one in self.year.refused_of(self.person):
            stay = one.claim.stay
            self.page.out.print()
            lead = self.page.say("未结算  ", "Refused  ")
            words = f"{stay.discharge}  {visit_words(stay, self.policy).of(self.lang)}"
            self.page.text(words, lead=lead, style="bold yellow")
            self.page.text(one.error.message(self.lang), lead=_INDENT)

    def _sums(self) -> None:
        """Print who paid what of the year, and where the counts stand at its end."""
        if not self.own:
            return
        page = self.page
        page.title("全年：谁付了多少（元）", "The year: who paid what (yuan)")
        page.out.print(self._sums_table())
        last = {one.settlement.visit.scheme: one.settlement for one in self.own}
        page.out.print()
        page.text(page.say("年末累计", "Used up at the end of the year"), style="bold magenta")
        for settlement in last.values():
            final = [
                Standing(s.label, 0, s.used, s.limit, s.limit_words) for s in standings(settlement)
            ]
            self._counts(final, admissions(settlement))

    def _sums_table(self) -> Table:
        settlements = [one.settlement for one in self.own]
        sums, page = Sums.of(settlements), self.page
        nothing = Text("", "")
        rows = [(s.layer.label, fund(s.layer.fund).label, s.paid) for s in by_layer(settlements)]
        if sums.hospital:
            rows.append((Text("医院", "the hospitals"), nothing, sums.hospital))
        rows.append((Text("参保人个人", "the person"), nothing, sums.personal))
        wide = not page.narrow
        table = page.table([nothing] * (2 if wide else 1), [nothing] * 2)
        table.show_header = False
        if wide:
            table.columns[1].style, table.columns[1].ratio = "dim", None
        table.add_column(style="cyan", min_width=_BAR, no_wrap=True)
        for label, payer, paid in rows:
            bar = "█" * (paid * _BAR // sums.total if sums.total else 0)
            words = (label.of(self.lang), payer.of(self.lang))
            table.add_row(*words[: 1 + wide], yuan(paid), percent(paid, sums.total), bar)
        visits = page.say(f"总费用（{sums.visits} 次就诊）", f"the bill ({sums.visits} visits)")
        table.add_row(*(visits, "")[: 1 + wide], yuan(sums.total), "", "", style="bold")
        return table

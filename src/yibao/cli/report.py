"""The report of a settled year (年度报表): who was treated, who paid, what was refused, by what law."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text as Styled

from yibao.cli.console import console
from yibao.cli.person_year import PersonYear
from yibao.policy import compile_plan, load_policy
from yibao.policy.check import rows_by_status
from yibao.policy.wording.labels import STATUSES, name_label
from yibao.synthetic.choice import interesting_person, person_numbered
from yibao.synthetic.offers import fullest_year
from yibao.synthetic.sample_year import BLIND_SHARE, sample_year
from yibao.synthetic.settled_year import SettledYear, settle_year
from yibao.synthetic.summary import Sums, by_care, by_layer, key_words, refusals
from yibao.synthetic.values_used import sources_used
from yibao.synthetic.words import flow, percent, yuan
from yibao.terms.funds import fund
from yibao.terms.text import Text

WIDTH_MAX = 100
"""Longer lines are hard to read, however wide the terminal."""
NARROW = 96
"""Below this many columns tables give up the fen, and the least needed column."""
_STATUSES = ("verified", "secondary", "unverified", "assumed", "unknown")
_STYLE_OF_STATUS = {"verified": "green", "unverified": "red", "unknown": "red"}
_UNKNOWN = Text("未知", "unknown")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the demonstration was asked for."""

    region: str
    year: int | None
    seed: int
    persons: int
    visits: int
    person: str
    allow_unverified: bool


def run(wanted: Wanted, lang: str) -> None:
    """Invent, settle, and print the report and one person's year."""
    plan = compile_plan(load_policy(wanted.region), allow_unverified=wanted.allow_unverified)
    waiting = Text(
        "准备结算内核：首次运行要编译成机器码，约半分钟，以后直接取用……",
        "Preparing the kernel: the first run compiles it to machine code, about half a minute …",
    )
    with Console(stderr=True).status(waiting.of(lang)):
        year = fullest_year(plan) if wanted.year is None else wanted.year
        sample = sample_year(plan, year, wanted.seed, wanted.persons, wanted.visits)
        settled = settle_year(sample, plan)
    chosen = person_numbered(sample, wanted.person) if wanted.person else None
    Report(settled, lang).show()
    person = chosen or interesting_person(settled)
    if person is not None:
        PersonYear(settled, person, page(), lang).show()


def page() -> Console:
    """Return the terminal, no wider than a page."""
    out = console()
    out.width = min(out.width, WIDTH_MAX)
    return out


class Report:
    """Prints what a settled year comes to."""

    def __init__(self, year: SettledYear, lang: str) -> None:
        self.year, self.lang = year, lang
        self.policy = year.plan.policy
        self.out = page()
        self.narrow = self.out.width < NARROW
        self.sums = Sums.of(one.settlement for one in year.settled)

    def show(self) -> None:
        """Print the head and the four parts."""
        self._head()
        self._by_care()
        self._payers()
        self._refused()
        self._sources()

    def _say(self, zh: str, en: str) -> str:
        return Text(zh, en).of(self.lang)

    def _title(self, zh: str, en: str) -> None:
        self.out.print()
        title = Styled(self._say(zh, en), style="bold cyan")
        self.out.print(Rule(title, align="left", style="cyan"))

    def _paragraph(self, zh: str, en: str, style: str = "") -> None:
        for line in flow(self._say(zh, en), self.out.width - 1):
            self.out.print(Styled(line, style=style))

    def _yuan(self, fen: int) -> str:
        return yuan(fen, whole=self.narrow)

    def _head(self) -> None:
        sample, label = self.year.sample, self.policy.label
        title = f"{label.of(self.lang)} {sample.year}"
        self.out.print()
        self.out.print(Styled(self._say(f"医保演示 · {title} 年", f"yibao demo · {title}"), "bold"))
        counted = rows_by_status(self.policy)
        listed = [
            f"{(STATUSES.get(name) or _UNKNOWN).of(self.lang)} {counted[name]}"
            for name in _STATUSES
            if counted[name]
        ]
        where, rows = self.policy.region, counted.total()
        values = self._say("，", ", ").join(listed)
        persons, visits = len(sample.persons), len(sample.claims)
        blind = percent(round(BLIND_SHARE * 100), 100)
        self._paragraph(
            f"规定：{label.zh}（{where}），共 {rows} 个规定值：{values}。",
            f"Law: {label.en} ({where}), {rows} values: {values}.",
        )
        self._paragraph(
            f"数据：演示数据，{persons} 名参保人、{visits} 次就诊及其明细全部虚构，随机种子 "
            f"{sample.seed}。就诊取自规则已知的情形，另有 {blind} 不加挑选。",
            f"Data: {persons} persons, {visits} visits and every line of their bills are invented, "
            f"seed {sample.seed}. Visits are of kinds whose rule is known, {blind} of any kind.",
        )

    def _by_care(self) -> None:
        self._title("一、待遇汇总（元）", "1 · Benefits (yuan)")
        table = Table(box=None, padding=(0, 0, 0, 2), header_style="dim", pad_edge=False)
        table.add_column(self._say("险种与医疗类别", "scheme and care"), overflow="fold", ratio=1)
        for head in (
            Text("就诊", "visits"),
            Text("总费用", "bill"),
            Text("政策范围内", "in scope"),
            Text("基金支付", "funds"),
            Text("个人负担", "person"),
            Text("实际\n报销比", "actual\nratio"),
            Text("范围内\n支付比", "in-scope\nratio"),
        ):
            table.add_column(head.of(self.lang), justify="right", vertical="bottom", no_wrap=True)
        groups = by_care(self.year)
        for scheme in dict.fromkeys(scheme for scheme, _ in groups):
            own = [sums for (s, _), sums in groups.items() if s == scheme]
            label = name_label("scheme", scheme, self.policy.names).of(self.lang)
            table.add_row(label, *self._cells(_together(own)), style="bold")
            for (s, care), sums in groups.items():
                if s == scheme:
                    said = self.policy.care_types[care].label.of(self.lang)
                    table.add_row(f"  {said}", *self._cells(sums))
        table.add_section()
        table.add_row(self._say("合计", "all"), *self._cells(self.sums), style="bold")
        self.out.print(table)
        hospital = self.sums.hospital
        self._paragraph(
            "实际报销比＝基金支付÷总费用；范围内支付比＝基金支付÷政策范围内费用。"
            + (f"另有医院负担 {yuan(hospital)} 元。" if hospital else "")
            + ("金额取整到元。" if self.narrow else ""),
            "Actual ratio = funds ÷ bill; in-scope ratio = funds ÷ cost in scope."
            + (f" Hospitals bear ¥{yuan(hospital)}." if hospital else "")
            + (" Rounded to the yuan." if self.narrow else ""),
            "dim",
        )

    def _cells(self, sums: Sums) -> tuple[str, ...]:
        amounts = (sums.total, sums.in_scope, sums.fund, sums.personal)
        return (
            f"{sums.visits:,}",
            *map(self._yuan, amounts),
            percent(sums.fund, sums.total),
            percent(sums.fund, sums.in_scope),
        )

    def _payers(self) -> None:
        self._title("二、谁来支付（元）", "2 · Who pays (yuan)")
        table = Table(box=None, padding=(0, 0, 0, 2), header_style="dim", pad_edge=False)
        table.add_column(self._say("待遇层", "layer"), overflow="fold", ratio=3)
        table.add_column(self._say("基金", "fund"), overflow="fold", ratio=2, style="dim")
        for head in (Text("就诊", "visits"), Text("金额", "paid"), Text("占总费用", "of the bill")):
            table.add_column(head.of(self.lang), justify="right", no_wrap=True)
        total = self.sums.total
        for one in by_layer(s.settlement for s in self.year.settled):
            payer = fund(one.layer.fund).label.of(self.lang)
            row = (one.layer.label.of(self.lang), payer, f"{one.visits:,}", self._yuan(one.paid))
            table.add_row(*row, percent(one.paid, total))
        rest = (Text("个人", "the persons"), self.sums.personal)
        for label, amount in (rest, (Text("总费用", "the bill"), total)):
            cells = ("", "", self._yuan(amount), percent(amount, total))
            table.add_row(label.of(self.lang), *cells, style="bold")
        self.out.print(table)

    def _refused(self) -> None:
        groups = refusals(self.year)
        self._title("三、没有结算的就诊", "3 · Visits that were not settled")
        if not groups:
            self._paragraph("没有：每次就诊的规定都已知。", "None: the rule of each was known.")
            return
        claims, total = sum(g.claims for g in groups), yuan(sum(g.total for g in groups))
        self._paragraph(
            f"{claims} 次就诊（费用 {total} 元）遇到本系统没有依据的规定，一律不结算，也不推测、不套用"
            "相近规定：费用暂由个人垫付，查到文件、写入政策文件后即可补结算。缺的是：",
            f"{claims} visits (bills of ¥{total}) met a rule for which there is no source here. They "
            "are refused, never guessed: the person advances the bill, and it is settled once the "
            "document is found and written into the policy file. What is missing:",
        )
        table = Table(box=None, padding=(0, 0, 0, 2), show_header=False, pad_edge=False)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(overflow="fold", ratio=1)
        for group in groups:
            said = Styled(key_words(group.key, self.policy).of(self.lang))
            said.append(f"\n{group.key}", style="dim")
            if not group.is_unknown:
                said.append(f"\n{group.example.message(self.lang)}", style="yellow")
            table.add_row(Styled(f"{group.claims:,}", style="yellow"), said)
        self.out.print(table)

    def _sources(self) -> None:
        self._title("四、所用规定的出处", "4 · What these results rest on")
        used = sources_used(self.year)
        counted = {
            name: sum(use.values for use in used if use.status == name) for name in _STATUSES[:-1]
        }
        said = [f"{STATUSES[name].of(self.lang)} {n}" for name, n in counted.items() if n]
        values = self._say("，", ", ").join(said)
        self._paragraph(
            f"用到 {sum(counted.values())} 个规定值：{values}。汇编与假定未经官方文件证实。",
            f"{sum(counted.values())} values were used: {values}. Compilations and assumptions are "
            "not confirmed by an official document.",
        )
        table = Table(box=None, padding=(0, 0, 0, 2), show_header=False, pad_edge=False)
        table.add_column(no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(overflow="fold", ratio=1)
        for use in used:
            name = use.status.value
            style = _STYLE_OF_STATUS.get(name, "yellow")
            source = Styled(use.source.cite())
            if use.about:
                about = self._say("、", ", ").join(text.of(self.lang) for text in use.about)
                source = Styled(self._say(f"程序性选择：{about}", f"of procedure: {about}"))
            status = Styled(STATUSES[name].of(self.lang), style=style)
            table.add_row(status, str(use.values), source)
        self.out.print(table)


def _together(parts: list[Sums]) -> Sums:
    return Sums(
        *(
            sum(getattr(part, name) for part in parts)
            for name in ("visits", "total", "in_scope", "fund", "hospital", "personal")
        )
    )


__all__ = ["Report", "Wanted", "page", "run"]

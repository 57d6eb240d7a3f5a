"""The report of a settled year (年度报表): care, payers, refusals, and the law behind it all."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Styled

from yibao.cli.page import Page
from yibao.cli.person_year import PersonYear
from yibao.policy import compile_plan, load_policy
from yibao.policy.check import rows_by_status
from yibao.policy.wording.labels import STATUSES, name_label
from yibao.synthetic.choice import interesting_person, person_numbered
from yibao.synthetic.offers import fullest_year
from yibao.synthetic.sample_year import sample_year
from yibao.synthetic.settled_year import SettledYear, settle_year
from yibao.synthetic.summary import Sums, by_care, by_layer, key_words, refusals
from yibao.synthetic.values_used import SourceUse, sources_used
from yibao.synthetic.words import visit_words
from yibao.terms.funds import fund
from yibao.terms.text import Text
from yibao.terms.typesetting import percent, width_of, yuan

_STATUSES = ("verified", "secondary", "unverified", "assumed", "unknown")
_PAYER_WIDTH = 28
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
    page = Page(lang)
    Report(settled, page).show()
    person = chosen or interesting_person(settled)
    if person is not None:
        PersonYear(settled, person, page).show()
    _hints(page, wanted.persons)


def _hints(page: Page, persons: int) -> None:
    page.out.print()
    page.text(
        page.say(
            f"看另一位：--person 1 至 {persons}；另一个地区：--region demo；另一组数据：--seed 2；"
            "英文：--lang en",
            f"Another person: --person 1 to {persons}; another region: --region demo; other data: "
            "--seed 2; Chinese: --lang zh",
        ),
        style="dim",
    )


class Report:
    """Prints what a settled year comes to."""

    def __init__(self, year: SettledYear, page: Page) -> None:
        self.year, self.page = year, page
        self.lang, self.policy = page.lang, year.plan.policy
        self.sums = Sums.of(one.settlement for one in year.settled)

    def show(self) -> None:
        """Print the head and the four parts."""
        self._head()
        if self.year.settled:
            self._by_care()
            self._payers()
        self._refused()
        self._sources()

    def _head(self) -> None:
        page, sample, label = self.page, self.year.sample, self.policy.label
        head = page.say(
            f"医保演示 · {label.zh} · {sample.year} 年", f"yibao year · {label.en} · {sample.year}"
        )
        page.out.print()
        page.out.print(Styled(head, style="bold"))
        counted = rows_by_status(self.policy)
        values = self._statuses(counted)
        where, rows = self.policy.region, counted.total()
        persons, visits = len(sample.persons), len(sample.claims)
        blind = visits - sample.known
        page.text(
            page.say(
                f"{label.zh}（{where}）的政策文件，共 {rows} 个值：{values}。",
                f"The policy files of {label.en} ({where}), {rows} values: {values}.",
            ),
            lead=page.say("规定  ", "Law   "),
        )
        page.text(
            page.say(
                f"演示数据：{persons} 名参保人、{visits:,} 次就诊和每一行费用全部虚构（随机种子 "
                f"{sample.seed}），不反映任何地方的实际情况。就诊取自规定已知的情形，其中 "
                f"{blind:,} 次例外，不论规定是否已知。",
                f"Demonstration data: {persons} persons, {visits:,} visits and every line of their "
                f"bills are invented (seed {sample.seed}) and tell nothing about any real place. "
                f"Visits are of kinds whose rule is known, but for {blind:,} drawn from all kinds.",
            ),
            lead=page.say("数据  ", "Data  "),
        )

    def _statuses(self, counted: dict[str, int]) -> str:
        said = [
            f"{(STATUSES.get(name) or _UNKNOWN).of(self.lang)} {counted[name]}"
            for name in _STATUSES
            if counted.get(name)
        ]
        return self.page.say("，", ", ").join(said)

    def _by_care(self) -> None:
        page = self.page
        page.title("一、待遇汇总（元）", "1 · Benefits (yuan)")
        numbers = (
            Text("就诊", "visits"),
            Text("总费用", "bill"),
            Text("政策\n范围内", "in\nscope"),
            Text("基金支付", "funds"),
            Text("个人负担", "person"),
            Text("实际\n报销比", "actual\nratio"),
            Text("范围内\n支付比", "scope\nratio"),
        )
        table = page.table([Text("险种与医疗类别", "scheme and care")], numbers)
        groups = by_care(self.year)
        for scheme in dict.fromkeys(scheme for scheme, _ in groups):
            own = {care: sums for (s, care), sums in groups.items() if s == scheme}
            label = name_label("scheme", scheme, self.policy.names).of(self.lang)
            table.add_row(label, *self._cells(Sums.together(own.values())), style="bold")
            for care, sums in own.items():
                said = Styled(self.policy.care_types[care].label.of(self.lang))
                table.add_row(Padding(said, (0, 0, 0, 2)), *self._cells(sums))
        table.add_row(page.say("合计", "all"), *self._cells(self.sums), style="bold")
        page.out.print(table)
        self._remarks()

    def _remarks(self) -> None:
        hospital = self.sums.hospital
        zh = ["实际报销比＝基金支付÷总费用；范围内支付比＝基金支付÷政策范围内费用。"]
        en = ["Actual ratio = funds ÷ bill; scope ratio = funds ÷ cost in scope."]
        if hospital:
            zh.append(f"另有医院负担 {yuan(hospital)} 元。")
            en.append(f"Besides, hospitals bear ¥{yuan(hospital)}.")
        if self.page.narrow:
            zh.append("金额取整到元。")
            en.append("Rounded to the yuan.")
        self.page.text(self.page.say("".join(zh), " ".join(en)), style="dim")

    def _cells(self, sums: Sums) -> tuple[str, ...]:
        amounts = (sums.total, sums.in_scope, sums.fund, sums.personal)
        return (
            f"{sums.visits:,}",
            *map(self.page.yuan, amounts),
            percent(sums.fund, sums.total),
            percent(sums.fund, sums.in_scope),
        )

    def _payers(self) -> None:
        page = self.page
        page.title("二、谁来支付（元）", "2 · Who pays (yuan)")
        labels = (Text("待遇层", "layer"), Text("基金", "fund"))
        numbers = (Text("就诊", "visits"), Text("金额", "amount"), Text("占总费用", "share"))
        table = page.table(labels, numbers)
        payers = table.columns[1]
        payers.style, payers.ratio, payers.max_width = "dim", None, _PAYER_WIDTH
        total = self.sums.total
        for one in by_layer(s.settlement for s in self.year.settled):
            payer = fund(one.layer.fund).label.of(self.lang)
            row = (one.layer.label.of(self.lang), payer, f"{one.visits:,}", page.yuan(one.paid))
            table.add_row(*row, percent(one.paid, total))
        rest = (Text("参保人个人", "the persons themselves"), self.sums.personal)
        for label, amount in (rest, (Text("总费用", "the whole bill"), total)):
            cells = ("", "", page.yuan(amount), percent(amount, total))
            table.add_row(label.of(self.lang), *cells, style="bold")
        page.out.print(table)

    def _refused(self) -> None:
        page, groups = self.page, refusals(self.year)
        page.title("三、没有结算的就诊", "3 · Visits that were not settled")
        if not groups:
            page.text(page.say("没有：每次就诊的规定都已知。", "None: every rule was known."))
            return
        claims, total = sum(g.claims for g in groups), yuan(sum(g.total for g in groups))
        page.text(
            page.say(
                f"{claims} 次就诊（费用 {total} 元）遇到没有依据的规定。未知的规定一律拒绝，"
                "不推测、不套用相近的规定：这些就诊没有算出任何金额，也不计入累计；查到文件、"
                "写进政策文件之后即可结算。缺少的规定：",
                f"{claims} visits (bills of ¥{total}) met a rule that no source states. What is "
                "unknown is refused, never guessed: nothing was worked out for these visits and "
                "nothing was counted; they can be settled once the document is found and written "
                "into the policy file. What is missing:",
            )
        )
        widest = max(len(f"{group.claims:,}") for group in groups)
        for group in groups:
            what = key_words(group.key, self.policy).of(self.lang)
            example = visit_words(group.example.claim.stay, self.policy).of(self.lang)
            lead = f"{group.claims:>{widest},}  "
            page.text(
                page.say(f"{what}（如 {example}）", f"{what} (such as {example})"),
                lead=lead,
                style="yellow",
            )
            page.text(group.key, lead=" " * len(lead), style="dim")
            if not group.is_unknown or group.code == "policy_unverified":
                said = group.example.error.message(self.lang)
                page.text(said, lead=" " * len(lead), style="dim")

    def _sources(self) -> None:
        page, used = self.page, sources_used(self.year)
        if not used:
            return
        page.title("四、结果依据的规定", "4 · What these results rest on")
        counted: dict[str, int] = {}
        for use in used:
            counted[use.status.value] = counted.get(use.status.value, 0) + use.values
        count, values = sum(counted.values()), self._statuses(counted)
        page.text(
            page.say(
                f"共用到 {count} 个值：{values}。官方文件以外的值，用于实际经办前须找到文件核实。",
                f"{count} values were used: {values}. What is not from an official document "
                "must be confirmed before anybody relies on it.",
            )
        )
        labels = {use.status: STATUSES[use.status.value].of(self.lang) for use in used}
        widest = max(map(width_of, labels.values()))
        digits = max(len(str(use.values)) for use in used)
        for use in used:
            label = labels[use.status]
            lead = f"{label}{' ' * (widest - width_of(label))}  {use.values:>{digits}}  "
            style = "green" if use.status.value == "verified" else "yellow"
            page.text(self._source_words(use), lead=lead, style=style)

    def _source_words(self, use: SourceUse) -> str:
        if not use.about:
            return use.source.cite()
        about = self.page.say("；", "; ").join(text.of(self.lang) for text in use.about)
        return self.page.say(f"没有来源的程序性选择：{about}", f"choices of procedure: {about}")

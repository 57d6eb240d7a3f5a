"""`yibao policy diff`: what changes, and what it means for three invented persons."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from yibao.benefit import Accumulators, Settlement, Visit, settle
from yibao.benefit.fixed_persons import FIXED_PERSONS, FixedPerson
from yibao.cli.console import console
from yibao.policy import Plan, Policy, compile_plan, load_policy
from yibao.policy.wording import name_label
from yibao.policy.wording.changes import NOT_WRITTEN, Comparison, compare
from yibao.policy.wording.entries import of_layer
from yibao.terms.errors import YibaoError
from yibao.terms.money import format_yuan
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """A visit settled, or the reason why it was refused."""

    visit: Visit
    settlement: Settlement | None
    refusal: str = ""


def diff(one: str, other: str, year: int | None, lang: str) -> None:
    """Print what the second law says otherwise, then a year of three persons under both."""
    before, after = load_policy(one), load_policy(other)
    out = console()
    chosen = year or newest_year(before, after)
    title = f"A {_name(before, one, lang)} → B {_name(after, other, lang)} {chosen}"
    out.print(Styled(title, style="bold underline"))
    within, ever = compare(before, after, chosen), compare(before, after)
    _changes(within, out, lang)
    elsewhere = {c.key for c in ever.changes} - {c.key for c in within.changes}
    if elsewhere:
        more = Text(
            f"另有 {len(elsewhere)} 项在其他年份不同（用 --year 指定）。",
            f"{len(elsewhere)} more differ in other years (see --year).",
        )
        out.print(more.of(lang))
    out.print()
    plans = compile_plan(before), compile_plan(after)
    for person in FIXED_PERSONS:
        _person(person, chosen, plans, out, lang)


def _name(policy: Policy, place: str, lang: str) -> str:
    label = policy.label.of(lang)
    return f"{label} ({place})" if place.endswith(".yaml") else label


def newest_year(before: Policy, after: Policy) -> int:
    """Return the year in which the newest value of either law's layers begins."""
    years = [
        row.provenance.first.year
        for policy in (before, after)
        for name in policy.stack
        for entry in of_layer(policy.layers[name])
        for row in entry.value.rows
    ]
    return max(years, default=2025)


# What changes ------------------------------------------------------------------------------------


def _changes(comparison: Comparison, out: Console, lang: str) -> None:
    for layers, sign, words in (
        (comparison.removed, "−", Text("取消的层", "layers gone")),
        (comparison.added, "＋", Text("新增的层", "new layers")),
    ):
        if layers:
            out.print(Styled(words.of(lang), style="bold cyan"))
        for layer in layers:
            out.print(Styled(f"  {sign} {layer.label.of(lang)} ({layer.name})"))
    if not comparison.changes:
        same = Text("其余各值相同。", "No other value differs.")
        out.print(same.of(lang))
        return
    table = Table(box=None, padding=(0, 2, 1, 0))
    for head in (
        Text("项目", "what"),
        Text("原规定", "before"),
        Text("新规定", "after"),
    ):
        table.add_column(head.of(lang), overflow="fold")
    for change in comparison.changes:
        what = Styled(change.label.of(lang)).append(f"\n{change.key}", style="dim")
        after = Styled(_rows(change.after, lang), style="bold")
        table.add_row(what, Styled(_rows(change.before, lang)), after)
    out.print(table)


def _rows(rows: tuple[Text, ...], lang: str) -> str:
    return "\n".join(row.of(lang) for row in rows) or NOT_WRITTEN.of(lang)


# What it means -----------------------------------------------------------------------------------


def fold(person: FixedPerson, year: int, plan: Plan, lang: str) -> list[Outcome]:
    """Settle a person's year; a visit that is refused leaves the counts as they were."""
    state: Accumulators | None = None
    outcomes = []
    for visit in person.year(year):
        try:
            settled = settle(visit, plan, state)
        except YibaoError as error:
            outcomes.append(Outcome(visit, None, error.message(lang)))
            continue
        state = settled.after
        outcomes.append(Outcome(visit, settled))
    return outcomes


def _person(
    person: FixedPerson, year: int, plans: tuple[Plan, Plan], out: Console, lang: str
) -> None:
    folded = [fold(person, year, plan, lang) for plan in plans]
    heading = Text(f"{person.label.zh}（虚构），{year}年", f"{person.label.en} (invented), {year}")
    table = Table(title=heading.of(lang), title_justify="left", title_style="bold cyan")
    table.add_column(Text("就诊", "visit").of(lang))
    table.add_column(Text("总费用", "bill").of(lang), justify="right")
    for side, plan in zip("AB", plans, strict=True):
        name = f"{side} {plan.policy.label.of(lang)}"
        for words in (Text("基金支付", "funds"), Text("个人负担", "person")):
            table.add_column(f"{name}\n{words.of(lang)}", justify="right")
    table.add_column(Text("个人负担变化", "person, change").of(lang), justify="right")
    for old, new in zip(*folded, strict=True):
        cells = [_visit(old.visit, plans[1], lang), _yuan(old.visit.total, lang)]
        cells += [*_outcome(old, lang), *_outcome(new, lang), _change(old, new, lang)]
        table.add_row(*map(Styled, cells))
    table.add_section()
    table.add_row(*map(Styled, _sums(folded, lang)), style="bold")
    out.print(table)
    _refusals(folded, plans, out, lang)


def _visit(visit: Visit, plan: Plan, lang: str) -> str:
    names = plan.policy.names
    care = name_label("care", visit.care, names).of(lang)
    level = name_label("level", str(visit.facts["level"]), names).of(lang)
    return f"{visit.discharge:%m-%d} {care} {level}"


def _outcome(outcome: Outcome, lang: str) -> tuple[str, str]:
    settled = outcome.settlement
    if settled is None:
        return Text("未能结算", "refused").of(lang), "—"
    return _yuan(settled.fund, lang), _yuan(settled.personal, lang)


def _change(old: Outcome, new: Outcome, lang: str) -> str:
    if old.settlement is None or new.settlement is None:
        return "—"
    change = new.settlement.personal - old.settlement.personal
    return f"{'+' if change > 0 else ''}{_yuan(change, lang)}"


def _sums(folded: list[list[Outcome]], lang: str) -> list[str]:
    """Add up the visits that both laws settle: only those compare."""
    both = [
        (old.settlement, new.settlement)
        for old, new in zip(*folded, strict=True)
        if old.settlement and new.settlement
    ]
    count = len(folded[0])
    label = Text("全年", "year")
    if len(both) < count:
        label = Text(f"两边都能结算的 {len(both)} 次", f"the {len(both)} settled by both")
    funds = [sum(pair[side].fund for pair in both) for side in (0, 1)]
    own = [sum(pair[side].personal for pair in both) for side in (0, 1)]
    bill = sum(old.total for old, _ in both)
    change = own[1] - own[0]
    return [
        label.of(lang),
        _yuan(bill, lang),
        *(_yuan(amount, lang) for side in (0, 1) for amount in (funds[side], own[side])),
        f"{'+' if change > 0 else ''}{_yuan(change, lang)}",
    ]


def _refusals(
    folded: list[list[Outcome]], plans: tuple[Plan, Plan], out: Console, lang: str
) -> None:
    for side, outcomes, plan in zip("AB", folded, plans, strict=True):
        for outcome in outcomes:
            if outcome.settlement is None:
                visit = _visit(outcome.visit, plan, lang)
                out.print(Styled(f"  {side} {visit}: {outcome.refusal}", style="yellow"))
    out.print()


def _yuan(amount: int, lang: str) -> str:
    return format_yuan(amount, lang)

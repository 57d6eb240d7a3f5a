"""The page that explains one claim: who, what, each layer, what was used up before and after."""

from __future__ import annotations

from yibao.benefit.explain import explain
from yibao.benefit.runs.one import Found
from yibao.benefit.settlement import Settlement
from yibao.cli.footnotes import Footnotes
from yibao.cli.page import Page
from yibao.policy.wording.labels import name_label


def show(found: Found, number: str, lang: str) -> None:
    """Print the page."""
    page = Page(lang)
    page.title(f"结算 {number}（人员 {found.person}）", f"Claim {number}, person {found.person}")
    if found.settlement is None:
        _refused(found, page)
        return
    _visit(found, found.settlement, page)
    notes = Footnotes(lang)
    for section in explain(found.settlement, found.lines):
        page.out.print()
        page.text(section.title.of(lang), style="bold green")
        for sentence in section.sentences:
            page.text(sentence.text.of(lang), lead="  ", mark=notes.mark(sentence))
    notes.show(page)
    if found.provisional:
        page.text(
            page.say(
                "待定：此人此前有未能结算的就诊，改正后本笔可能变化。",
                "Provisional: an earlier visit of this person was refused; mending it may change "
                "this one.",
            ),
            style="yellow",
        )


def _refused(found: Found, page: Page) -> None:
    page.text(page.say("未能结算。", "Not settled."), style="bold red")
    page.text(f"{found.refused_reason}{found.refused_remedy}", lead="  ")
    page.text(f"{found.refused_code} · {found.refused_field}", lead="  ")


def _visit(found: Found, settlement: Settlement, page: Page) -> None:
    """Say what kind of visit it was, and the facts that the law looked at."""
    visit, policy = settlement.visit, found.plan.policy
    care = policy.care_types[visit.care].label.of(page.lang)
    scheme = name_label("scheme", visit.scheme, policy.names).of(page.lang)
    dates = str(visit.admission)
    if visit.discharge > visit.admission:
        dates += page.say(f" 至 {visit.discharge}", f" to {visit.discharge}")
    page.text(f"{scheme} · {care} · {dates}")
    shown = []
    for fact, value in visit.facts.items():
        names = sorted(value) if isinstance(value, frozenset) else [value]
        labels = [
            name_label(fact, one, policy.names).of(page.lang)
            for one in names
            if isinstance(one, str) and one not in ("none", "no", "not_needed")
        ]
        shown += labels
        if isinstance(value, int) and fact == "age":
            shown.append(page.say(f"{value} 岁", f"aged {value}"))
    page.text(" · ".join(shown))

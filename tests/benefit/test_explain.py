"""Every yuan is explained: sentences from the trace, with their sources, in two languages."""

from datetime import date

import pytest

from yibao.benefit import Amounts, Settlement, Visit, settle
from yibao.benefit.classify import Line, classify
from yibao.benefit.explain import Section, explain
from yibao.benefit.trace import StepKind, trace
from yibao.policy import Plan, compile_plan, load_policy

DAY = date(2022, 3, 8)
FACTS = {
    "status": "retired",
    "level": "tertiary",
    "age": 68,
    "cover": frozenset({"large_sum"}),
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_plan(load_policy("cn/61/6101"))


def stay(plan: Plan) -> Settlement:
    bill = {"main": Amounts(full_self=5_000, first_pay=20_000, in_scope=6_000_000)}
    return settle(Visit("310", "inpatient", DAY, DAY, DAY, FACTS, bill), plan)


def text(sections: tuple[Section, ...], language: str) -> str:
    return "\n".join(s.text.of(language) for section in sections for s in section.sentences)


def test_the_arithmetic_is_said_step_by_step(plan: Plan) -> None:
    # In Xi'an, retired, tertiary hospital: deductible 650; (10000 − 650) × 91 % = 8508.50;
    # (50000 − 10000) × 94 % = 37600; (60000 − 50000) × 95 % = 9500; together 55608.50.
    settlement = stay(plan)
    assert settlement.paid("employee_inpatient") == 5_560_850
    said = text(explain(settlement), "zh")
    for piece in (
        "起付标准650元",
        "650元至1万元的9350元，按91%支付",
        "按94%支付",
        "55608.5元",
        "退休",
    ):
        assert piece in said


def test_english_says_the_same_amounts(plan: Plan) -> None:
    said = text(explain(stay(plan)), "en")
    for piece in ("deductible is ¥650", "91%", "¥55,608.5", "retired"):
        assert piece in said
    assert not any("\u4e00" <= character <= "\u9fff" for character in said)


def test_every_rule_names_its_source(plan: Plan) -> None:
    sections = explain(stay(plan))
    ruled = [
        s
        for section in sections
        for s in section.sentences
        if "按" in s.text.zh and "%" in s.text.zh
    ]
    assert ruled
    for sentence in ruled:
        assert sentence.citation is not None
        assert "据汇编" in sentence.citation.zh


def test_the_bands_of_the_trace_are_the_pay(plan: Plan) -> None:
    settlement = stay(plan)
    bands = [
        step
        for step in trace(settlement)
        if step.kind is StepKind.BAND and step.layer == "employee_inpatient"
    ]
    product = sum(step.after * step.extra for step in bands)
    assert product == settlement.paid("employee_inpatient") * 1_000_000


def test_lines_are_explained_too(plan: Plan) -> None:
    visit = Visit("310", "inpatient", DAY, DAY, DAY, FACTS)
    lines = [
        Line("1", DAY, 10_000, item_class="b", item="drug"),
        Line("2", DAY, 5_000, item_class="c", item="drug"),
    ]
    billed, classified = classify(visit, lines, plan)
    said = text(explain(settle(billed, plan), classified), "zh")
    assert "第1行 100元：先行自付4元，政策范围内96元。" in said
    assert "第2行 50元：全自费50元。" in said


def test_a_trace_that_no_longer_agrees_is_noticed(plan: Plan) -> None:
    settlement = stay(plan)
    forged = Settlement(
        plan,
        settlement.visit,
        settlement.before,
        settlement.after,
        (*settlement.out[:-3], settlement.out[-3] + 1, *settlement.out[-2:]),
        settlement.results,
    )
    with pytest.raises(AssertionError):
        trace(forged)

"""Rings remember the newest periods only; what an overall ceiling takes back is not used up."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from yibao.benefit import Accumulators, Amounts, Visit, settle
from yibao.benefit.kernel.counters import add, used
from yibao.policy import compile_plan, load_policy
from yibao.policy.plan import layout

LAW = """
region: test/overall
label: {zh: 总额上限, en: overall ceiling}
sources: {INVENTED: {kind: page, title: invented for tests}}
source: INVENTED
status: unverified
valid_from: 2020-01-01
stack: {order: [all]}
layers:
  all:
    label: {zh: 全付, en: all}
    role: other
    fund: "390100"
    schemes: ["390"]
    care: [inpatient]
    base: [in_scope]
    pay: 100%
    caps: {year: {on: fund, per: year, limit: 1000元}}
overall:
- {share: 50%, of: total}
"""


def ring(period: int) -> tuple[layout.Int, layout.Int]:
    counters = np.array([[0, period, 1]], dtype=np.int64)
    return counters, np.zeros(layout.SLOTS_OF_PERIOD[period], dtype=np.int64)


def in_month(month: int) -> layout.Int:
    facts = np.zeros(len(layout.FACT_COLUMNS), dtype=np.int64)
    facts[layout.MONTH] = month
    return facts


@pytest.mark.parametrize("period", [layout.PERIOD_MONTH, layout.PERIOD_ROLLING])
def test_a_month_older_than_the_ring_leaves_nothing_and_disturbs_nobody(period: int) -> None:
    counters, state = ring(period)
    add(counters, 0, in_month(24_300), state, 100)
    # Twelve months earlier falls on the same place of the ring.
    add(counters, 0, in_month(24_288), state, 7)
    assert used(counters, 0, in_month(24_300), state) == 100
    assert used(counters, 0, in_month(24_288), state) == 0


def test_a_late_month_within_the_ring_finds_its_own_count() -> None:
    counters, state = ring(layout.PERIOD_MONTH)
    add(counters, 0, in_month(24_289), state, 40)
    add(counters, 0, in_month(24_300), state, 100)
    add(counters, 0, in_month(24_289), state, 2)
    assert used(counters, 0, in_month(24_289), state) == 42
    assert used(counters, 0, in_month(24_300), state) == 100


def test_twelve_months_are_summed_and_the_thirteenth_is_not() -> None:
    counters, state = ring(layout.PERIOD_ROLLING)
    for month in range(24_288, 24_301):
        add(counters, 0, in_month(month), state, 1)
    assert used(counters, 0, in_month(24_300), state) == 12


def test_what_an_overall_ceiling_takes_back_is_not_used_up(tmp_path: Path) -> None:
    path = tmp_path / "law.yaml"
    path.write_text(LAW, encoding="utf-8")
    plan = compile_plan(load_policy(path), allow_unverified=True)
    used_up = Accumulators.empty(plan)
    paid = []
    for day in (1, 2, 3):
        on = date(2024, 5, day)
        bill = {"main": Amounts(in_scope=100_000)}
        made = settle(Visit("390", "inpatient", on, on, on, {}, bill), plan, used_up)
        used_up = made.after
        paid.append(made.fund)
    # 1000 a bill, at most half of it: 500 and 500, then the cap of 1000 is used up.
    assert paid == [50_000, 50_000, 0]

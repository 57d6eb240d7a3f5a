"""A mid-stay settlement changes nothing: deductible, bands, caps per visit and fixed sums go on."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from yibao.benefit import Accumulators, Amounts, Settlement, Visit, settle
from yibao.policy import Plan, compile_plan, load_policy

POLICY = Path(__file__).parent.parent / "policies" / "own" / "stays.yaml"
FIRST = date(2024, 3, 1)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_plan(load_policy(POLICY), allow_unverified=True)


def parts(plan: Plan, scheme: str, care: str, *yuan: int, full_self: int = 0) -> list[Settlement]:
    """Settle one stay in parts; the first part alone carries the full self-pay."""
    settled: list[Settlement] = []
    used = Accumulators.empty(plan)
    for number, part in enumerate(yuan):
        day = FIRST + timedelta(days=10 * number)
        bill = Amounts(in_scope=part * 100, full_self=0 if number else full_self * 100)
        facts = {"link": "continued" if number else "none"}
        visit = Visit(scheme, care, day, day + timedelta(days=9), day, facts, {"main": bill})
        settled.append(settle(visit, plan, used))
        used = settled[-1].after
    return settled


def fund(settled: list[Settlement]) -> int:
    return sum(settlement.fund for settlement in settled)


def test_bands_go_on_without_a_deductible(plan: Plan) -> None:
    # Whole: 10000 × 50 % + 10000 × 90 % = 14000; in parts 5000 × 50 % …, on one axis.
    assert fund(parts(plan, "310", "inpatient", 20_000)) == 1_400_000
    assert fund(parts(plan, "310", "inpatient", 5_000, 10_000, 5_000)) == 1_400_000


def test_deductible_and_cap_per_visit_go_on(plan: Plan) -> None:
    # Whole: (5000 − 1000) × 80 % = 3200; rest 1800, cap 600: 3800. In parts: (2000 − 1000) × 80 %
    # = 800 and 600 of the rest; then 3000 × 80 % = 2400 and nothing left of the cap.
    assert fund(parts(plan, "390", "inpatient", 5_000)) == 380_000
    assert [s.fund for s in parts(plan, "390", "inpatient", 2_000, 3_000)] == [140_000, 240_000]


def test_a_fixed_sum_is_paid_once(plan: Plan) -> None:
    assert fund(parts(plan, "390", "delivery", 5_000)) == 300_000
    assert [s.fund for s in parts(plan, "390", "delivery", 2_000, 3_000)] == [200_000, 100_000]


def test_a_first_part_with_nothing_in_scope_begins_a_stay_of_its_own(plan: Plan) -> None:
    march = parts(plan, "390", "inpatient", 5_000)[-1]
    june = date(2024, 6, 1)
    nothing = Visit("390", "inpatient", june, june, june, {}, {"main": Amounts(full_self=10_000)})
    after = settle(nothing, plan, march.after).after
    rest = Visit(
        "390",
        "inpatient",
        june,
        june,
        june,
        {"link": "continued"},
        {"main": Amounts(in_scope=500_000)},
    )
    # The stay of June owes its own deductible: (5000 − 1000) × 80 %.
    made = settle(rest, plan, after).layer("resident_basic")
    assert (made.deductible, made.paid) == (100_000, 320_000)


def test_out_patient_care_between_leaves_the_stay_alone(plan: Plan) -> None:
    first = parts(plan, "390", "inpatient", 600)[-1]  # 600 of the deductible of 1000
    day = FIRST + timedelta(days=5)
    between = Visit("390", "outpatient", day, day, day, {}, {"main": Amounts(in_scope=50_000)})
    used = settle(between, plan, first.after).after
    facts = {"link": "continued"}
    rest = Visit("390", "inpatient", day, day, day, facts, {"main": Amounts(in_scope=100_000)})
    assert settle(rest, plan, used).layer("resident_basic").deductible == 40_000

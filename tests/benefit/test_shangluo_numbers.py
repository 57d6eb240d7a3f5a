"""The numbers that Shangluo's plan states: halved, +5 and +10 points, no cap, 50 %, referral."""

from datetime import date
from pathlib import Path

import pytest

from yibao.benefit import Accumulators, Amounts, Settlement, Visit, settle
from yibao.policy import Plan, compile_plan, load_policy

POLICY = Path(__file__).parent.parent / "policies" / "shangluo" / "invented_base.yaml"
POOR = frozenset({"registered_poor"})


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_plan(load_policy(POLICY), allow_unverified=True)


def stay(plan: Plan, yuan: int, used: Accumulators | None = None, **facts: object) -> Settlement:
    given = {"level": "secondary", "status": "adult", **facts}
    day = date(2020, 5, 1)
    bill = {"main": Amounts(in_scope=yuan * 100)}
    return settle(Visit("390", "inpatient", day, day, day, given, bill), plan, used)


def test_the_poor_get_ten_points_more(plan: Plan) -> None:
    # (2500 − 500) × 60 % = 1200; with ten points more: (2500 − 500) × 70 % = 1400.
    assert stay(plan, 2_500).paid("resident_inpatient") == 120_000
    assert stay(plan, 2_500, category=POOR).paid("resident_inpatient") == 140_000


def test_the_poor_have_no_cap(plan: Plan) -> None:
    # (20500 − 500) × 60 % = 12000, cut at 10000; the poor: (20500 − 500) × 70 % = 14000, uncut.
    assert stay(plan, 20_500).paid("resident_inpatient") == 1_000_000
    assert stay(plan, 20_500, category=POOR).paid("resident_inpatient") == 1_400_000


def test_the_catastrophic_deductible_is_halved_and_the_ratio_five_points_higher(plan: Plan) -> None:
    # 50500: basic of the poor (50500 − 500) × 70 % = 35000; burden 15500;
    # catastrophic (15500 − 10000 × ½) × (60 % + 5 %) = 10500 × 65 % = 6825.
    poor = stay(plan, 50_500, category=POOR)
    assert poor.layer("resident_catastrophic").deductible == 500_000
    assert poor.paid("resident_catastrophic") == 682_500
    # Assistance 70 % of the rest: (50500 − 35000 − 6825) × 70 % = 8675 × 70 % = 6072.50.
    assert poor.paid("assistance") == 607_250
    # Anybody else: basic 10000 (cap); burden 40500; (40500 − 10000) × 60 % = 18300.
    assert stay(plan, 50_500).paid("resident_catastrophic") == 1_830_000


def test_the_tilt_ends_with_2020(plan: Plan) -> None:
    day = date(2021, 5, 1)
    facts = {"level": "secondary", "status": "adult", "category": POOR}
    visit = Visit("390", "inpatient", day, day, day, facts, {"main": Amounts(in_scope=250_000)})
    assert settle(visit, plan).paid("resident_inpatient") == 120_000


def test_two_diseases_are_paid_half_up_to_the_limit(plan: Plan) -> None:
    day = date(2020, 5, 1)
    facts = {"level": "township", "status": "adult"}

    def drugs(yuan: int, used: Accumulators | None = None) -> Settlement:
        bill = {"main": Amounts(in_scope=yuan * 100)}
        return settle(Visit("390", "two_diseases", day, day, day, facts, bill), plan, used)

    first = drugs(500)  # 500 × 50 % = 250
    second = drugs(500, first.after)  # 250 again, but only 400 − 250 = 150 is left
    assert [first.fund, second.fund] == [25_000, 15_000]


def test_the_out_patient_pool_starts_at_half(plan: Plan) -> None:
    day = date(2020, 5, 1)
    for status, paid in (("adult", 5_000), ("elderly", 5_500)):  # 100 × 50 %, 100 × 55 %
        facts = {"level": "township", "status": status}
        bill = {"main": Amounts(in_scope=10_000)}
        visit = Visit("390", "outpatient", day, day, day, facts, bill)
        assert settle(visit, plan).paid("resident_outpatient") == paid


def test_referral_up_pays_the_difference_and_down_nothing(plan: Plan) -> None:
    township = stay(plan, 3_000, level="township")  # deductible 200
    up = stay(plan, 3_000, township.after, level="tertiary", link="up")  # 1000 − 200 = 800
    down = stay(plan, 3_000, up.after, level="secondary", link="down")  # waived
    borne = [s.layer("resident_inpatient").deductible for s in (township, up, down)]
    assert borne == [20_000, 80_000, 0]

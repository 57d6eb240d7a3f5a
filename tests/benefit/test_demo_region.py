"""The fictitious region pays what its real sources say; arithmetic in the comments."""

from datetime import date

import pytest

from yibao.benefit import Accumulators, Amounts, Settlement, Visit, settle
from yibao.policy import Plan, compile_plan, load_policy

DAY = date(2025, 6, 1)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_plan(load_policy("demo"))


def settled(
    plan: Plan,
    care: str,
    yuan: int,
    scheme: str = "390",
    used: Accumulators | None = None,
    track: str = "main",
    **facts: object,
) -> Settlement:
    usual = {"status": "adult" if scheme == "390" else "working", "level": "secondary", "age": 55}
    bill = {track: Amounts(in_scope=yuan * 100)}
    visit = Visit(scheme, care, DAY, DAY, DAY, {**usual, **facts}, bill)
    return settle(visit, plan, used)


def test_three_layers_for_a_household_on_minimum_living(plan: Plan) -> None:
    # Basic (60400 − 400) × 70 % = 42000; burden 18400, deductible 2500, excess 15900:
    # 10000 × 65 % + 5900 × 70 % = 10630; rest 7770 × 80 % = 6216; own part 1554.
    made = settled(plan, "inpatient", 60_400, category=frozenset({"minimum_living"}))
    assert made.paid("resident_inpatient") == 4_200_000
    assert made.paid("resident_catastrophic") == 1_063_000
    assert made.paid("assistance") == 621_600
    assert made.personal == 155_400


def test_assistance_and_tilted_assistance_on_the_edge(plan: Plan) -> None:
    # Burden 18400 − 5000 = 13400: 10000 × 60 % + 3400 × 65 % = 8210; rest 10190:
    # (10190 − 3000) × 70 % = 5033; rest 5157: (5157 − 3000) × 60 % = 1294.20.
    made = settled(plan, "inpatient", 60_400, category=frozenset({"minimum_living_edge"}))
    assert made.paid("resident_catastrophic") == 821_000
    assert made.paid("assistance") == 503_300
    assert made.paid("tilted_assistance") == 129_420


def test_of_two_identities_the_better_row_holds(plan: Plan) -> None:
    both = frozenset({"minimum_living_edge", "minimum_living"})
    assert settled(plan, "inpatient", 60_400, category=both).paid("assistance") == 621_600


def test_the_quotas_of_two_diseases_add_up(plan: Plan) -> None:
    # 2000 × 60 % = 1200; one disease 400, both 400 + 500 = 900.
    facts = {"level": "township", "disease": "hypertension"}
    one = settled(plan, "two_diseases", 2_000, filed=frozenset({"hypertension"}), **facts)
    both = settled(
        plan, "two_diseases", 2_000, filed=frozenset({"hypertension", "diabetes"}), **facts
    )
    assert [one.fund, both.fund] == [40_000, 90_000]


def test_care_away_is_paid_first_by_the_filing(plan: Plan) -> None:
    # Not filed: 20 % first, (8000 − 400) × 90 % = 6840. Referred: 10 %, (9000 − 400) × 90 %.
    away = {"place": "out_of_province", "scheme": "310"}
    unfiled = settled(plan, "inpatient", 10_000, filing="none", **away)
    referred = settled(plan, "inpatient", 10_000, filing="referral", **away)
    at_home = settled(plan, "inpatient", 10_000, scheme="310")
    assert [s.first_pay for s in (unfiled, referred, at_home)] == [200_000, 100_000, 0]
    assert [s.paid("employee_inpatient") for s in (unfiled, referred)] == [684_000, 774_000]


def test_dual_channel_drugs_have_a_track_of_their_own(plan: Plan) -> None:
    made = settled(plan, "pharmacy", 1_000, track="dual_channel", level="pharmacy")
    assert made.paid("resident_dual_channel") == 60_000  # 1000 × 60 %, no deductible


def test_separately_paid_drugs_leave_the_deductible_of_the_stay_alone(plan: Plan) -> None:
    visit = Visit(
        "390",
        "inpatient",
        DAY,
        DAY,
        DAY,
        {"status": "adult", "level": "secondary"},
        {"main": Amounts(in_scope=140_000), "separate_drug": Amounts(in_scope=1_000_000)},
    )
    made = settle(visit, plan)
    assert made.paid("resident_inpatient") == 70_000  # (1400 − 400) × 70 %
    assert made.paid("resident_separate_drug") == 600_000  # 10000 × 60 %


def test_confirmed_cases_of_an_epidemic_pay_nothing(plan: Plan) -> None:
    facts = {"status": "adult", "level": "tertiary", "event": frozenset({"epidemic_confirmed"})}
    bill = {"main": Amounts(full_self=10_000, first_pay=5_000, in_scope=1_000_000)}
    made = settle(Visit("390", "inpatient", DAY, DAY, DAY, facts, bill), plan)
    assert made.personal == 0
    assert made.paid("epidemic_resident") == 1_000_000
    assert made.paid("epidemic_fiscal") == 15_000
    assert made.by_field == {"hifp_pay": 1_000_000, "oth_pay": 15_000}


def test_a_delivery_is_paid_by_a_fixed_sum(plan: Plan) -> None:
    made = settled(plan, "delivery", 3_000, delivery="caesarean")
    assert (made.fund, made.personal) == (150_000, 150_000)


def test_civil_servants_get_most_of_the_rest(plan: Plan) -> None:
    # (10400 − 400): 9600 × 90 % + 400 × 95 % = 9020; rest 10400 − 9020 = 1380 × 96 % = 1324.80.
    made = settled(plan, "inpatient", 10_400, scheme="310", cover=frozenset({"civil_servant"}))
    assert made.paid("employee_inpatient") == 902_000
    assert made.paid("civil_servants_inpatient") == 132_480


def test_an_unknown_supplement_refuses_only_those_who_have_it(plan: Plan) -> None:
    with pytest.raises(Exception, match="enterprise_supplement"):
        settled(plan, "inpatient", 10_000, scheme="310", cover=frozenset({"enterprise"}))

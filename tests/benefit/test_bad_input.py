"""What cannot be settled is refused with a clear error, and the rest goes on."""

from collections.abc import Mapping
from datetime import date

import pytest

from yibao.benefit import Accumulators, Amounts, Visit, settle
from yibao.benefit.visit import FactValue
from yibao.policy import Plan, compile_plan, load_policy
from yibao.terms.errors import InvalidInput, PolicyUnknown, YibaoError

DAY = date(2022, 3, 8)
FACTS: Mapping[str, FactValue] = {"status": "adult", "level": "secondary"}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_plan(load_policy("cn/61/6101"))


def visit(
    facts: Mapping[str, FactValue] = FACTS,
    day: date = DAY,
    scheme: str = "390",
    care: str = "inpatient",
    fen: int = 100_000,
) -> Visit:
    return Visit(scheme, care, day, day, day, facts, {"main": Amounts(in_scope=fen)})


def refusal(plan: Plan, wrong: Visit) -> YibaoError:
    with pytest.raises(YibaoError) as refused:
        settle(wrong, plan)
    error = refused.value
    assert error.message("zh") != error.message("en")
    return error


def test_an_unknown_name_suggests_the_nearest(plan: Plan) -> None:
    error = refusal(plan, visit({**FACTS, "level": "secondry"}))
    assert error.code == "name_unknown"
    assert "secondary" in error.message("en")


def test_an_unknown_fact_is_named(plan: Plan) -> None:
    assert refusal(plan, visit({**FACTS, "colour": "red"})).field == "colour"


def test_a_missing_fact_is_named(plan: Plan) -> None:
    error = refusal(plan, visit({"status": "adult"}))
    assert (error.code, error.field) == ("fact_missing", "level")


def test_a_number_must_be_a_number(plan: Plan) -> None:
    assert refusal(plan, visit({**FACTS, "age": "old"})).code == "not_a_number"


def test_dates_outside_the_policy_name_the_rule_and_the_day(plan: Plan) -> None:
    error = refusal(plan, visit(day=date(2019, 12, 31)))
    assert isinstance(error, PolicyUnknown)
    assert "2019-12-31" in error.message("zh")
    assert error.key


def test_an_unknown_value_refuses_the_visit_that_reaches_it(plan: Plan) -> None:
    employee = {"status": "working", "level": "primary", "cover": frozenset({"large_sum"})}
    day = date(2023, 3, 8)
    error = refusal(plan, visit(employee, day=day, scheme="310", care="outpatient"))
    assert (error.code, error.field) == ("policy_unknown", "layers.employee_outpatient.pay")


def test_care_that_the_law_does_not_cover(plan: Plan) -> None:
    assert refusal(plan, visit(care="delivery")).code == "care_not_covered"
    assert refusal(plan, visit(scheme="340")).code == "care_not_covered"


@pytest.mark.parametrize(("fen", "code"), [(-1, "negative_amount"), (10**13, "amount_too_large")])
def test_amounts_have_limits(fen: int, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        visit(fen=fen)
    assert refused.value.code == code


def test_the_sum_of_the_tracks_has_a_limit_too(plan: Plan) -> None:
    tracks = {track: Amounts(in_scope=10**12) for track in plan.tracks}
    wrong = Visit("390", "inpatient", DAY, DAY, DAY, FACTS, tracks)
    assert refusal(plan, wrong).code == "amount_too_large"


def test_an_unknown_track_is_refused(plan: Plan) -> None:
    wrong = Visit("390", "inpatient", DAY, DAY, DAY, FACTS, {"gold": Amounts(in_scope=1)})
    assert refusal(plan, wrong).code == "track_unknown"


def test_discharge_before_admission() -> None:
    with pytest.raises(InvalidInput) as refused:
        Visit("390", "inpatient", DAY, date(2022, 3, 7), DAY, FACTS)
    assert refused.value.code == "dates_reversed"


def test_a_refused_visit_leaves_the_accumulators_alone(plan: Plan) -> None:
    used = settle(visit(), plan).after
    numbers = used.numbers.copy()
    with pytest.raises(PolicyUnknown):
        settle(visit({**FACTS, "level": "tertiary", "place": "out_of_province"}), plan, used)
    assert (used.numbers == numbers).all()
    assert settle(visit(), plan, used).fund == settle(visit(), plan, used).fund


def test_an_earlier_year_needs_its_own_accumulators(plan: Plan) -> None:
    used = settle(visit(), plan).after
    with pytest.raises(InvalidInput) as refused:
        settle(visit(day=date(2021, 12, 31)), plan, used)
    assert refused.value.code == "earlier_year"


def test_accumulators_start_empty(plan: Plan) -> None:
    assert settle(visit(), plan).out == settle(visit(), plan, Accumulators.empty(plan)).out

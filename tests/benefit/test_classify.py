"""Lines of a bill: full self-pay, over the limit, first-pay, in scope; and what is refused."""

from datetime import date

import pytest

from yibao.benefit import Visit
from yibao.benefit.classify import Line, bill_of, classify, product_fen
from yibao.policy import Plan, compile_plan, load_policy
from yibao.terms.errors import InvalidInput

DAY = date(2022, 3, 8)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_plan(load_policy("cn/61/6101"))


def visit() -> Visit:
    return Visit("310", "inpatient", DAY, DAY, DAY, {"status": "working", "level": "tertiary"})


def line(**changes: object) -> Line:
    return Line(**{"number": "1", "day": DAY, "amount": 10_000, "item": "drug", **changes})  # type: ignore[arg-type]


def parts(plan: Plan, one: Line) -> tuple[int, int, int, int]:
    _, (made,) = classify(visit(), [one], plan)
    assert made.full_self + made.over_limit + made.first_pay + made.in_scope == one.amount
    return made.full_self, made.over_limit, made.first_pay, made.in_scope


def test_class_a_is_in_scope(plan: Plan) -> None:
    assert parts(plan, line(item_class="a", first_pay_ppm=0)) == (0, 0, 0, 10_000)


def test_class_b_pays_four_percent_first_in_xian(plan: Plan) -> None:
    # Employees: 100 × 4 % = 4.
    assert parts(plan, line(item_class="b", first_pay_ppm=100_000)) == (0, 0, 400, 9_600)


def test_class_c_is_full_self_pay(plan: Plan) -> None:
    assert parts(plan, line(item_class="c")) == (10_000, 0, 0, 0)


def test_limited_use_that_was_refused_is_full_self_pay(plan: Plan) -> None:
    assert parts(plan, line(item_class="b", limited="refused")) == (10_000, 0, 0, 0)


def test_above_the_ceiling_is_over_limit_before_first_pay(plan: Plan) -> None:
    # 100 yuan for one piece, ceiling 80: 20 over; (100 − 20) × 4 % = 3.20 first; 76.80 in scope.
    made = parts(plan, line(item_class="b", first_pay_ppm=0, ceiling_e6=80_000_000))
    assert made == (0, 2_000, 320, 7_680)


def test_a_refund_mirrors_its_charge(plan: Plan) -> None:
    ceiling = {"item_class": "b", "ceiling_e6": 80_000_000}
    charge = line(number="1", amount=20_000, quantity_e4=20_000, **ceiling)
    refund = line(number="2", amount=-10_000, **ceiling)
    _, (_, back) = classify(visit(), [charge, refund], plan)
    assert (back.over_limit, back.first_pay, back.in_scope) == (-2_000, -320, -7_680)


def test_a_bill_of_refunds_only_is_refused(plan: Plan) -> None:
    with pytest.raises(InvalidInput) as refused:
        classify(visit(), [line(amount=-10_000, first_pay_ppm=0)], plan)
    assert refused.value.code == "negative_amount"


def test_the_bill_is_the_sum_of_the_lines(plan: Plan) -> None:
    lines = [line(number="1", item_class="b"), line(number="2", item_class="c")]
    billed, classified = classify(visit(), lines, plan)
    assert billed.amounts == bill_of(classified)
    assert billed.total == 20_000


def test_price_times_quantity_is_exact_beyond_64_bits() -> None:
    # 9,999,999.999999 yuan × 999,999.9999: as exact fractions rounded half up to the fen.
    assert product_fen(9_999_999_999_999, 9_999_999_999) == 999_999_999_899_900


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"price_e6": 33_330_000, "quantity_e4": 30_000}, "line_does_not_sum"),
        ({"item_class": "d"}, "name_unknown"),
        ({"item": "drugg"}, "name_unknown"),
        ({"amount": 10**11}, "amount_too_large"),
    ],
)
def test_a_bad_line_is_refused_with_its_number(
    plan: Plan, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        classify(visit(), [line(**changes)], plan)
    assert refused.value.code == code


def test_a_line_without_the_catalogues_ratio_is_refused() -> None:
    plan = compile_plan(load_policy("cn/61/6110"))
    with pytest.raises(InvalidInput) as refused:
        classify(
            Visit("390", "two_diseases", date(2020, 5, 1), date(2020, 5, 1), date(2020, 5, 1), {}),
            [line(day=date(2020, 5, 1), item_class="b")],
            plan,
        )
    assert refused.value.code == "first_pay_missing"

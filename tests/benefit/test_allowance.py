"""Allowances against published examples and against hand arithmetic."""

from datetime import date
from pathlib import Path

import pytest

from yibao.benefit.allowance import Application, Grant, grant
from yibao.policy import load_policy
from yibao.terms.errors import InvalidInput, PolicyError, PolicyUnknown
from yibao.terms.money import parse_yuan

POLICY = load_policy(Path(__file__).parents[1] / "policies" / "own" / "allowances.yaml")
DAY = date(2024, 6, 30)


def granted(name: str, wage: str, day: date = DAY, **facts: str | int | frozenset[str]) -> Grant:
    application = Application(day, {"monthly_wage": parse_yuan(wage), **facts})
    return grant(POLICY, name, application, allow_unverified=True)


def test_e28_wage_by_thirty_times_128_days():
    # 6000 / 30 × 128 = 25600.00
    assert granted("by_days", "6000元", delivery="caesarean").amount == 2_560_000


def test_e29_is_published_wrong_and_right_here():
    # 5800 / 30 × 98 = 568400 / 30 = 18946.666… → 18946.67; the page prints 19331.5.
    assert granted("by_days", "5800元", delivery="natural").amount == 1_894_667


@pytest.mark.parametrize(
    ("delivery", "late", "expected"),
    [
        ("natural", False, "11676元"),  # E30: 2892 × 3 + 3000 = 8676 + 3000
        ("caesarean", False, "13122元"),  # E31: 2892 × 3.5 + 3000 = 10122 + 3000
        ("natural", True, "14568元"),  # E32: 2892 × 4 + 3000 = 11568 + 3000
        ("caesarean", True, "16014元"),  # E33: 2892 × 4.5 + 3000 = 13014 + 3000
    ],
)
def test_e30_to_e33_months_and_a_lump(delivery: str, late: bool, expected: str):
    category = frozenset({"late_birth"} if late else ())
    found = granted("by_months", "2892元", delivery=delivery, category=category)
    assert found.amount == parse_yuan(expected)


def test_it_rounds_once_to_the_unit_of_the_allowance():
    # 100.05 / 30 × 100 = 333.50 exactly; + 500 = 833.50
    assert granted("invented", "100.05元", delivery="natural").amount == 83_350
    # 100 / 30 × 100 = 333.333… → down to the jiao 333.30; a day rounded first (3.3) would give 330.
    assert granted("invented", "100元", delivery="natural").amount == 33_330 + 50_000


def test_further_children_count_up_to_a_bound():
    # 100 + 15 × 1 = 115 days: 30 / 30 × 115 = 115; + 500
    assert granted("invented", "30元", delivery="natural", further_children=1).amount == 61_500
    # 15 × 3 = 45, held at 40: 140 days; + 500
    assert granted("invented", "30元", delivery="natural", further_children=3).amount == 64_000


def test_adjustments_run_in_their_order():
    late = frozenset({"late_birth"})
    # (100 + 30) × 150 % = 195 days
    found = granted("invented", "30元", delivery="natural", further_children=2, category=late)
    assert found.amount == 19_500 + 50_000
    # From 1 July 2024: (160 + 15) × 150 % = 262.5, held at 240 days
    found = granted(
        "invented", "30元", date(2024, 7, 1), delivery="natural", further_children=1, category=late
    )
    assert found.amount == 24_000 + 50_000


def test_the_cap_is_the_last_word():
    # 10000 / 30 × 160 = 53333.30, + 500, at most 40000
    assert granted("invented", "1万元", date(2024, 7, 1), delivery="natural").amount == 4_000_000
    # A miscarriage has no cap and no lump: 90000 / 30 × 20 = 60000
    assert granted("invented", "9万元", delivery="miscarriage").amount == 6_000_000


def test_formulas_indices_and_shares():
    # 1 + 0.1 × 20 = 3 months of 1000, and 1.5 × 5000
    assert granted("by_formula", "1000元", age=20, delivery="natural").amount == 300_000 + 750_000
    # The index of July 2024: 1.5 × 6000
    july = granted("by_formula", "1000元", date(2024, 7, 1), age=20, delivery="natural")
    assert july.amount == 300_000 + 900_000
    # 10 % of 60000.05 = 6000.005 → 6000.01
    found = granted(
        "by_formula", "1000元", age=20, delivery="caesarean", annual_wage=parse_yuan("60000.05")
    )
    assert found.amount == 300_000 + 600_001
    for delivery in ("assisted", "antenatal"):  # an unknown index; one that is nowhere declared
        with pytest.raises(PolicyUnknown) as unknown:
            granted("by_formula", "1元", age=20, delivery=delivery)
        assert unknown.value.code == "policy_unknown"
    with pytest.raises(InvalidInput) as caught:
        granted("by_formula", "1元", age=20, delivery="caesarean")
    assert (caught.value.code, caught.value.field) == ("fact_missing", "annual_wage")


def test_shares_for_each_child_and_bounds_of_the_months():
    def months(age: int, delivery: str = "none", **facts: int | frozenset[str]) -> int:
        return granted("by_formula", "1000元", age=age, delivery=delivery, **facts).amount

    late = frozenset({"late_birth"})
    # 3 months × (1 + 50 % × (2 − 1)); a second child above one makes 100 %, held at 60 %.
    assert months(20, category=late, further_children=2) == 450_000
    assert months(20, category=late, further_children=3) == 480_000
    assert months(20, "miscarriage") == 200_000
    assert months(0) == 150_000  # 1 month, at least 1.5


def test_every_step_is_told_with_its_source():
    found = granted("by_months", "2892元", delivery="natural", category=frozenset({"late_birth"}))
    assert [step.text.en for step in found.steps] == [
        "standard: 3",
        "late birth: 3 → 4",
        "monthly wage ¥2,892.00 × 4 = ¥11,568.00",
        "lump sum ¥3,000.00, together ¥14,568.00",
    ]
    assert found.steps[1].text.zh == "晚育：3 → 4"
    assert found.steps[0].source == "《生育津贴与医疗费补贴问答（2892×3+3000）》"
    assert found.steps[2].source == ""


def test_an_unverified_value_needs_consent():
    with pytest.raises(PolicyUnknown) as caught:
        grant(POLICY, "by_days", Application(DAY, {"monthly_wage": 1, "delivery": "natural"}))
    assert caught.value.code == "policy_unverified"
    assert caught.value.key == "allowances.by_days.times"


def test_an_unknown_value_and_a_missing_row_are_refused():
    with pytest.raises(PolicyUnknown) as caught:
        granted("of_unknown_length", "1元")
    assert caught.value.code == "policy_unknown"
    with pytest.raises(PolicyUnknown) as caught:
        granted("by_days", "1元", delivery="antenatal")
    assert caught.value.code == "policy_unknown"
    assert "delivery=antenatal" in caught.value.message("en")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"delivery": "natural"}, "fact_missing"),
        ({"monthly_wage": -1, "delivery": "natural"}, "not_a_number"),
        ({"monthly_wage": 10**13, "delivery": "natural"}, "amount_too_large"),
        ({"monthly_wage": 1, "delivery": "ceasarean"}, "name_unknown"),
        ({"monthly_wage": 1, "delivery": 3}, "name_unknown"),
        ({"monthly_wage": 1, "delivry": "natural"}, "fact_unknown"),
        ({"monthly_wage": 1, "further_children": "two"}, "not_a_number"),
        ({"monthly_wage": 1, "category": frozenset({"nobody"})}, "name_unknown"),
    ],
)
def test_facts_the_law_cannot_read_are_refused(facts: dict, code: str):
    with pytest.raises(InvalidInput) as caught:
        grant(POLICY, "by_days", Application(DAY, facts), allow_unverified=True)
    assert caught.value.code == code


def test_a_name_that_is_no_allowance_suggests_one():
    with pytest.raises(InvalidInput) as caught:
        granted("by_day", "1元")
    assert caught.value.code == "allowance_unknown"
    assert "by_days" in caught.value.message("en")


def test_an_operation_of_ratios_is_no_adjustment_of_days(tmp_path: Path):
    path = tmp_path / "wrong.yaml"
    path.write_text(
        "region: test/wrong\nlabel: {zh: 测试, en: Test}\n"
        "sources: {S: {kind: page, title: 虚构}}\n"
        "source: S\nstatus: unverified\nvalid_from: 2020-01-01\n"
        "allowances:\n  a:\n    label: {zh: 甲, en: a}\n    base: monthly_wage\n    times: 10\n"
        "    adjust: [{self_times: 50%}]\n",
        encoding="utf-8",
    )
    with pytest.raises(PolicyError) as caught:
        grant(load_policy(path), "a", Application(DAY, {"monthly_wage": 1}), allow_unverified=True)
    assert caught.value.code == "operation_not_here"

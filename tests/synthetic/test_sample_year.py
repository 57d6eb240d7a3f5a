"""An invented year: the same for the same seed, and made like a year of real people."""

from itertools import pairwise

import pytest

from yibao.benefit.classify import product_fen
from yibao.policy import Plan, compile_plan, load_policy
from yibao.synthetic import SampleYear, sample_year
from yibao.synthetic.items import ITEMS
from yibao.synthetic.offers import fullest_year
from yibao.terms.errors import InvalidInput


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_plan(load_policy("cn/61/6101"))


@pytest.fixture(scope="module")
def sample(plan: Plan) -> SampleYear:
    return sample_year(plan, 2022, seed=7)


def test_the_same_seed_invents_the_same_year(plan: Plan, sample: SampleYear) -> None:
    assert sample_year(plan, 2022, seed=7) == sample


def test_another_seed_invents_another_year(plan: Plan, sample: SampleYear) -> None:
    other = sample_year(plan, 2022, seed=8)
    assert [c.lines for c in other.claims] != [c.lines for c in sample.claims]


def test_the_persons_do_not_hang_on_the_number_of_visits(plan: Plan, sample: SampleYear) -> None:
    assert sample_year(plan, 2022, seed=7, visits=10).persons == sample.persons


def test_there_are_as_many_persons_and_visits_as_wanted(sample: SampleYear) -> None:
    assert len(sample.persons) == 200
    assert len(sample.claims) == 2000
    assert len({claim.stay.number for claim in sample.claims}) == 2000


def test_few_visits_are_drawn_without_a_look_at_the_law(sample: SampleYear) -> None:
    assert sample.known == 1840


def test_about_one_visit_in_seven_is_a_stay(sample: SampleYear) -> None:
    stays = sum(claim.stay.care in ("inpatient", "day_surgery") for claim in sample.claims)
    assert 0.12 <= stays / len(sample.claims) <= 0.19


def test_claims_come_in_the_order_in_which_they_ended(sample: SampleYear) -> None:
    ends = [claim.stay.discharge for claim in sample.claims]
    assert ends == sorted(ends)
    assert {day.year for day in ends} == {2022}


def test_nobody_lies_in_two_beds(sample: SampleYear) -> None:
    for person in sample.persons:
        stays = [c.stay for c in sample.claims if c.person is person and c.stay.care == "inpatient"]
        stays.sort(key=lambda stay: (stay.admission, stay.discharge))
        for earlier, later in pairwise(stays):
            # A referral may begin on the day on which the stay before it ends.
            assert later.admission >= earlier.discharge, person.number


def test_a_referral_follows_the_stay_before(sample: SampleYear) -> None:
    referred = [c for c in sample.claims if c.stay.link in ("up", "down")]
    assert referred
    for claim in referred:
        before = [c.stay for c in sample.claims if c.person is claim.person]
        assert any(stay.discharge == claim.stay.admission for stay in before)


def test_every_line_multiplies_and_lies_within_its_stay(sample: SampleYear) -> None:
    for claim in sample.claims:
        assert 1 <= len(claim.lines) <= 15
        assert len(claim.items) == len(claim.lines)
        for line in claim.lines:
            assert line.price_e6 is not None
            assert product_fen(line.price_e6, line.quantity_e4) == line.amount > 0
            assert claim.stay.admission <= line.day <= claim.stay.discharge


def test_bills_have_lines_of_every_class_and_most_kinds(sample: SampleYear) -> None:
    lines = [line for claim in sample.claims for line in claim.lines]
    assert {line.item_class for line in lines} == {"a", "b", "c"}
    assert {line.item for line in lines} >= {item.kind for item in ITEMS} - {"relaxed_item"}
    assert {line.limited for line in lines} == {"no", "approved", "refused"}


def test_items_have_names_in_both_languages() -> None:
    assert len({item.label.zh for item in ITEMS}) == len({item.label.en for item in ITEMS})
    assert len(ITEMS) >= 40
    assert all(item.label.en.isascii() for item in ITEMS)


def test_only_care_that_the_region_has_occurs(plan: Plan, sample: SampleYear) -> None:
    cares = {care for _, care in plan.programs}
    assert {claim.stay.care for claim in sample.claims} <= cares
    assert "emergency" not in {claim.stay.care for claim in sample.claims}


def test_people_are_what_the_law_tells_apart(plan: Plan, sample: SampleYear) -> None:
    statuses = {spell.content.status for person in sample.persons for spell in person.insured}
    assert statuses >= {"working", "retired", "adult", "elderly", "student", "child"}
    covers = {spell.content for person in sample.persons for spell in person.covers}
    assert covers == {"large_sum"}
    filed = {spell.content for person in sample.persons for spell in person.filed}
    assert "hypertension" not in filed
    assert "diabetes" in filed
    assert not any(person.categories for person in sample.persons)


def test_the_fullest_year_is_the_one_whose_rules_are_known(plan: Plan) -> None:
    assert fullest_year(plan) == 2022
    assert fullest_year(compile_plan(load_policy("demo"))) == 2025


@pytest.mark.parametrize(("persons", "visits"), [(0, 10), (10, 0), (10, 10**9)])
def test_a_size_that_cannot_be_drawn_is_refused(plan: Plan, persons: int, visits: int) -> None:
    with pytest.raises(InvalidInput, match="sample_size"):
        sample_year(plan, 2022, 1, persons, visits)


def test_a_region_without_layers_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no_benefit"):
        sample_year(compile_plan(load_policy("cn")), 2022, 1)

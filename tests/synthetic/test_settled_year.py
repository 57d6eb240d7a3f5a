"""A settled year: every fen accounted for, person by person, whatever the region."""

from collections import defaultdict
from itertools import pairwise

import pytest

from yibao.benefit.settlement import Settlement
from yibao.policy import Plan, compile_plan, load_policy
from yibao.policy.provenance import Status
from yibao.synthetic import SettledYear, sample_year, settle_year
from yibao.synthetic.choice import interesting_person, person_numbered
from yibao.synthetic.offers import fullest_year
from yibao.synthetic.standing import admissions, standings
from yibao.synthetic.summary import Sums, by_care, by_layer, key_words, refusals
from yibao.synthetic.values_used import sources_used
from yibao.terms.admdvs import regions
from yibao.terms.errors import InvalidInput

FOLDERS = sorted({region.folder for region in regions().values()})


def settled(folder: str, year: int | None = None, visits: int = 600, seed: int = 3) -> SettledYear:
    plan = compile_plan(load_policy(folder))
    chosen = fullest_year(plan) if year is None else year
    return settle_year(sample_year(plan, chosen, seed, 80, visits), plan)


@pytest.fixture(scope="module")
def xian() -> SettledYear:
    return settled("cn/61/6101", 2022, visits=2000)


@pytest.fixture(scope="module")
def demo() -> SettledYear:
    return settled("demo", 2025, visits=2000)


def settlements(year: SettledYear) -> list[Settlement]:
    return [one.settlement for one in year.settled]


def test_the_same_seed_settles_to_the_same_fen(xian: SettledYear) -> None:
    again = settled("cn/61/6101", 2022, visits=2000)
    assert [s.out for s in settlements(again)] == [s.out for s in settlements(xian)]
    assert [s.results for s in settlements(again)] == [s.results for s in settlements(xian)]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_region_settles_and_every_fen_is_accounted_for(folder: str) -> None:
    year = settled(folder)
    assert len(year.settled) + len(year.refused) == len(year.sample.claims) == 600
    sums = Sums.of(settlements(year))
    assert sums.total == sums.fund + sums.hospital + sums.personal
    assert sums.total == sum(line.amount for one in year.settled for line in one.claim.lines)
    assert sums == Sums.together(by_care(year).values())
    paid = sum(s.paid for s in by_layer(settlements(year)))
    # What the hospital bears is also paid by a layer, or else its over-limit and remainders.
    assert sums.fund <= paid <= sums.fund + sums.hospital
    assert sum(group.claims for group in refusals(year)) == len(year.refused)
    for one in year.settled:
        parts = [(p.full_self, p.over_limit, p.first_pay, p.in_scope) for p in one.lines]
        assert [sum(p) for p in parts] == [line.amount for line in one.claim.lines]


def test_accumulators_go_from_visit_to_visit(demo: SettledYear) -> None:
    chains: dict[tuple[str, str], list[Settlement]] = defaultdict(list)
    for one in demo.settled:
        chains[one.claim.person.number, one.settlement.visit.scheme].append(one.settlement)
    assert max(map(len, chains.values())) > 10
    for chain in chains.values():
        assert chain[0].before.year == 0
        for earlier, later in pairwise(chain):
            assert later.before == earlier.after
            assert later.visit.settlement >= earlier.visit.settlement


def test_a_change_of_scheme_begins_new_accumulators(demo: SettledYear) -> None:
    schemes: dict[str, set[str]] = defaultdict(set)
    for one in demo.settled:
        schemes[one.claim.person.number].add(one.settlement.visit.scheme)
    changed = [number for number, own in schemes.items() if len(own) > 1]
    people = {person.number: person for person in demo.sample.persons}
    assert all(len(people[number].insured) == 2 for number in changed)


def test_what_is_unknown_is_refused_and_reported(xian: SettledYear) -> None:
    groups = {group.key: group for group in refusals(xian)}
    # The out-patient pooling of 2023 has no rule for 2022; the ratio at hospitals is not printed.
    refused = groups["layers.employee_outpatient.deductible.amount"]
    assert refused.is_unknown
    assert refused.code == "policy_unknown"
    assert refused.total > 0
    said = key_words(refused.key, xian.plan.policy)
    assert said.zh == "职工门诊统筹（2023年改革）：起付标准"
    assert all(group.is_unknown for group in groups.values())


def test_a_year_without_rules_is_refused_as_a_whole() -> None:
    year = settled("cn/61/6101", 2010, visits=50)
    # Only what no layer pays for can be settled: the person bears it all.
    assert all(one.settlement.fund == 0 for one in year.settled)
    assert year.refused
    assert year.sample.known < 50


def test_the_demo_region_shows_its_second_layers(demo: SettledYear) -> None:
    roles = {one.layer.role for one in by_layer(settlements(demo))}
    assert roles >= {
        *("basic_inpatient", "basic_outpatient", "chronic", "two_diseases", "catastrophic"),
        *("civil_servants", "assistance", "dual_channel", "separate_drug", "maternity"),
    }


def test_the_values_used_are_listed_by_source_and_status(xian: SettledYear) -> None:
    used = sources_used(xian)
    by_status = {use.status: use for use in used}
    assert set(by_status) == {Status.SECONDARY, Status.ASSUMED}
    assert by_status[Status.SECONDARY].source.kind == "compilation"
    assert "按哪一日归年度：出院日" in {text.zh for text in by_status[Status.ASSUMED].about}
    assert [use.status for use in used] == sorted(
        (use.status for use in used), key=list(Status).index
    )


def test_a_limit_that_was_not_reached_is_a_value_used() -> None:
    # One stay in Xi'an: deductible, two bands at most, the pool's limit, the way of rounding.
    plan = compile_plan(load_policy("cn/61/6101"))
    year = settle_year(sample_year(plan, 2022, 5, 1, 4), plan)
    keys = [use for use in sources_used(year) if use.source.name == "LC"]
    assert keys
    assert not sources_used(SettledYear(plan, year.sample, (), ()))


def test_standings_tell_what_a_visit_moved(xian: SettledYear) -> None:
    stays = [s for s in settlements(xian) if s.visit.care == "inpatient" and s.fund]
    moved = {s.label.zh: s for s in standings(stays[-1]) if s.used != s.before}
    pool = next(s for label, s in moved.items() if "已支付" in label)
    assert pool.used - pool.before >= stays[-1].by_role("basic_inpatient") > 0
    assert pool.limit in (40_000_000, 20_000_000)
    assert admissions(stays[-1]) >= 1


def test_standings_by_disease_name_the_disease(xian: SettledYear) -> None:
    chronic = [s for s in settlements(xian) if s.visit.facts["disease"] == "diabetes"]
    labels = [standing.label for standing in standings(chronic[-1])]
    assert any("糖尿病" in label.zh and "diabetes" in label.en for label in labels)


def test_the_person_shown_has_stays_and_visits(xian: SettledYear, demo: SettledYear) -> None:
    for year in (xian, demo):
        person = interesting_person(year)
        assert person is not None
        cares = {one.settlement.visit.care for one in year.of_person(person)}
        assert "inpatient" in cares
        assert len(cares) > 1
        assert len(by_layer(one.settlement for one in year.of_person(person))) >= 3


def test_a_person_is_found_by_number(xian: SettledYear) -> None:
    assert person_numbered(xian.sample, "007").number == "7"
    with pytest.raises(InvalidInput, match="person_unknown"):
        person_numbered(xian.sample, "81")


def test_nothing_settled_means_nobody_to_show() -> None:
    plan: Plan = compile_plan(load_policy("cn/61/6101"))
    sample = sample_year(plan, 2022, 1, 2, 3)
    assert interesting_person(SettledYear(plan, sample, (), ())) is None

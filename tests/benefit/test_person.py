"""A person's dated facts become those of a visit; stays are cut where the law wants it."""

from dataclasses import replace
from datetime import date

import pytest
from own_law import bill, plan_of

from yibao.benefit import Amounts, settle
from yibao.benefit.person import Filing, Insured, Person, Spell, assemble
from yibao.benefit.stay import Provider, Stay, cut, split_at_year_end
from yibao.terms.errors import InvalidInput, PolicyError

START = date(2020, 1, 1)
WARD = Provider("secondary")


def person(**changes) -> Person:
    usual = Person("P", date(1964, 3, 3), (Spell(Insured("390", "adult"), START),))
    return replace(usual, **changes)


def stay(first: date = date(2024, 3, 1), last: date = date(2024, 3, 10), **changes) -> Stay:
    usual = Stay("S", "inpatient", first, last, last, WARD, bill("10400元"))
    return replace(usual, **changes)


def refused(code: str, who: Person, what: Stay, **procedure: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        assemble(who, what, plan_of(**procedure))
    assert caught.value.code == code
    return caught.value


# Eligibility --------------------------------------------------------------------------------------


def test_retirement_on_the_third_day_of_a_stay():
    working = Spell(Insured("310", "working"), START, date(2024, 3, 2))
    retired = Spell(Insured("310", "retired"), date(2024, 3, 3))
    who = person(insured=(working, retired))

    def paid(moment: str) -> int:
        plan = plan_of(eligibility_date=moment)
        return settle(assemble(who, stay(), plan), plan).fund

    # In scope 10400, deductible 400; 9600 lies below 10000 and 400 above.
    # Working at the door: 9600 × 80 % + 400 × 90 % = 7680 + 360 = 8040
    assert paid("admission") == 804_000
    # Retired at the end: 9600 × 90 % + 400 × 95 % = 8640 + 380 = 9020
    assert paid("discharge") == paid("settlement") == 902_000


def test_age_counts_on_the_day_of_eligibility():
    # 60 on 3 March 2024, the third day.
    for moment, age in (("admission", 59), ("discharge", 60)):
        plan = plan_of(eligibility_date=moment)
        assert assemble(person(), stay(), plan).facts["age"] == age


def test_who_is_not_insured_is_told_what_to_do():
    ended = person(insured=(Spell(Insured("390", "adult"), START, date(2024, 2, 29)),))
    error = refused("not_insured", ended, stay())
    assert "Enrol" in error.message("en")
    assert "2024-03-01" in error.message("zh")


def test_who_still_waits_is_told_until_when():
    waits = Insured("390", "adult", benefits_from=date(2024, 3, 5))
    who = person(insured=(Spell(waits, date(2024, 1, 1)),))
    error = refused("in_waiting_period", who, stay())
    assert "2024-03-05" in error.message("en")
    # By discharge the wait is over.
    assert assemble(who, stay(), plan_of(eligibility_date="discharge")).scheme == "390"


def test_two_insurances_at_once_are_a_mistake_of_the_register():
    who = person(insured=(Spell(Insured("390", "adult"), START), Spell(Insured("310", "w"), START)))
    refused("spells_overlap", who, stay())


def test_a_change_of_scheme_in_mid_year_counts_anew():
    resident = Spell(Insured("390", "adult"), START, date(2024, 6, 30))
    employee = Spell(Insured("310", "working"), date(2024, 7, 1))
    who = person(insured=(resident, employee))
    plan = plan_of()
    spring = assemble(who, stay(amounts=bill("20200元")), plan)
    autumn = assemble(who, stay(date(2024, 9, 1), date(2024, 9, 9)), plan)
    assert (spring.scheme, autumn.scheme) == ("390", "310")
    # (20200 − 200) × 60 % = 12000, at most 10000 in the year
    assert settle(spring, plan).fund == 1_000_000
    # As an employee from the first fen: 8040, as above.
    assert settle(autumn, plan).fund == 804_000


def test_of_two_identities_the_better_row_holds():
    def paid(*names: str) -> int:
        held = tuple(Spell(name, START) for name in names)
        visit = assemble(person(categories=held), stay(amounts=bill("1200元")), plan_of())
        assert visit.facts["category"] == frozenset(names)
        return settle(visit, plan_of()).fund

    # 1200 − 200 = 1000, at 60, 80, 90 %
    assert paid() == 60_000
    assert paid("minimum_living") == 80_000
    assert paid("minimum_living", "destitute") == paid("destitute") == 90_000


def test_an_identity_that_has_ended_counts_no_more():
    held = (Spell("destitute", START, date(2024, 3, 1)), Spell("minimum_living", date(2024, 3, 2)))
    who = person(categories=held)
    assert assemble(who, stay(), plan_of()).facts["category"] == {"destitute"}
    by_end = assemble(who, stay(), plan_of(eligibility_date="discharge"))
    assert by_end.facts["category"] == {"minimum_living"}


# Other facts --------------------------------------------------------------------------------------


def test_a_filing_for_care_away_is_looked_up_by_place_and_day():
    filings = (
        Spell(Filing("long_term", "in_province"), START),
        Spell(Filing("referral"), date(2024, 2, 1), date(2024, 7, 31)),
    )
    who = person(filings=filings)

    def filed(place: str, day: date, **changes) -> object:
        return assemble(who, stay(day, day, place=place, **changes), plan_of()).facts["filing"]

    assert filed("in_city", date(2024, 3, 1)) == "not_needed"
    assert filed("in_province", date(2024, 1, 15)) == "long_term"
    assert filed("in_province", date(2024, 3, 1)) == "referral"  # filed last
    assert filed("out_of_province", date(2024, 3, 1)) == "referral"
    assert filed("out_of_province", date(2024, 9, 1)) == "none"
    assert filed("out_of_province", date(2024, 9, 1), filing="emergency") == "emergency"


def test_all_other_facts_arrive():
    who = person(
        covers=(Spell("mutual_aid", START),),
        filed=(Spell("diabetes", START), Spell("hypertension", date(2024, 4, 1))),
        signed=(Spell("H1", START),),
        ranks=(Spell("county", START),),
        numbers={
            "annual_wage": (
                Spell(6_000_000, START, date(2023, 12, 31)),
                Spell(6_600_000, date(2024, 1, 1)),
            ),
            "continuous_years": (Spell(7, START),),
            "premium": (Spell(40_000, date(2025, 1, 1)),),
        },
    )
    at = Provider("township", "hospital", frozenset({"zero_margin"}), "H1")
    what = stay(provider=at, disease="diabetes", delivery="natural", link="up")
    facts = assemble(who, what, plan_of()).facts
    expected = {
        "cover": frozenset({"mutual_aid"}),
        "filed": frozenset({"diabetes"}),
        "signed": "yes",
        "rank": "county",
        "annual_wage": 6_600_000,
        "continuous_years": 7,
        "level": "township",
        "provider_kind": "hospital",
        "provider_list": frozenset({"zero_margin"}),
        "disease": "diabetes",
        "delivery": "natural",
        "link": "up",
        "event": frozenset(),
    }
    assert {name: facts[name] for name in expected} == expected
    assert "premium" not in facts
    elsewhere = stay(provider=Provider("township", number="H2"))
    assert assemble(who, elsewhere, plan_of()).facts["signed"] == "no"


def test_a_number_the_law_does_not_know_is_refused():
    refused("fact_unknown", person(numbers={"wage": (Spell(1, START),)}), stay())


def test_a_spell_that_ends_before_it_begins_is_refused():
    with pytest.raises(InvalidInput) as caught:
        Spell("x", date(2024, 2, 1), date(2024, 1, 31))
    assert caught.value.code == "dates_reversed"


# Cutting stays ------------------------------------------------------------------------------------

OVER_NEW_YEAR = (date(2024, 12, 28), date(2025, 1, 5))


def test_a_stay_over_new_year_is_settled_in_parts_where_the_law_splits():
    split = {"cross_year": "split_at_year_end"}
    error = refused("mid_stay_settlement_needed", person(), stay(*OVER_NEW_YEAR), **split)
    assert "2024-12-31" in error.message("en")
    assert "2024-12-31" in error.message("zh")
    bills = [bill("5200元"), bill("5200元")]
    first, second = split_at_year_end(stay(*OVER_NEW_YEAR), plan_of(**split), bills)
    assert (first.number, first.discharge, first.settlement) == ("S/1", *[date(2024, 12, 31)] * 2)
    assert (second.number, second.admission, second.link) == ("S/2", date(2025, 1, 1), "split")
    assert (first.mid_stay, second.mid_stay) == (True, False)
    assert second.settlement == date(2025, 1, 5)
    for part in (first, second):
        assert assemble(person(), part, plan_of(**split)).number == part.number


def test_a_stay_within_a_year_or_where_nothing_is_split_stays_whole():
    whole = stay(*OVER_NEW_YEAR)
    assert split_at_year_end(whole, plan_of()) == (whole,)
    within = stay(date(2024, 12, 20), date(2024, 12, 31))
    assert split_at_year_end(within, plan_of(cross_year="split_at_year_end")) == (within,)


def test_a_stay_over_two_years_ends_has_three_parts():
    long = stay(date(2023, 12, 1), date(2025, 1, 31), amounts=bill("300元"))
    plan = plan_of(cross_year="split_at_year_end")
    parts = split_at_year_end(long, plan, [bill("50元"), bill("200元"), bill("50元")])
    assert [part.number for part in parts] == ["S/1", "S/2", "S/3"]
    assert [(part.admission, part.discharge) for part in parts] == [
        (date(2023, 12, 1), date(2023, 12, 31)),
        (date(2024, 1, 1), date(2024, 12, 31)),
        (date(2025, 1, 1), date(2025, 1, 31)),
    ]
    assert [part.link for part in parts] == ["none", "split", "split"]
    assert [part.mid_stay for part in parts] == [True, True, False]


def test_the_benefit_year_need_not_begin_in_january():
    plan = plan_of(cross_year="split_at_year_end", benefit_year_start='"07-01"')
    assert len(split_at_year_end(stay(*OVER_NEW_YEAR), plan)) == 1
    with pytest.raises(InvalidInput, match="2024-06-30"):
        split_at_year_end(stay(date(2024, 6, 30), date(2024, 7, 1)), plan)


def test_bills_of_parts_make_the_whole():
    plan = plan_of(cross_year="split_at_year_end")
    for bills, code in (
        ([bill("5200元")], "mid_stay_settlement_needed"),
        ([bill("5200元"), bill("5100元")], "parts_do_not_add_up"),
        ([bill("5200元"), bill("5100元", "100元")], "parts_do_not_add_up"),
        ([bill("5200元"), {"separate": Amounts(in_scope=520_000)}], "parts_do_not_add_up"),
    ):
        with pytest.raises(InvalidInput) as caught:
            split_at_year_end(stay(*OVER_NEW_YEAR), plan, bills)
        assert caught.value.code == code
    with pytest.raises(InvalidInput) as caught:
        cut(stay(), date(2024, 3, 10), {}, {})
    assert caught.value.code == "not_within_the_stay"


@pytest.mark.parametrize(
    ("cross_year", "year_date"), [("by_discharge", "settlement"), ("by_settlement", "discharge")]
)
def test_two_words_that_put_a_stay_in_two_years_are_refused(cross_year: str, year_date: str):
    with pytest.raises(PolicyError) as caught:
        assemble(person(), stay(), plan_of(cross_year=cross_year, year_date=year_date))
    assert caught.value.code == "cross_year_contradicts"
    assert caught.value.key == "procedure.cross_year"

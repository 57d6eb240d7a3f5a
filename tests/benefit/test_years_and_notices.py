"""Stays over a year's end, notices in mid-year, referrals and mid-stay settlements, by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_law import bill, plan_of, resident

from yibao.benefit import Accumulators, Amounts, Settlement, Visit, settle
from yibao.benefit.corrections import fold
from yibao.benefit.person import Insured, Person, Spell, assemble
from yibao.benefit.stay import Provider, Stay, cut, split_at_year_end
from yibao.policy import Plan
from yibao.terms.errors import InvalidInput

RESIDENT = Person("R", date(1980, 1, 1), (Spell(Insured("390", "adult"), date(2020, 1, 1)),))
EMPLOYEE = Person("E", date(1980, 1, 1), (Spell(Insured("310", "working"), date(2020, 1, 1)),))


def stay(number: str, first: date, last: date, in_scope: str, **changes) -> Stay:
    provider = Provider(changes.pop("level", "secondary"))
    usual = Stay(number, "inpatient", first, last, last, provider, bill(in_scope))
    return replace(usual, **changes)


def folded(person: Person, plan: Plan, *stays: Stay) -> list[Settlement]:
    found = fold([assemble(person, each, plan) for each in stays], plan)
    assert all(isinstance(each, Settlement) for each in found), found
    return found  # type: ignore[return-value]


# Over the year's end ------------------------------------------------------------------------------

# In May 2024 the whole year's cap is used up: (20200 − 200) × 60 % = 12000, cut to 10000.
MAY = stay("MAY", date(2024, 5, 1), date(2024, 5, 9), "20200元")
OVER = stay("OVER", date(2024, 12, 28), date(2025, 1, 5), "10200元")


def test_by_discharge_a_stay_over_new_year_counts_in_the_new_year():
    plan = plan_of(cross_year="by_discharge", year_date="discharge")
    may, over = folded(RESIDENT, plan, MAY, OVER)
    # The first of the new year: 10200 − 200 = 10000, 60 % = 6000, and 10000 are free again.
    assert (may.fund, over.fund) == (1_000_000, 600_000)
    assert (over.after.year, over.after.count("fund:resident_inpatient.year")) == (2025, 600_000)


def test_by_discharge_what_was_settled_late_still_counts_in_the_old_year():
    plan = plan_of(cross_year="by_discharge", year_date="discharge")
    december = stay(
        "DEC", date(2024, 12, 20), date(2024, 12, 30), "10200元", settlement=date(2025, 1, 3)
    )
    may, late = folded(RESIDENT, plan, MAY, december)
    assert (may.fund, late.fund) == (1_000_000, 0)


def test_by_settlement_the_same_stay_counts_in_the_new_year():
    plan = plan_of(cross_year="by_settlement", year_date="settlement")
    december = stay(
        "DEC", date(2024, 12, 20), date(2024, 12, 30), "10200元", settlement=date(2025, 1, 3)
    )
    may, late = folded(RESIDENT, plan, MAY, december)
    assert (may.fund, late.fund) == (1_000_000, 600_000)
    # A stay over New Year that is settled at its end counts there too.
    _, over = folded(RESIDENT, plan, MAY, OVER)
    assert over.fund == 600_000


def test_split_each_part_counts_in_its_own_year():
    plan = plan_of(cross_year="split_at_year_end")
    with pytest.raises(InvalidInput) as caught:
        assemble(RESIDENT, OVER, plan)
    assert caught.value.code == "mid_stay_settlement_needed"
    parts = split_at_year_end(OVER, plan, [bill("5200元"), bill("5000元")])
    may, old, new = folded(RESIDENT, plan, MAY, *parts)
    # The old year's part finds the cap used up; it is the second admission: 5200 − 100 on its own.
    assert (may.fund, old.fund) == (1_000_000, 0)
    assert old.layer("resident_inpatient").deductible == 10_000
    # A new year's deductible begins (`split: full`): (5000 − 200) × 60 % = 2880
    assert (new.fund, new.layer("resident_inpatient").deductible) == (288_000, 20_000)


def test_split_with_the_difference_owes_one_deductible():
    plan = plan_of(cross_year="split_at_year_end", split="difference")
    parts = split_at_year_end(OVER, plan, [bill("5200元"), bill("5000元")])
    old, new = folded(RESIDENT, plan, *parts)
    # (5200 − 200) × 60 % = 3000; in the new year nothing is left due: 5000 × 60 % = 3000
    assert (old.fund, new.fund) == (300_000, 300_000)


# A notice from 1 July 2025: 60 % becomes 70 % -----------------------------------------------------


@pytest.mark.parametrize(
    ("policy_date", "over_july", "before_july"),
    [
        # From 28 June to 3 July, settled on 10 July; and to 30 June, settled on 2 July.
        ("admission", 600_000, 600_000),
        ("discharge", 700_000, 600_000),
        ("settlement", 700_000, 700_000),
    ],
)
def test_a_notice_holds_from_the_date_that_the_procedure_names(
    policy_date: str, over_july: int, before_july: int
):
    plan = plan_of(policy_date=policy_date)
    over = stay("A", date(2025, 6, 28), date(2025, 7, 3), "10200元", settlement=date(2025, 7, 10))
    before = stay("B", date(2025, 6, 20), date(2025, 6, 30), "10200元", settlement=date(2025, 7, 2))
    # (10200 − 200) at 60 % or 70 %
    assert settle(assemble(RESIDENT, over, plan), plan).fund == over_july
    assert settle(assemble(RESIDENT, before, plan), plan).fund == before_july


def test_a_notice_in_mid_year_leaves_the_counts_of_the_year_alone():
    plan = plan_of()
    spring = stay("A", date(2025, 5, 1), date(2025, 5, 9), "10200元")
    autumn = stay("B", date(2025, 9, 1), date(2025, 9, 9), "10100元")
    first, second = folded(RESIDENT, plan, spring, autumn)
    # 10000 × 60 % = 6000. Second admission: 10100 − 100 = 10000, 70 % = 7000, but 4000 are left.
    assert (first.fund, second.fund) == (600_000, 400_000)


# Referrals ----------------------------------------------------------------------------------------


def test_sent_up_owes_the_difference_and_sent_down_nothing():
    def step(number: str, day: int, level: str, link: str) -> Stay:
        first, last = date(2025, 3, day), date(2025, 3, day + 4)
        return stay(number, first, last, "3000元", level=level, link=link)

    stays = (
        step("A", 1, "township", "none"),
        step("B", 5, "secondary", "up"),
        step("C", 9, "tertiary", "up"),
        step("D", 13, "township", "down"),
        step("E", 25, "secondary", "none"),
    )
    found = folded(EMPLOYEE, plan_of(), *stays)
    # 100; 400 − 100; 1000 − 400; waived; and a stay of its own, 400
    borne = [each.deductible_paid for each in found]
    assert borne == [10_000, 30_000, 60_000, 0, 40_000]
    # (3000 − deductible) × 80 %
    assert [each.fund for each in found] == [232_000, 216_000, 192_000, 240_000, 208_000]


def test_sent_up_after_a_dear_stay_owes_nothing_and_gets_nothing_back():
    dear = stay("A", date(2025, 3, 1), date(2025, 3, 4), "3000元", level="tertiary")
    cheap = stay("B", date(2025, 3, 4), date(2025, 3, 9), "3000元", level="secondary", link="up")
    _, second = folded(EMPLOYEE, plan_of(), dear, cheap)
    assert second.deductible_paid == 0


# Mid-stay settlement ------------------------------------------------------------------------------

LONG = stay("L", date(2025, 3, 1), date(2025, 3, 31), "30000元", level="tertiary")


def in_parts(whole: Stay, *days_and_bills: tuple[date, str], last: str) -> list[Stay]:
    """Cut a stay by mid-stay settlements after some days."""
    parts, rest = [], replace(whole, amounts={})
    for day, amount in days_and_bills:
        part, rest = cut(rest, day, bill(amount), {}, link="continued")
        parts.append(part)
    return [*parts, replace(rest, amounts=bill(last))]


def test_two_parts_of_a_stay_are_the_whole_stay():
    # The whole: 9000 × 80 % + 20000 × 90 % = 7200 + 18000 = 25200
    (whole,) = folded(EMPLOYEE, plan_of(), LONG)
    assert whole.fund == 2_520_000
    # Cut at 6000: 5000 × 80 % = 4000; then 4000 × 80 % + 20000 × 90 % = 21200
    parts = in_parts(LONG, (date(2025, 3, 10), "6000元"), last="24000元")
    first, second = folded(EMPLOYEE, plan_of(), *parts)
    assert (first.fund, second.fund) == (400_000, 2_120_000)
    assert (first.deductible_paid, second.deductible_paid) == (100_000, 0)


def test_a_deductible_that_the_first_part_does_not_fill_goes_on_in_the_second():
    # 600 of the 1000 in the first part; 400 in the second, which lie on 600–1000 of the axis.
    parts = in_parts(LONG, (date(2025, 3, 2), "600元"), last="29400元")
    first, second = folded(EMPLOYEE, plan_of(), *parts)
    assert (first.fund, second.fund) == (0, 2_520_000)
    assert (first.deductible_paid, second.deductible_paid) == (60_000, 40_000)


def test_a_stay_continued_counts_as_one_admission():
    whole = replace(LONG, provider=Provider("secondary"))
    parts = in_parts(whole, (date(2025, 3, 10), "6000元"), last="24000元")
    again = stay("M", date(2025, 5, 1), date(2025, 5, 2), "1100元")
    found = folded(RESIDENT, plan_of(), *parts, again)
    # 200 once; then the second admission: 200 × 50 %
    assert [each.deductible_paid for each in found] == [20_000, 0, 10_000]


@given(st.lists(st.integers(1, 20_000), min_size=2, max_size=5))
@settings(deadline=None, max_examples=40)
def test_any_cutting_pays_what_the_whole_stay_is_paid(yuan: list[int]):
    # Whole yuan at 80 and 90 % are whole fen, so no part rounds.
    whole = replace(LONG, amounts=bill(f"{sum(yuan)}元"))
    days = [date(2025, 3, 1) + timedelta(days=i) for i in range(len(yuan) - 1)]
    cuts = [(day, f"{amount}元") for day, amount in zip(days, yuan, strict=False)]
    parts = folded(EMPLOYEE, plan_of(), *in_parts(whole, *cuts, last=f"{yuan[-1]}元"))
    (at_once,) = folded(EMPLOYEE, plan_of(), whole)
    assert sum(part.fund for part in parts) == at_once.fund
    assert sum(part.deductible_paid for part in parts) == at_once.deductible_paid


@given(st.lists(st.integers(1, 2_000_000), min_size=2, max_size=4))
@settings(deadline=None, max_examples=40)
def test_each_part_rounds_for_itself(fen: list[int]):
    def part(number: int, amount: int, link: str) -> Visit:
        day = date(2025, 3, 1) + timedelta(days=number)
        visit = assemble(
            EMPLOYEE, replace(LONG, admission=day, discharge=day, link=link), plan_of()
        )
        return replace(visit, amounts={"main": Amounts(in_scope=amount)})

    state = Accumulators.empty(plan_of())
    paid = 0
    for number, amount in enumerate(fen):
        found = settle(part(number, amount, "continued" if number else "none"), plan_of(), state)
        state = found.after
        paid += found.fund
    at_once = settle(part(0, sum(fen), "none"), plan_of())
    # Half a fen for each part and half a fen for the whole.
    assert 2 * abs(paid - at_once.fund) <= len(fen) + 1


# Schemes and years go their own ways --------------------------------------------------------------


def test_visits_of_two_schemes_are_not_folded_together():
    plan = plan_of()
    visits = [
        assemble(who, stay("S", *[date(2025, 3, 1)] * 2, "1元"), plan)
        for who in (RESIDENT, EMPLOYEE)
    ]
    with pytest.raises(InvalidInput) as caught:
        fold(visits, plan)
    assert caught.value.code == "schemes_mixed"


def test_a_refused_visit_changes_nothing_and_the_rest_goes_on():
    plan = plan_of()
    good = [resident(n, "outpatient", date(2025, m, 5), "300元") for n, m in (("A", 1), ("B", 2))]
    bad = resident("X", "outpatient", date(2025, 1, 20), "300元", level="nowhere")
    found = fold([good[0], bad, good[1]], plan)
    assert isinstance(found[1], InvalidInput)
    assert found[1].code == "name_unknown"
    assert [each.fund for each in (found[0], found[2])] == [10_000, 15_000]
    assert fold(good, plan)[1].after == found[2].after

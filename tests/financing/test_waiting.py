"""Waiting months: the national rule of 2024, published cases, and the edges of each rule."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.financing import History, WaitingTime, waiting
from yibao.policy import load_policy
from yibao.terms.errors import InvalidInput, PolicyUnknown

NATION = load_policy("cn")
FROM_FIRST = load_policy(
    Path(__file__).parents[1] / "policies" / "own" / "waiting_from_first_year.yaml"
)
AUTUMN = date(2026, 11, 2)


def missed(*years: int, repaired: int = 0) -> WaitingTime:
    """Enrol for 2027 within the window after missing these years."""
    return waiting(NATION, History(years, 2027, AUTUMN, True, repaired))


def test_e27_two_missed_years_one_repaired():
    # 3 fixed + (2 − 1) variable − 1 repaired = 3 months: 2027-01-01 → 2027-04-01
    found = missed(2025, 2026, repaired=1)
    assert (found.months, found.fixed, found.variable, found.repaired) == (3, 3, 1, 1)
    assert found.first_day == date(2027, 4, 1)


def test_two_missed_years_without_repair():
    # 3 + 1 = 4 months: 2027-01-01 → 2027-05-01
    found = missed(2025, 2026)
    assert (found.months, found.first_day) == (4, date(2027, 5, 1))


def test_no_gap_in_the_window_waits_for_nothing():
    found = missed()
    assert (found.months, found.first_day) == (0, date(2027, 1, 1))


def test_the_first_missed_year_costs_the_fixed_months_only():
    assert missed(2026).months == 3


def test_a_region_may_count_the_first_missed_year():
    # 1 − (1 − 1) = 1 variable month: 3 + 1
    history = History((2026,), 2027, AUTUMN, True)
    found = waiting(FROM_FIRST, history, allow_unverified=True)
    assert (found.fixed, found.variable, found.months) == (3, 1, 4)
    with pytest.raises(PolicyUnknown) as caught:
        waiting(FROM_FIRST, history)
    assert caught.value.code == "policy_unverified"


def test_only_years_in_a_row_up_to_the_enrolment_count():
    # 2020–2023 were missed, 2024 and 2025 paid, 2026 missed: one year in a row.
    assert missed(2020, 2021, 2022, 2023, 2026).months == 3
    assert missed(2020, 2021, 2022, 2023).months == 0


def test_outside_the_window_the_fixed_months_run_from_the_payment():
    found = waiting(NATION, History((), 2027, date(2027, 3, 15), False))
    assert (found.months, found.first_day) == (3, date(2027, 6, 15))
    # 30 November + 3 months: February has no 30th.
    found = waiting(NATION, History((), 2026, date(2026, 11, 30), False))
    assert found.first_day == date(2027, 2, 28)


def test_outside_the_window_for_the_year_to_come_nothing_begins_before_that_year():
    found = waiting(NATION, History((), 2027, date(2026, 7, 1), False))
    assert found.first_day == date(2027, 4, 1)


def test_a_gap_and_a_late_payment_wait_once_for_the_fixed_months():
    # 3 + (2 − 1) = 4 months from 2027-03-15
    found = waiting(NATION, History((2025, 2026), 2027, date(2027, 3, 15), False))
    assert (found.months, found.first_day) == (4, date(2027, 7, 15))


def test_repair_never_reaches_the_fixed_months():
    # 3 + (3 − 1) − min(2, 5) = 3
    found = missed(2024, 2025, 2026, repaired=5)
    assert (found.variable, found.repaired, found.months) == (2, 2, 3)


@pytest.mark.parametrize(
    ("gap", "repaired", "months", "lifted"),
    [
        (3, 0, 5, 0),  # 3 + 2
        (4, 0, 6, 0),  # 3 + 3, the floor is reached anyway
        (4, 3, 6, 3),  # 3 + 3 − 3 = 3, lifted to 6
        (6, 0, 8, 0),  # 3 + 5
        (6, 1, 7, 0),  # 3 + 5 − 1
        (6, 5, 6, 3),  # 3 + 5 − 5 = 3, lifted to 6
    ],
)
def test_four_missed_years_wait_six_months_even_after_repair(
    gap: int, repaired: int, months: int, lifted: int
):
    found = missed(*range(2027 - gap, 2027), repaired=repaired)
    assert (found.months, found.lifted) == (months, lifted)


def test_a_newborn_does_not_wait():
    def born(day: date, policy=FROM_FIRST) -> WaitingTime:
        history = History((), 2026, date(2026, 7, 1), False, born=day)
        return waiting(policy, history, allow_unverified=True)

    # 2 April to 1 July: 29 − 1 … 28 + 31 + 30 + 1 = 90 days
    assert born(date(2026, 4, 2)).months == 0
    assert born(date(2026, 4, 2)).first_day == date(2026, 7, 1)
    assert born(date(2026, 4, 1)).months == 3
    # The nation's number of days is unknown; it is asked for an infant only.
    with pytest.raises(PolicyUnknown) as caught:
        born(date(2026, 4, 2), NATION)
    assert caught.value.key == "financing.waiting.newborn_days"
    assert born(date(2025, 7, 1), NATION).months == 3


def test_before_the_rule_was_in_force_nothing_is_known():
    with pytest.raises(PolicyUnknown) as caught:
        waiting(NATION, History((), 2024, date(2024, 3, 1), False))
    assert caught.value.code == "policy_unknown"


def test_each_step_is_told_with_its_source():
    found = missed(2023, 2024, 2025, 2026, repaired=2)
    assert [step.text.en for step in found.steps] == [
        "fixed: 3 months",
        "4 years missed in a row, 3 of them counted from the second on: 3 months",
        "2 years repaired: −2",
        "4 years missed or more: at least 6 months",
        "benefits from 2027-07-01",
    ]
    assert all("国办发〔2024〕38号" in step.source for step in found.steps[:-1])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"missed_years": (2027,)}, "missed_year_not_before"),
        ({"enrolled_on": date(2028, 1, 1)}, "enrolled_too_late"),
        ({"repaired_years": -1}, "negative_years"),
        ({"born": date(2026, 12, 1)}, "birth_after_date"),
    ],
)
def test_what_cannot_be_is_refused(change: dict, code: str):
    usual = {
        "missed_years": (),
        "enrol_year": 2027,
        "enrolled_on": AUTUMN,
        "in_window": True,
    }
    with pytest.raises(InvalidInput) as caught:
        History(**(usual | change))
    assert caught.value.code == code


@given(st.sets(st.integers(2010, 2026)), st.integers(0, 12))
def test_more_repair_never_lengthens_and_a_longer_gap_never_shortens(years, repaired):
    found = missed(*years, repaired=repaired)
    assert missed(*years, repaired=repaired + 1).months <= found.months
    if found.months:
        earlier = 2026 - History(tuple(years), 2027, AUTUMN, True).missed_in_a_row
        assert missed(*years, earlier, repaired=repaired).months >= found.months
    assert found.months == 0 or found.months >= found.fixed

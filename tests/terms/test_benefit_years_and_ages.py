"""Benefit years part time without gap; ages are full years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.terms.dates import BenefitYear, age_on, month_index, parse_date, quarter_index
from yibao.terms.errors import InvalidInput

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
starts = st.sampled_from([(1, 1), (2, 28), (3, 1), (7, 1), (12, 31)])


def test_shanghai_counts_from_july() -> None:
    shanghai = BenefitYear(7, 1)
    assert shanghai.year_of(date(2024, 7, 1)) == 2024
    assert shanghai.year_of(date(2024, 6, 30)) == 2023
    assert shanghai.bounds(2023) == (date(2023, 7, 1), date(2024, 6, 30))


@given(days, starts)
def test_every_day_lies_in_the_bounds_of_its_year(day: date, start: tuple[int, int]) -> None:
    year = BenefitYear(*start)
    first, last = year.bounds(year.year_of(day))
    assert first <= day <= last
    assert first.year == year.year_of(day)


@given(st.integers(1990, 2089), starts)
def test_one_year_ends_the_day_before_the_next(label: int, start: tuple[int, int]) -> None:
    year = BenefitYear(*start)
    assert year.bounds(label)[1] + timedelta(days=1) == year.bounds(label + 1)[0]


@pytest.mark.parametrize("start", [(2, 29), (0, 1), (13, 1), (4, 31)])
def test_a_year_begins_on_a_day_of_every_year(start: tuple[int, int]) -> None:
    with pytest.raises(InvalidInput) as refused:
        BenefitYear(*start)
    assert refused.value.code == "invalid_benefit_year"


@given(days)
def test_months_and_quarters_run_on(day: date) -> None:
    tomorrow = day + timedelta(days=1)
    assert month_index(tomorrow) - month_index(day) == (tomorrow.month != day.month)
    new_quarter = tomorrow.day == 1 and tomorrow.month in {1, 4, 7, 10}
    assert quarter_index(tomorrow) - quarter_index(day) == new_quarter


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("2000-05-10", "2018-05-09", 17),
        ("2000-05-10", "2018-05-10", 18),
        ("2000-05-10", "2000-05-10", 0),
        ("2000-02-29", "2001-02-28", 0),
        ("2000-02-29", "2001-03-01", 1),
        ("2000-02-29", "2004-02-28", 3),
        ("2000-02-29", "2004-02-29", 4),
        ("1999-12-31", "2060-01-01", 60),
    ],
)
def test_ages(birth: str, day: str, age: int) -> None:
    assert age_on(parse_date(birth), parse_date(day)) == age


@given(days, days)
def test_age_grows_by_one_on_one_day_of_a_year(birth: date, day: date) -> None:
    if birth <= day <= date(2089, 1, 1):
        later = [age_on(birth, day + timedelta(days=count)) for count in (0, 365, 367)]
        assert later[0] <= later[1] <= later[0] + 1
        assert later[0] + 1 <= later[2]


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(InvalidInput) as refused:
        age_on(date(2020, 1, 2), date(2020, 1, 1))
    assert refused.value.code == "birth_after_date"


@pytest.mark.parametrize(
    "text",
    ["2022-1-31", "20220131", "2022-02-30", "2022/01/31", "２０２２-01-31", "", "2022-01-31 "],
)
def test_dates_have_one_shape(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_date(text, "brdy")
    assert (refused.value.code, refused.value.field) == ("invalid_date", "brdy")


@given(days)
def test_a_date_reads_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day

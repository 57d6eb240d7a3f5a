"""Spells of insurance: one basic scheme a day, rests, ends, and the status in words."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.office.people.making import NEW_YEAR, TODAY, employee, person, resident
from yibao.office.base.actor import SYSTEM
from yibao.office.people import queries, services
from yibao.office.people.models import Enrolment, Person
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.django_db
MARCH, MAY = date(2025, 3, 1), date(2025, 5, 1)
RESIDENT = {"insutype": "390", "psn_type": "15", "division": "990122"}


def test_two_basic_schemes_on_one_day_are_refused() -> None:
    row = employee()
    with pytest.raises(InvalidInput) as refused:
        services.enrol(SYSTEM, row.number, RESIDENT, MAY)
    assert refused.value.code == "dates_overlap"
    services.end_enrolment(SYSTEM, row.number, "310", date(2025, 4, 30), "离职")
    services.enrol(SYSTEM, row.number, RESIDENT, MAY)
    assert Person.objects.get().division == "990122"
    schemes = [spell.content.scheme for spell in queries.facts_of(row.number).insured]
    assert sorted(schemes) == ["310", "390"]


def test_a_supplement_is_a_cover_and_brings_its_rank() -> None:
    row = employee()
    supplement = {"insutype": "320", "psn_type": "11", "division": "990121", "rank": "county"}
    services.enrol(SYSTEM, row.number, supplement, MARCH)
    facts = queries.facts_on(row.number, MAY)
    assert [spell.content for spell in facts.covers] == ["civil_servant"]
    assert [spell.content for spell in facts.ranks] == ["county"]
    assert [spell.content.scheme for spell in facts.insured] == ["310"]


@pytest.mark.parametrize(
    ("others", "error"),
    [
        ({"insutype": "999"}, None),
        ({"psn_type": "13"}, "no_status"),
        ({"division": "1"}, "invalid_division"),
        ({"insutype": "310", "psn_type": "11"}, "missing"),
        ({"premium_class": "golden"}, "name_unknown"),
        ({"benefits_from": date(2024, 1, 1)}, "invalid_day"),
    ],
)
def test_a_wrong_spell_is_refused(others: dict[str, object], error: str | None) -> None:
    row = person()
    with pytest.raises(InvalidInput) as refused:
        services.enrol(SYSTEM, row.number, {**RESIDENT, **others}, NEW_YEAR)
    assert error is None or refused.value.code == error
    assert not Enrolment.objects.exists()


def test_nobody_is_insured_before_birth() -> None:
    row = person()
    with pytest.raises(InvalidInput) as refused:
        services.enrol(SYSTEM, row.number, RESIDENT, date(1989, 1, 1))
    assert refused.value.code == "invalid_day"


def test_a_rest_takes_its_days_out_and_is_told() -> None:
    row = employee()
    services.suspend_enrolment(
        SYSTEM, row.number, "310", MARCH, "三月未缴", last=date(2025, 4, 30), kind="arrears"
    )
    facts = queries.facts_of(row.number)
    assert [(spell.first, spell.last) for spell in facts.insured] == [
        (NEW_YEAR, date(2025, 2, 28)),
        (MAY, None),
    ]
    resting = queries.status_on(row.number, MARCH)
    assert (resting.code, resting.has_benefits) == ("2", False)
    assert "欠费" in resting.reason.zh
    assert queries.status_on(row.number, MAY).has_benefits
    with pytest.raises(InvalidInput) as refused:
        facts.insured_on(MARCH)
    assert refused.value.code == "not_insured"


def test_resuming_ends_the_rest_the_day_before() -> None:
    row = employee()
    services.suspend_enrolment(SYSTEM, row.number, "310", MARCH, "停保")
    services.resume_enrolment(SYSTEM, row.number, "310", MAY)
    assert queries.status_on(row.number, date(2025, 4, 30)).code == "2"
    assert queries.status_on(row.number, MAY).code == "1"
    with pytest.raises(InvalidInput) as refused:
        services.resume_enrolment(SYSTEM, row.number, "310", MAY)
    assert refused.value.code == "no_open_spell"


def test_who_retires_goes_on_under_another_type_with_the_rest_shared() -> None:
    row = employee()
    services.suspend_enrolment(
        SYSTEM, row.number, "310", date(2025, 4, 1), "停", last=date(2025, 5, 31)
    )
    services.change_type(SYSTEM, row.number, "310", "12", MAY)
    facts = queries.facts_of(row.number)
    assert [(s.content.status, s.first, s.last) for s in facts.insured] == [
        ("working", NEW_YEAR, date(2025, 3, 31)),
        ("retired", date(2025, 6, 1), None),
    ]
    assert queries.status_on(row.number, MAY).psn_type == "12"


def test_a_transfer_ends_every_scheme() -> None:
    row = employee()
    supplement = {"insutype": "330", "psn_type": "11", "division": "990121"}
    services.enrol(SYSTEM, row.number, supplement, NEW_YEAR)
    ended = services.transfer_out(SYSTEM, row.number, "610113", date(2025, 4, 30))
    assert len(ended) == 2
    status = queries.status_on(row.number, MAY)
    assert status.code == "4"
    assert "610113" in status.reason.zh
    with pytest.raises(InvalidInput):
        services.transfer_out(SYSTEM, row.number, "610113", date(2025, 4, 30))


def test_who_waits_is_told_from_when() -> None:
    row = person()
    services.enrol(SYSTEM, row.number, {**RESIDENT, "benefits_from": MAY}, NEW_YEAR)
    waiting = queries.status_on(row.number, MARCH)
    assert (waiting.code, waiting.has_benefits, waiting.benefits_from) == ("1", False, MAY)
    assert queries.status_on(row.number, MAY).has_benefits
    with pytest.raises(InvalidInput) as refused:
        queries.facts_of(row.number).insured_on(MARCH)
    assert refused.value.code == "in_waiting_period"


def test_the_status_says_never_not_yet_void_and_ended() -> None:
    row = person()
    assert queries.status_on(row.number, MAY).reason.zh == "没有参保记录。"
    spell = services.enrol(SYSTEM, row.number, RESIDENT, MAY, TODAY)
    assert "2025-05-01" in queries.status_on(row.number, MARCH).reason.zh
    assert queries.status_on(row.number, date(2025, 7, 1)).code == "4"
    services.cancel_enrolment(SYSTEM, row.number, spell.pk, "重复")
    assert queries.status_on(row.number, MAY).code == "3"
    assert queries.status_on(row.number, MAY, "310").code == "0"


def test_months_count_each_month_once() -> None:
    row = employee(first=date(2024, 11, 15))
    services.end_enrolment(SYSTEM, row.number, "310", date(2025, 1, 15), "离职")
    services.enrol(SYSTEM, row.number, RESIDENT, date(2025, 1, 16))
    assert queries.months_insured(Person.objects.get(), date(2025, 3, 1), "390") == 5


def test_a_year_of_a_resident_ends_by_itself() -> None:
    row = resident()
    assert queries.status_on(row.number, date(2025, 12, 31)).code == "1"
    assert queries.status_on(row.number, date(2026, 1, 1)).code == "4"


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=6)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(spells=SPANS, rests=SPANS, asked=st.integers(0, 80))
def test_facts_and_status_agree_with_a_naive_set_of_days(
    spells: list[tuple[int, int]], rests: list[tuple[int, int]], asked: int
) -> None:
    """Whatever is accepted, a day is insured if a spell holds it and no rest of that spell does."""

    def day(number: int) -> date:
        return NEW_YEAR + timedelta(days=number)

    row = person(Person.objects.count() % 400 * 2 + 1)
    insured: set[int] = set()
    resting: set[int] = set()
    ends: dict[int, int] = {}
    for first, length in spells:
        span = set(range(first, first + length + 1))
        try:
            services.enrol(SYSTEM, row.number, RESIDENT, day(first), day(first + length))
        except InvalidInput:
            assert span & insured
        else:
            assert not span & insured
            insured |= span
            ends.update(dict.fromkeys(span, first + length))
    for first, length in rests:
        span = set(range(first, first + length + 1))
        try:
            services.suspend_enrolment(
                SYSTEM, row.number, "390", day(first), "停", last=day(first + length)
            )
        except InvalidInput:
            assert first not in insured or span & resting
        else:
            resting |= {number for number in span if number <= ends[first]}
    expected = asked in insured - resting
    facts = queries.facts_of(row.number)
    assert any(spell.holds(day(asked)) for spell in facts.insured) is expected
    assert queries.status_on(row.number, day(asked)).has_benefits is expected

"""Agreements: an institution settles a kind of care on a day if, and only if, one covers it."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.office.providers.making import NEW_YEAR, hospital, institution
from yibao.office.base.actor import SYSTEM
from yibao.office.base.errors import Conflict
from yibao.office.providers import queries, services
from yibao.office.providers.models import Agreement
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)


def state(code: str, day: date) -> str:
    """Return how the first agreement of an institution stands."""
    return queries.agreements_of(code)[0].state_on(day).value


def test_the_state_follows_the_days() -> None:
    code = hospital()
    number = f"XY{code}"
    services.suspend_agreement(SYSTEM, number, MAY, date(2025, 5, 31), "查处违规")
    services.end_agreement(SYSTEM, number, date(2025, 8, 31), "机构申请")
    days = [date(2024, 12, 31), NEW_YEAR, MAY, JUNE, date(2025, 9, 1)]
    assert [state(code, day) for day in days] == [
        *("signed", "in_force", "suspended", "in_force", "ended")
    ]


def test_care_needs_its_own_scope() -> None:
    code = hospital(scopes=("inpatient", "chronic"))
    assert queries.can_settle(code, NEW_YEAR, "day_surgery")
    assert queries.can_settle(code, NEW_YEAR, "chronic")
    refused = queries.can_settle(code, NEW_YEAR, "outpatient")
    assert (refused.yes, refused.code) == (False, "no_agreement")
    assert "门诊" in refused.reason.zh
    assert queries.can_settle("H99012199999", NEW_YEAR, "inpatient").code == "unknown_institution"
    with pytest.raises(InvalidInput):
        queries.can_settle(code, NEW_YEAR, "witchcraft")


def test_a_suspended_scope_leaves_the_others() -> None:
    code = hospital(scopes=("inpatient", "outpatient"))
    services.suspend_agreement(SYSTEM, f"XY{code}", MAY, None, "住院违规", scope="inpatient")
    refused = queries.can_settle(code, JUNE, "inpatient")
    assert refused.code == "agreement_suspended"
    assert "住院违规" in refused.reason.zh
    assert queries.can_settle(code, JUNE, "outpatient")
    services.resume_agreement(SYSTEM, f"XY{code}", JUNE, "整改合格", scope="inpatient")
    assert queries.can_settle(code, JUNE, "inpatient")
    assert not queries.can_settle(code, date(2025, 5, 31), "inpatient")


def test_a_suspension_lifted_on_its_first_day_falls_away() -> None:
    code = hospital()
    services.suspend_agreement(SYSTEM, f"XY{code}", MAY, None, "误")
    services.resume_agreement(SYSTEM, f"XY{code}", MAY, "更正")
    assert queries.can_settle(code, MAY, "inpatient")


def test_two_agreements_may_not_cover_the_same_care_on_a_day() -> None:
    code = hospital()
    with pytest.raises(InvalidInput) as refused:
        services.sign_agreement(SYSTEM, code, "XY2", ("inpatient",), MAY, MAY, date(2026, 4, 30))
    assert refused.value.code == "dates_overlap"
    assert Agreement.objects.count() == 1
    services.sign_agreement(SYSTEM, code, "XY2", ("outpatient",), MAY, MAY, date(2026, 4, 30))
    services.end_agreement(SYSTEM, f"XY{code}", date(2025, 5, 31), "换签")
    services.sign_agreement(SYSTEM, code, "XY3", ("inpatient",), MAY, JUNE, date(2026, 4, 30))
    assert queries.can_settle(code, JUNE, "inpatient")


@pytest.mark.parametrize(
    ("signed", "first", "last", "scopes", "error"),
    [
        (JUNE, MAY, JUNE, ("inpatient",), "signed_too_late"),
        (MAY, JUNE, MAY, ("inpatient",), "dates_reversed"),
        (MAY, MAY, JUNE, (), "missing"),
        (MAY, MAY, JUNE, ("magic",), "not_offered"),
    ],
)
def test_a_wrong_agreement_is_refused(
    signed: date, first: date, last: date, scopes: tuple[str, ...], error: str
) -> None:
    code = institution().code
    with pytest.raises(InvalidInput) as refused:
        services.sign_agreement(SYSTEM, code, "XY1", scopes, signed, first, last)
    assert refused.value.code == error
    assert not Agreement.objects.exists()


def test_what_does_not_run_cannot_be_suspended_resumed_or_ended() -> None:
    code = hospital()
    late = date(2026, 1, 1)
    for act in (
        lambda: services.suspend_agreement(SYSTEM, f"XY{code}", late, None, "迟"),
        lambda: services.resume_agreement(SYSTEM, f"XY{code}", late, "迟"),
        lambda: services.end_agreement(SYSTEM, f"XY{code}", late, "迟"),
    ):
        with pytest.raises(InvalidInput) as refused:
            act()
        assert refused.value.code == "agreement_not_in_force"
    with pytest.raises(InvalidInput) as refused:
        services.resume_agreement(SYSTEM, f"XY{code}", MAY, "未中止")
    assert refused.value.code == "not_suspended"


def test_the_second_of_two_clerks_is_told() -> None:
    code = hospital()
    version = Agreement.objects.get().version
    services.suspend_agreement(SYSTEM, f"XY{code}", MAY, None, "甲", version=version)
    with pytest.raises(Conflict):
        services.end_agreement(SYSTEM, f"XY{code}", JUNE, "乙", version=version)


def test_a_closed_institution_settles_nothing_after() -> None:
    code = hospital()
    services.correct_institution(SYSTEM, code, None, {"closed_on": MAY})
    assert queries.can_settle(code, MAY, "inpatient")
    assert queries.can_settle(code, JUNE, "inpatient").code == "institution_closed"


DAYS = st.integers(0, 40)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(pauses=st.lists(st.tuples(DAYS, DAYS), max_size=4), end=DAYS, asked=DAYS)
def test_in_force_is_exactly_what_the_days_say(
    pauses: list[tuple[int, int]], end: int, asked: int
) -> None:
    """Signed on day 5 until day 35; a naive set of days decides as the tables do."""

    def day(number: int) -> date:
        return NEW_YEAR + timedelta(days=number)

    code = f"H990121{Agreement.objects.count():05d}"
    institution(code)
    number = f"XY{code}"
    services.sign_agreement(SYSTEM, code, number, ("inpatient",), NEW_YEAR, day(5), day(35))
    covered = set(range(5, 36))
    paused: set[int] = set()
    for first, length in pauses:
        span = set(range(first, first + length + 1))
        wanted = first in covered and not span & paused
        try:
            services.suspend_agreement(SYSTEM, number, day(first), day(first + length), "查")
        except InvalidInput:
            assert not wanted
        else:
            assert wanted
            paused |= span
    if end in covered:
        services.end_agreement(SYSTEM, number, day(end), "止")
        covered &= set(range(end + 1))
    expected = asked in covered and asked not in paused
    assert bool(queries.can_settle(code, day(asked), "inpatient")) is expected

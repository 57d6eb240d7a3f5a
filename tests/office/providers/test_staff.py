"""Staff: codes by their shape, and a standing that follows the code everywhere."""

from datetime import date

import pytest

from tests.office.providers.making import NEW_YEAR, hospital, institution
from yibao.office.base.actor import SYSTEM
from yibao.office.base.errors import NotFound
from yibao.office.providers import queries, services
from yibao.office.providers.kinds import Standing
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.django_db
DOCTOR = "D990121000001"
MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)


@pytest.fixture
def code() -> str:
    """Register a hospital with one doctor."""
    made = hospital()
    services.register_staff(SYSTEM, made, "doctor", DOCTOR, "张演示", NEW_YEAR)
    return made


def test_who_works_there_is_paid_for(code: str) -> None:
    assert queries.staff_on(DOCTOR, code, NEW_YEAR)
    assert queries.staff_on(DOCTOR, code, date(2024, 12, 31)).code == "not_on_the_staff"
    services.leave_staff(SYSTEM, code, DOCTOR, MAY)
    assert queries.staff_on(DOCTOR, code, MAY)
    assert not queries.staff_on(DOCTOR, code, JUNE)


def test_a_suspension_counts_at_every_institution(code: str) -> None:
    other = institution("H99012200002").code
    services.register_staff(SYSTEM, other, "doctor", DOCTOR, "张演示", NEW_YEAR)
    services.suspend_staff(SYSTEM, DOCTOR, MAY, date(2025, 5, 31), "记9分", document="示范处1号")
    for place in (code, other):
        refused = queries.staff_on(DOCTOR, place, MAY)
        assert refused.code == "standing_not_in_force"
        assert "记9分" in refused.reason.zh
        assert queries.staff_on(DOCTOR, place, JUNE)


def test_removal_ends_a_suspension_and_lasts(code: str) -> None:
    services.suspend_staff(SYSTEM, DOCTOR, MAY, date(2025, 12, 31), "记9分")
    services.remove_staff(SYSTEM, DOCTOR, JUNE, "记12分")
    assert queries.standing_on(DOCTOR, date(2025, 5, 31)) is Standing.SUSPENDED
    assert queries.standing_on(DOCTOR, date(2030, 1, 1)) is Standing.REMOVED
    services.restore_staff(SYSTEM, DOCTOR, date(2026, 6, 1), "期满")
    assert queries.standing_on(DOCTOR, date(2026, 6, 1)) is Standing.IN_FORCE
    assert queries.standing_on(DOCTOR, date(2026, 5, 31)) is Standing.REMOVED


def test_two_decisions_on_one_day_are_refused(code: str) -> None:
    services.suspend_staff(SYSTEM, DOCTOR, MAY, JUNE, "记9分")
    with pytest.raises(InvalidInput) as refused:
        services.suspend_staff(SYSTEM, DOCTOR, JUNE, date(2025, 7, 1), "再记")
    assert refused.value.code == "dates_overlap"
    with pytest.raises(InvalidInput) as refused:
        services.restore_staff(SYSTEM, DOCTOR, date(2025, 7, 1), "未停")
    assert refused.value.code == "not_suspended"


@pytest.mark.parametrize(
    ("kind", "number", "error"),
    [
        ("doctor", "N990121000001", "invalid_doctor"),
        ("nurse", "D990121000001", "invalid_nurse"),
        ("wizard", "D990121000001", "not_offered"),
    ],
)
def test_a_code_fits_the_kind(code: str, kind: str, number: str, error: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.register_staff(SYSTEM, code, kind, number, "李演示", NEW_YEAR)
    assert refused.value.code == error


def test_unknown_staff_and_departments_are_refused(code: str) -> None:
    with pytest.raises(NotFound):
        services.suspend_staff(SYSTEM, "D990121999999", MAY, JUNE, "无此人")
    with pytest.raises(NotFound):
        services.register_staff(
            SYSTEM, code, "nurse", "N990121000001", "王演示", NEW_YEAR, department="9999"
        )

"""What a process remembers is forgotten as soon as anybody changes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from tests.office.claims.making import (
    DAY,
    DEPARTMENT,
    DIVISION,
    DOCTOR,
    HOSPITAL,
    ITEMS,
    Region,
    make_region,
    make_term,
)
from tests.office.claims.making_bills import HYPERTENSION, attended, line, new_visit
from yibao.office.base.actor import SYSTEM
from yibao.office.catalogue.names import TermKind
from yibao.office.catalogue.services import Days, set_payment_rule
from yibao.office.claims.asked import Attendance
from yibao.office.claims.services import attend, register, upload
from yibao.office.database.stamps import Remembered, stamp_of
from yibao.office.database.url import DatabaseUrl
from yibao.office.people.services import suspend_enrolment
from yibao.office.providers.services import close_department, leave_staff, suspend_agreement
from yibao.terms.errors import InvalidInput

A = 0


@pytest.fixture
def region(db: None) -> Region:
    return make_region()


def stamp(office: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {stamp_of(office)}")
        return str(cursor.fetchone()[0])


def code_of(call: object, *arguments: object) -> str:
    with pytest.raises(InvalidInput) as caught:
        call(SYSTEM, *arguments)  # type: ignore[operator]
    return caught.value.code


def test_a_change_of_insurance_counts_at_once(region: Region) -> None:
    register(SYSTEM, new_visit(region.employee))
    suspend_enrolment(SYSTEM, region.employee, "310", DAY, reason="停薪")
    assert code_of(register, new_visit(region.employee)) == "insurance_suspended"


def test_a_change_of_agreement_or_staff_counts_at_once(region: Region) -> None:
    visit = new_visit(region.employee)
    register(SYSTEM, visit)
    close_department(SYSTEM, HOSPITAL, DEPARTMENT, DAY - timedelta(days=1))
    register(SYSTEM, replace(visit, department=""))
    assert code_of(register, visit) == "department_unknown"
    leave_staff(SYSTEM, HOSPITAL, DOCTOR, DAY - timedelta(days=1))
    assert code_of(register, replace(visit, department="")) == "doctor_unknown"
    suspend_agreement(SYSTEM, f"XY{HOSPITAL}", DAY, None, "整改")
    assert code_of(register, replace(visit, department="", doctor="")) == "agreement_suspended"


def test_a_change_of_the_catalogue_counts_at_once(region: Region) -> None:
    key = attended(region.employee)
    (before,) = upload(SYSTEM, key, [line(1, A)])
    rule = {"chrgitm_lv": "03", "med_chrgitm_type": "09"}
    set_payment_rule(SYSTEM, ITEMS[A].code, DIVISION, Days(date(2025, 6, 1)), rule)
    (after,) = upload(SYSTEM, key, [line(2, A)])
    assert (before.in_scope_fen, after.full_self_fen) == (1000, 1000)
    unlisted = replace(HYPERTENSION, code="A00.000")
    assert code_of(attend, key, Attendance("11", diagnoses=(unlisted,))) == "diagnosis_unknown"
    make_term(TermKind.DIAGNOSIS, "A00.000", "霍乱")
    attend(SYSTEM, key, Attendance("11", diagnoses=(unlisted,)))


def test_what_failed_leaves_no_stamp_that_comes_again(own_database: DatabaseUrl) -> None:
    first = stamp("catalogue")
    with transaction.atomic():
        make_term(TermKind.DIAGNOSIS, "A01", "一")
        seen = stamp("catalogue")
        transaction.set_rollback(True)
    assert stamp("catalogue") == first != seen
    make_term(TermKind.DIAGNOSIS, "A02", "二")
    assert stamp("catalogue") not in (first, seen)


def test_another_stamp_forgets() -> None:
    remembered = Remembered(limit=2)
    remembered.under("1")["a"] = 1
    assert remembered.under("1") == {"a": 1}
    assert remembered.under("2") == {}
    assert remembered.under("1") == {}
    remembered.under("1").update(a=1, b=2)
    assert remembered.under("1") == {}  # it is full
    remembered.under("")["a"] = 1
    assert remembered.under("") == {}

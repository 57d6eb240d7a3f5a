"""Visits are registered where agreement, insurance and codes hold, and withdrawn while empty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.office.claims.making import (
    AWAY,
    AWAY_DOCTOR,
    CHRONIC,
    DAY,
    DOCTOR,
    HOSPITAL,
    NEW_YEAR,
    PHARMACY,
    SECOND,
    SECOND_DOCTOR,
    Region,
    at,
    make_region,
)
from tests.office.claims.making_bills import (
    HYPERTENSION,
    admitted,
    attended,
    line,
    new_stay,
    new_visit,
)
from tests.office.counting import statements
from tests.office.people.making import employee, person
from yibao.office.base.actor import SYSTEM
from yibao.office.claims.asked import Attendance, Diagnosed, NewVisit, Setting, VisitKey
from yibao.office.claims.models import Batch, Diagnosis, Visit
from yibao.office.claims.services import attend, register, remove, upload, withdraw
from yibao.office.people.services import (
    enrol,
    record_death,
    suspend_enrolment,
)
from yibao.office.providers.services import suspend_agreement, suspend_staff
from yibao.terms.errors import InvalidInput
from yibao.terms.own_ids import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Region:
    return make_region()


def refused(visit: NewVisit) -> InvalidInput:
    before = Visit.objects.count()
    with pytest.raises(InvalidInput) as caught:
        register(SYSTEM, visit)
    assert Visit.objects.count() == before
    assert caught.value.remedy.zh
    return caught.value


def test_a_visit_is_numbered_and_kept(region: Region) -> None:
    number = register(SYSTEM, new_visit(region.employee, own_number="M7", details={"caty": "A03"}))
    said = parse(number)
    assert (said.kind, said.division, said.day) == ("visit", "990121", DAY)
    row = Visit.objects.get(number=number)
    assert (row.person, row.insutype, row.insured_division) == (region.employee, "310", "990121")
    assert (row.state, row.begins_on, row.own_number) == ("open", DAY, "M7")
    assert (row.details, row.disease_fact) == ({"caty": "A03"}, "none")
    assert parse(register(SYSTEM, new_visit(region.employee))).sequence == said.sequence + 1


def test_an_empty_scheme_is_the_persons_own(region: Region) -> None:
    number = register(SYSTEM, new_visit(region.resident, insutype=""))
    assert Visit.objects.get(number=number).insutype == "390"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"provider": "H99012100099"}, "unknown_institution", "fixmedins_code"),
        ({"begins_at": at(date(2026, 2, 1))}, "no_agreement", "fixmedins_code"),
        ({"setting": Setting.PHARMACY, "med_type": "41"}, "no_agreement", "fixmedins_code"),
        ({"doctor": SECOND_DOCTOR}, "doctor_unknown", "atddr_no"),
        ({"department": "9999"}, "department_unknown", "dept_code"),
        ({"insutype": "390"}, "other_scheme", "insutype"),
        ({"person": "P0"}, "unknown_person", "psn_no"),
        ({"med_type": "77"}, "med_type_unknown", "med_type"),
        ({"med_type": "21"}, "med_type_elsewhere", "med_type"),
        ({"med_type": "14"}, "missing", "dise_codg"),
        ({"med_type": "14", "disease": CHRONIC}, "chronic_filing_missing", "dise_codg"),
        (
            {"diagnoses": (Diagnosed(1, "1", "Z99.999", "没有"),)},
            "diagnosis_unknown",
            "diag_code",
        ),
        (
            {"diagnoses": (replace(HYPERTENSION, doctor="D990121000099"),)},
            "doctor_unknown",
            "dise_dor_no",
        ),
    ],
)
def test_what_does_not_hold_is_refused_by_name(
    region: Region, change: dict[str, Any], code: str, field: str
) -> None:
    error = refused(replace(new_visit(region.employee), **change))
    assert (error.code, error.field) == (code, field)


def test_a_suspended_agreement_or_doctor_settles_nothing(region: Region) -> None:
    suspend_agreement(SYSTEM, f"XY{HOSPITAL}", DAY, DAY, "整改", scope="inpatient")
    register(SYSTEM, new_visit(region.employee))  # out-patients are not suspended
    error = refused(new_stay(region.employee))
    assert (error.code, "整改" in error.reason.zh) == ("agreement_suspended", True)
    suspend_staff(SYSTEM, DOCTOR, DAY, DAY, "记分")
    assert refused(new_visit(region.employee)).code == "standing_not_in_force"


def test_insurance_must_hold_on_the_day(region: Region) -> None:
    suspend_enrolment(SYSTEM, region.employee, "310", DAY, reason="欠费", last=DAY, kind="arrears")
    assert refused(new_visit(region.employee)).code == "insurance_suspended"
    waiting = person(11)
    spell = {
        "insutype": "390",
        "psn_type": "15",
        "division": "990121",
        "benefits_from": date(2025, 7, 1),
    }
    enrol(SYSTEM, waiting.number, spell, NEW_YEAR, date(2025, 12, 31))
    assert refused(new_visit(waiting.number, insutype="390")).code == "in_waiting_period"
    nobody = person(12)
    error = refused(new_visit(nobody.number))
    assert (error.code, error.field) == ("not_insured", "insutype")
    assert refused(new_visit(nobody.number, insutype="")).code == "not_insured"
    record_death(SYSTEM, region.filed, DAY - timedelta(days=1), timezone.localdate())
    assert refused(new_visit(region.filed)).code == "person_dead"


def test_care_away_needs_no_filing_but_an_agreement_for_it(region: Region) -> None:
    there = {"provider": AWAY, "doctor": AWAY_DOCTOR, "diagnoses": ()}
    number = register(SYSTEM, new_stay(region.employee, **there))
    assert Visit.objects.get(number=number).insured_division == "990121"
    suspend_agreement(SYSTEM, f"XY{AWAY}", DAY, DAY, "整改", scope="away")
    assert refused(new_stay(region.filed, **there)).code == "agreement_suspended"


def test_one_bed_for_a_person_at_a_time(region: Region) -> None:
    first = admitted(region.employee)
    elsewhere = {"provider": SECOND, "doctor": SECOND_DOCTOR, "diagnoses": ()}
    later = DAY + timedelta(days=1)
    error = refused(new_stay(region.employee, later, **elsewhere))
    assert (error.code, error.field) == ("stay_open", "psn_no")
    assert f"医院{HOSPITAL}" in error.reason.zh
    assert refused(new_stay(region.employee, DAY - timedelta(days=1), **elsewhere)).code == (
        "stay_open"
    )
    register(SYSTEM, new_visit(region.employee))  # an out-patient visit is no bed
    admitted(region.chronic)  # nor is somebody else's
    withdraw(SYSTEM, first, Setting.INPATIENT)
    admitted(region.employee, later, **elsewhere)


def test_a_stay_does_not_begin_tomorrow(region: Region) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert refused(new_stay(region.employee, tomorrow)).code == "invalid_time"


def test_a_pharmacy_registers_what_it_sells(region: Region) -> None:
    visit = new_visit(
        region.employee,
        provider=PHARMACY,
        setting=Setting.PHARMACY,
        med_type="41",
        department="",
        doctor="",
    )
    key = VisitKey(PHARMACY, register(SYSTEM, visit))
    upload(SYSTEM, key, [line(1, doctor="", department="")])
    assert Batch.objects.get().total_fen == 1000


def test_an_old_visit_gets_its_month(region: Region) -> None:
    old = employee(21, date(2025, 1, 1))
    key = attended_on(old.number, date(2025, 1, 2))
    upload(SYSTEM, key, [line(1, charged_at=at(date(2025, 1, 2)))])


def attended_on(number: str, day: date) -> VisitKey:
    visit = new_visit(number, begins_at=at(day))
    key = VisitKey(visit.provider, register(SYSTEM, visit), number)
    attend(SYSTEM, key, Attendance("11", at(day, 10)))
    return key


def test_registering_takes_few_statements(region: Region) -> None:
    with statements() as run:
        register(SYSTEM, new_visit(region.employee))
    assert len(run) <= 5  # number and stamps, person, provider, the month once, insert
    with statements() as run:
        register(SYSTEM, new_visit(region.employee))
    assert len(run) == 2  # number and stamps, insert
    with statements() as run:
        admitted(region.chronic)
    assert len(run) == 6  # hold, number, person, codes, other beds, insert


def test_an_empty_visit_is_withdrawn(region: Region) -> None:
    key = attended(region.employee)
    withdraw(SYSTEM, key, Setting.OUTPATIENT)
    assert Visit.objects.get().state == "withdrawn"
    with pytest.raises(InvalidInput) as caught:
        withdraw(SYSTEM, key, Setting.OUTPATIENT)
    assert caught.value.code == "visit_withdrawn"
    with pytest.raises(InvalidInput) as caught:
        upload(SYSTEM, key, [line(1)])
    assert caught.value.code == "visit_withdrawn"


def test_a_visit_with_lines_or_settlements_stays(region: Region) -> None:
    key = attended(region.employee)
    upload(SYSTEM, key, [line(1), line(2)])
    with pytest.raises(InvalidInput) as caught:
        withdraw(SYSTEM, key, Setting.OUTPATIENT)
    assert (caught.value.code, "2 条" in caught.value.reason.zh) == ("lines_not_settled", True)
    Batch.objects.update(settlement_id=5)
    with pytest.raises(InvalidInput) as caught:
        withdraw(SYSTEM, key, Setting.OUTPATIENT)
    assert caught.value.code == "visit_settled"
    Batch.objects.update(settlement_id=None)
    with pytest.raises(InvalidInput) as caught:
        withdraw(SYSTEM, key, Setting.INPATIENT)
    assert caught.value.code == "wrong_setting"
    remove(SYSTEM, key, batch="0000")
    withdraw(SYSTEM, key, Setting.OUTPATIENT)


def test_diagnoses_numbered_by_kind_are_all_kept(region: Region) -> None:
    pneumonia = Diagnosed(1, "1", "J18.900", "肺炎")
    admitted(region.employee, diagnoses=(HYPERTENSION, pneumonia))
    assert list(Diagnosis.objects.values_list("place", "code")) == [(1, "I10.x00"), (2, "J18.900")]

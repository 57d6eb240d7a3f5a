"""What a visit is for may be said again until it is settled; stays change, end and go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.office.claims.making import (
    CHRONIC,
    DAY,
    HOSPITAL,
    SECOND,
    SECOND_DOCTOR,
    Region,
    at,
    make_region,
    make_term,
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
from yibao.office.base.actor import SYSTEM
from yibao.office.catalogue.names import TermKind
from yibao.office.claims.asked import Attendance, Diagnosed, Discharge, StayChange, VisitKey
from yibao.office.claims.models import Batch, Diagnosis, Line, Visit
from yibao.office.claims.services import (
    attend,
    change,
    discharge,
    register,
    undo_discharge,
    upload,
    visits_care,
)
from yibao.office.people.services import register_disease, sign_doctor
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.django_db
PNEUMONIA = Diagnosed(2, "1", "J18.900", "肺炎")


@pytest.fixture
def region() -> Region:
    return make_region()


def code_of(call: object, *arguments: object) -> str:
    with pytest.raises(InvalidInput) as caught:
        call(SYSTEM, *arguments)  # type: ignore[operator]
    assert caught.value.remedy.en
    return caught.value.code


def registered(person: str) -> VisitKey:
    return VisitKey(HOSPITAL, register(SYSTEM, new_visit(person)), person)


def test_attending_again_replaces_the_former(region: Region) -> None:
    key = registered(region.employee)
    attend(SYSTEM, key, Attendance("11", diagnoses=(HYPERTENSION, PNEUMONIA)))
    attend(SYSTEM, key, Attendance("13", diagnoses=(replace(PNEUMONIA, place=1),)))
    row = Visit.objects.get()
    assert (row.med_type, row.disease_fact) == ("13", "none")
    assert list(Diagnosis.objects.values_list("place", "code")) == [(1, "J18.900")]


def test_a_chronic_visit_needs_its_registration(region: Region) -> None:
    ill, well = registered(region.chronic), registered(region.employee)
    attend(SYSTEM, ill, Attendance("1401", disease=CHRONIC))
    assert Visit.objects.get(number=ill.number).disease_fact == "diabetes"
    said = Attendance("14", disease=CHRONIC)
    assert code_of(attend, well, said) == "chronic_filing_missing"
    assert code_of(attend, well, Attendance("14")) == "missing"
    # Somebody registered it by its name; the list of chronic diseases says the code is that.
    values = {"disease": "diabetes", "institution": HOSPITAL, "evidence": "鉴定表2号"}
    register_disease(SYSTEM, region.employee, values, DAY)
    attend(SYSTEM, well, said)
    assert Visit.objects.get(number=well.number).disease_fact == "diabetes"


def test_unknown_codes_are_refused(region: Region) -> None:
    key = registered(region.employee)
    wrong = replace(HYPERTENSION, code="I10.x99")
    assert code_of(attend, key, Attendance("11", diagnoses=(wrong,))) == "diagnosis_unknown"
    # Diagnoses of Chinese medicine are checked once there is a list of them.
    tcm = Diagnosed(1, "2", "A01.01", "某病")
    attend(SYSTEM, key, Attendance("11", diagnoses=(tcm,)))
    make_term(TermKind.TCM_DISEASE, "A07.06", "另一病")
    assert code_of(attend, key, Attendance("11", diagnoses=(tcm,))) == "diagnosis_unknown"
    make_term(TermKind.BY_DISEASE, "BD1", "按病种")
    make_term(TermKind.DAY_SURGERY, "DS1", "日间手术")
    assert code_of(attend, key, Attendance("11", disease="M99999")) == "disease_unknown"
    attend(SYSTEM, key, Attendance("11", disease="BD1"))


def test_the_chosen_provider_counts_where_the_plan_says_so(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_doctor(SYSTEM, region.employee, SECOND, DAY)
    key = registered(region.employee)
    attend(SYSTEM, key, Attendance("11"))  # no layer of the plan asks for the choice
    monkeypatch.setattr(visits_care, "needs_choice", lambda *_: True)
    assert code_of(attend, key, Attendance("11")) == "wrong_chosen_provider"
    visit = new_visit(region.employee, provider=SECOND, doctor=SECOND_DOCTOR)
    attend(SYSTEM, VisitKey(SECOND, register(SYSTEM, visit)), Attendance("11"))
    attend(SYSTEM, registered(region.chronic), Attendance("11"))  # who chose none is not refused


def test_nothing_is_said_of_what_was_settled(region: Region) -> None:
    key = attended(region.employee)
    upload(SYSTEM, key, [line(1)])
    Batch.objects.update(settlement_id=9)
    assert code_of(attend, key, Attendance("13")) == "visit_settled"
    assert Diagnosis.objects.count() == 1
    assert code_of(attend, admitted(region.chronic), Attendance("11")) == "wrong_setting"
    early = Attendance("11", at(DAY - timedelta(days=1)))
    assert code_of(attend, registered(region.employee), early) == "invalid_time"


def test_attending_takes_few_statements(region: Region) -> None:
    key = registered(region.employee)
    with statements() as run:
        attend(SYSTEM, key, Attendance("11", diagnoses=(HYPERTENSION,)))
    assert len(run) == 4  # visit, provider, codes, write
    with statements() as run:
        attend(SYSTEM, key, Attendance("11", diagnoses=(HYPERTENSION,)))
    assert len(run) == 2  # visit and write


def test_a_stay_changes_what_is_said(region: Region) -> None:
    key = admitted(region.employee)
    change(
        SYSTEM,
        key,
        StayChange(
            med_type="24", own_number="Z2", diagnoses=(PNEUMONIA,), details={"adm_bed": "7"}
        ),
    )
    row = Visit.objects.get()
    assert (row.med_type, row.own_number, row.details) == ("24", "Z2", {"adm_bed": "7"})
    assert (row.department, row.begins_on) == ("0001", DAY)
    # The one at another place is new, that at the same place is changed.
    change(SYSTEM, key, StayChange(diagnoses=(replace(PNEUMONIA, place=1),)))
    assert list(Diagnosis.objects.values_list("place", "code")) == [
        (1, "J18.900"),
        (2, "J18.900"),
    ]


def test_lines_follow_a_stay_that_began_on_another_day(region: Region) -> None:
    key = admitted(region.employee)
    upload(SYSTEM, key, [line(1)])
    later = StayChange(begins_at=at(DAY + timedelta(days=1)))
    assert code_of(change, key, later) == "invalid_time"  # there is a line of the day before
    change(SYSTEM, key, StayChange(begins_at=at(date(2025, 5, 30))))
    assert Line.objects.get().visit_on == date(2025, 5, 30)
    upload(SYSTEM, key, [line(2, charged_at=at(date(2025, 5, 30), 12))])
    assert code_of(change, key, StayChange(begins_at=at(date(2024, 5, 1)))) == "not_insured"


def test_a_stay_ends_once(region: Region) -> None:
    key = admitted(region.employee)
    upload(SYSTEM, key, [line(1, charged_at=at(DAY + timedelta(days=3)))])
    end = Discharge(at(DAY + timedelta(days=3), 16), "1", (PNEUMONIA,))
    assert code_of(discharge, key, replace(end, ends_at=at(DAY, 9))) == "invalid_time"
    assert code_of(discharge, key, replace(end, ends_at=at(DAY + timedelta(days=2)))) == (
        "invalid_time"
    )
    tomorrow = at(timezone.localdate() + timedelta(days=1))
    assert code_of(discharge, key, replace(end, ends_at=tomorrow)) == "invalid_time"
    assert code_of(undo_discharge, key) == "not_discharged"
    discharge(SYSTEM, key, end)
    row = Visit.objects.get()
    assert (row.state, row.details["dscg_way"]) == ("discharged", "1")
    assert Diagnosis.objects.filter(stage="discharge").count() == 1
    assert code_of(discharge, key, end) == "visit_discharged"
    assert code_of(change, key, StayChange(own_number="9")) == "visit_discharged"
    late = line(2, charged_at=at(DAY + timedelta(days=4)))
    assert code_of(upload, key, [late]) == "fee_day_outside_visit"
    upload(SYSTEM, key, [line(3)])  # within the stay lines may still come
    undo_discharge(SYSTEM, key)
    assert Visit.objects.get().ends_at is None


def test_a_discharge_is_not_undone_behind_the_next_stay(region: Region) -> None:
    key = admitted(region.employee)
    discharge(SYSTEM, key, Discharge(at(DAY, 18)))
    visit = new_stay(region.employee, DAY + timedelta(days=1))
    register(SYSTEM, replace(visit, provider=SECOND, doctor=SECOND_DOCTOR, diagnoses=()))
    assert code_of(undo_discharge, key) == "stay_open"
    Visit.objects.filter(number=key.number).update(state="settled")
    assert code_of(undo_discharge, key) == "visit_settled"


def test_a_delivery_is_told_by_its_diagnosis(region: Region) -> None:
    born = Diagnosed(1, "1", "O80.000", "头位顺产")
    key = admitted(region.employee, med_type="52", diagnoses=(born,))
    assert Visit.objects.get().delivery == "natural"
    discharge(SYSTEM, key, Discharge(at(DAY, 23)))
    assert Visit.objects.get().delivery == "natural"

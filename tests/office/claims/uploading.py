"""Visits registered and bills uploaded through the services, as a hospital would."""

from __future__ import annotations

from tests.office.claims.making import DEPARTMENT, DOCTOR, HOSPITAL, ITEMS, at
from yibao.office.base.actor import SYSTEM
from yibao.office.claims import services
from yibao.office.claims.asked import Attendance, Diagnosed, NewLine, NewVisit, Setting, VisitKey


def attended(person: str) -> VisitKey:
    """Register and attend an out-patient visit of an employee; return its key."""
    diagnosis = Diagnosed(1, "1", "J18.900", "肺炎", is_main=True, department=DEPARTMENT,
                          doctor=DOCTOR, doctor_name="王医师", diagnosed_at=at())  # fmt: skip
    new = NewVisit(
        provider=HOSPITAL,
        person=person,
        insutype="310",
        setting=Setting.OUTPATIENT,
        begins_at=at(),
        care_division="990121",
        department=DEPARTMENT,
        doctor=DOCTOR,
    )
    key = VisitKey(HOSPITAL, services.register(SYSTEM, new), person)
    services.attend(SYSTEM, key, Attendance("11", at(), diagnoses=(diagnosis,)))
    return key


def lines(count: int = 20, yuan: int = 50) -> list[NewLine]:
    """Return lines of class A, each of so many yuan."""
    return [
        NewLine(
            number=str(place + 1),
            charged_at=at(hour=10),
            item=ITEMS[0].code,
            local_item="L01",
            amount_fen=yuan * 100,
            price_e6=yuan * 1_000_000,
            quantity_e4=10_000,
            batch="B1",
            department=DEPARTMENT,
            doctor=DOCTOR,
        )
        for place in range(count)
    ]

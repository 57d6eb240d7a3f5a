"""Visits and lines for tests, with the fewest words."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.office.claims.making import (
    DAY,
    DEPARTMENT,
    DIVISION,
    DOCTOR,
    HOSPITAL,
    ITEMS,
    at,
    local_code,
)
from yibao.benefit.classify import product_fen
from yibao.office.base.actor import SYSTEM
from yibao.office.claims.asked import Attendance, Diagnosed, NewLine, NewVisit, Setting, VisitKey
from yibao.office.claims.services import attend, register

HYPERTENSION = Diagnosed(1, "1", "I10.x00", "特发性高血压", is_main=True, doctor=DOCTOR)


def new_visit(person: str, **others: Any) -> NewVisit:
    """Return an out-patient visit at the first hospital."""
    values: dict[str, Any] = {
        "provider": HOSPITAL,
        "person": person,
        "insutype": "310",
        "setting": Setting.OUTPATIENT,
        "begins_at": at(DAY, 8, 30),
        "care_division": DIVISION,
        "department": DEPARTMENT,
        "doctor": DOCTOR,
        **others,
    }
    return NewVisit(**values)


def new_stay(person: str, first: date = DAY, **others: Any) -> NewVisit:
    """Return a stay at the first hospital from a day on."""
    values = {
        "setting": Setting.INPATIENT,
        "begins_at": at(first, 10),
        "med_type": "21",
        "diagnoses": (HYPERTENSION,),
        **others,
    }
    return new_visit(person, **values)


def attended(person: str, med_type: str = "11", **others: Any) -> VisitKey:
    """Register an out-patient visit and say what it is for."""
    visit = new_visit(person, **others)
    key = VisitKey(visit.provider, register(SYSTEM, visit), person)
    attend(SYSTEM, key, Attendance(med_type, at(DAY, 9), diagnoses=(HYPERTENSION,)))
    return key


def admitted(person: str, first: date = DAY, **others: Any) -> VisitKey:
    """Register a stay."""
    visit = new_stay(person, first, **others)
    return VisitKey(visit.provider, register(SYSTEM, visit), person)


def line(number: int, place: int = 0, **others: Any) -> NewLine:
    """Return a line with the item at a place of `ITEMS`: one of it for ten yuan."""
    values: dict[str, Any] = {
        "number": str(number),
        "charged_at": at(DAY, 10),
        "item": ITEMS[place].code,
        "local_item": local_code(place),
        "price_e6": 10_000_000,
        "quantity_e4": 10_000,
        "batch": "B1",
        "department": DEPARTMENT,
        "doctor": DOCTOR,
        **others,
    }
    amount = product_fen(values["price_e6"], values["quantity_e4"])
    return NewLine(**{"amount_fen": amount, **values})

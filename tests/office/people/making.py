"""Persons of the demo region, made through the services."""

from datetime import date
from typing import Any

from yibao.office.base.actor import SYSTEM
from yibao.office.people.models import Person
from yibao.office.people.services import enrol, register_person
from yibao.terms.identifiers.check_characters import resident_check

TODAY = date(2025, 6, 15)
NEW_YEAR = date(2025, 1, 1)


def resident_number(sequence: int, division: str = "990121", birth: str = "19900101") -> str:
    """Return an invented resident number; an odd sequence is a man's."""
    digits = f"{division}{birth}{sequence:03d}"
    return digits + resident_check(digits)


def person(sequence: int = 1, **others: Any) -> Person:
    """Register somebody born on 1 January 1990 in county 990121."""
    division = others.get("division", "990121")
    values = {
        "certificate_type": "01",
        "certificate_number": resident_number(sequence, division),
        "name": "张演示",
        "sex": "1" if sequence % 2 else "2",
        "birth": date(1990, 1, 1),
        "division": division,
        **others,
    }
    return register_person(SYSTEM, values, TODAY)


def employee(sequence: int = 1, first: date = NEW_YEAR, **others: Any) -> Person:
    """Register somebody who works, insured from a day on."""
    row = person(sequence, **others)
    spell = {
        "insutype": "310",
        "psn_type": "11",
        "division": row.division,
        "employer": "E990121001",
        "employer_name": "示范纺织厂（演示）",
    }
    enrol(SYSTEM, row.number, spell, first)
    return row


def resident(sequence: int = 2, first: date = NEW_YEAR, **others: Any) -> Person:
    """Register a grown-up resident, insured for the year of the first day."""
    row = person(sequence, **others)
    spell = {"insutype": "390", "psn_type": "15", "division": row.division}
    enrol(SYSTEM, row.number, spell, first, date(first.year, 12, 31))
    return row

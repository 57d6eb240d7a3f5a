"""Everything of a person ended on one day (终止)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from yibao.office.people.models import (
    AccountSharing,
    AwayFiling,
    Cover,
    DiseaseRegistration,
    DoctorContract,
    Enrolment,
    EnrolmentPause,
    Figure,
    Identity,
    Person,
)
from yibao.office.providers.dated import Dated

DEATH = "死亡"
_OF_PERSON: tuple[type[Dated], ...] = (
    Identity,
    Cover,
    DiseaseRegistration,
    AwayFiling,
    DoctorContract,
    Figure,
    AccountSharing,
)


def close_all(person: Person, last: date) -> int:
    """End on a day what runs longer; return how many rows that were."""
    closed = 0
    for enrolment in person.enrolments.filter(void=False):
        closed += close_enrolment(enrolment, last, DEATH)
    for model in _OF_PERSON:
        for row in _of(model, person):
            closed += _close(row, last)
    for shared in person.shared_by.all():
        closed += _close(shared, last)
    return closed


def _of(model: type[Dated], person: Person) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.all()
    return rows.filter(person=person)


def close_enrolment(row: Enrolment, last: date, reason: str) -> bool:
    """End a spell on a day; one that would begin later is void. Say whether that changed it."""
    if row.last is not None and row.last <= last:
        return False
    row.void = not row.cut(last)
    row.end_reason = reason
    row.save(update_fields=["during", "void", "end_reason"])
    for pause in row.pauses.all():
        _close(pause, last)
    return True


def _close(row: Dated | EnrolmentPause, last: date) -> bool:
    if row.last is not None and row.last <= last:
        return False
    if row.cut(last):
        row.save(update_fields=["during"])
    else:
        row.delete()
    return True

"""A provider's own visits and their diagnoses (就诊、诊断、在院查询)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from yibao.office.claims.errors import unknown_visit
from yibao.office.claims.models import Diagnosis, Visit
from yibao.office.claims.models.visit import Setting, VisitState
from yibao.office.people.queries import kept_number


def visits_of(
    provider: str,
    person: str,
    begins: datetime,
    ends: datetime,
    *,
    med_type: str = "",
    number: str = "",
) -> QuerySet[Visit]:
    """Return a person's visits at a provider that began within a time; withdrawn ones are not.

    Args:
        provider: whose visits.
        person: number of the person.
        begins: the first moment.
        ends: the last one, included.
        med_type: the kind of care; a province's own kinds of it are meant too; empty: every kind.
        number: one visit alone; empty: each.

    Raises:
        NotFound: code ``unknown_person``.

    """
    rows = Visit.objects.filter(
        provider=provider, person=kept_number(person), begins_at__range=(begins, ends)
    ).exclude(state=VisitState.WITHDRAWN)
    if med_type:
        rows = rows.filter(med_type__startswith=med_type)
    return rows.filter(number=number) if number else rows


def in_bed(provider: str, begins: datetime, ends: datetime, person: str = "") -> QuerySet[Visit]:
    """Return who lies in a provider's beds now, of those admitted within a time."""
    rows = Visit.objects.filter(
        provider=provider,
        setting=Setting.INPATIENT,
        state=VisitState.OPEN,
        begins_at__range=(begins, ends),
    )
    return rows.filter(person=kept_number(person)) if person else rows


def own_visit(provider: str, number: str, person: str = "") -> Visit:
    """Return a provider's visit.

    Raises:
        NotFound: code ``unknown_visit``: it has none of this number, or not of this person.

    """
    found = Visit.objects.filter(provider=provider, number=number).first()
    if found is None or (person and kept_number(person) != found.person):
        raise unknown_visit(number)
    return found


def diagnoses_of(visit: Visit) -> QuerySet[Diagnosis]:
    """Return the diagnoses of a visit, the first stage first."""
    return visit.diagnoses.order_by("stage", "place")

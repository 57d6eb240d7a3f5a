"""The interface of the people's office (接口): a person, spells, the status on a day, looking up.

Names of fields are those of the national interface (1101) where it has them. What the account may
not see whole comes masked; whoever is out of reach is not found.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from yibao.office.base.audit import shown
from yibao.office.base.field_catalogue import masked
from yibao.office.base.rights.guard import guarded
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.people import queries
from yibao.office.people.errors import unknown_person
from yibao.office.people.models import Enrolment, Person
from yibao.office.people.queries import Status
from yibao.terms.dates import age_on

router = Router()
VIEW, SPELLS, LOOK_UP = "people.person.view", "people.enrolment.view", "people.lookup.view"
IDENTITIES = "people.identity.view"

PersonNumber = Annotated[str, Path(pattern=r"^P[0-9]{22}[0-9A-Z]$")]
Day = Annotated[date | None, Query()]


class Refusal(Schema):
    """What was wrong, in which field, and what to do."""

    code: str
    field: str
    reason: str
    remedy: str


REFUSALS = {403: Refusal, 404: Refusal, 422: Refusal}


class PersonOut(Schema):
    """Who a person is; `age` is that of today or of the day of death."""

    psn_no: str
    psn_cert_type: str
    certno: str
    psn_name: str
    gend: str
    naty: str
    brdy: date
    age: int
    insu_admdvs: str
    death: date | None


class SpellOut(Schema):
    """A spell of insurance; a void one never counted."""

    insutype: str
    psn_type: str
    insuplc_admdvs: str
    emp_no: str
    emp_name: str
    begndate: date
    enddate: date | None
    benefits_from: date | None
    void: bool


class StatusOut(Schema):
    """How a person stands on a day, and why in words."""

    psn_no: str
    day: date
    psn_insu_stas: str
    has_benefits: bool
    reason_zh: str
    reason_en: str
    insutype: str
    psn_type: str
    insuplc_admdvs: str
    emp_name: str
    psn_insu_date: date | None
    paus_insu_date: date | None
    benefits_from: date | None


class IdentityOut(Schema):
    """An identity that earns help, with its days."""

    category: str
    psn_idet_type: str
    begntime: date
    endtime: date | None


class LookUpIn(Schema):
    """A certificate, a name, and what the person is looked up for; all whole."""

    psn_cert_type: Annotated[str, Field(pattern=r"^[0-9]{2,6}$")] = "01"
    certno: Annotated[str, Field(pattern=r"^[0-9A-Za-z()/-]{4,50}$")]
    psn_name: Annotated[str, Field(min_length=1, max_length=50)]
    purpose: Annotated[str, Field(min_length=2, max_length=200)]
    day: date | None = None


class LookUpOut(Schema):
    """Who was found, how they stand, which identities they have on that day."""

    baseinfo: PersonOut
    insuinfo: list[StatusOut]
    idetinfo: list[IdentityOut]


@router.get("persons/{number}/", response={200: PersonOut, **REFUSALS})
@guarded(VIEW)
def person(request: OfficeRequest, number: PersonNumber) -> PersonOut:
    """Return a person; a number that was merged gives the person kept."""
    return _person(request, _within(request, number, VIEW))


@router.get("persons/{number}/enrolments/", response={200: list[SpellOut], **REFUSALS})
@guarded(SPELLS)
def enrolments(request: OfficeRequest, number: PersonNumber) -> list[SpellOut]:
    """Return every spell of insurance, the newest first."""
    row = _within(request, number, SPELLS)
    return [_spell(spell) for spell in row.enrolments.order_by("-during", "-pk")]


@router.get("persons/{number}/status/", response={200: StatusOut, **REFUSALS})
@guarded(SPELLS)
def status(
    request: OfficeRequest,
    number: PersonNumber,
    day: Day = None,
    insutype: Annotated[str, Query(pattern=r"^[0-9]{0,6}$")] = "",
) -> StatusOut:
    """Say how a person stands on a day in one scheme, or in the basic ones, and why."""
    row = _within(request, number, SPELLS)
    asked = day or timezone.localdate()
    return _status(row, queries.status_on(row.number, asked, insutype), asked)


@router.get("persons/{number}/identities/", response={200: list[IdentityOut], **REFUSALS})
@guarded(IDENTITIES)
def identities(request: OfficeRequest, number: PersonNumber) -> list[IdentityOut]:
    """Return every identity that earns help, past ones too."""
    return _identities(_within(request, number, IDENTITIES), None)


@router.post("lookup/", response={200: LookUpOut, **REFUSALS})
@guarded(LOOK_UP)
def look_up(request: OfficeRequest, asked: LookUpIn) -> LookUpOut:
    """Find one person by a whole certificate and name, for a purpose that the audit keeps."""
    row = queries.look_up(asked.psn_cert_type, asked.certno, asked.psn_name)
    shown(request, [row.number], purpose=asked.purpose)
    day = asked.day or timezone.localdate()
    return LookUpOut(
        baseinfo=_person(request, row, whole=True),
        insuinfo=[_status(row, queries.status_on(row.number, day), day)],
        idetinfo=_identities(row, day),
    )


def _within(request: OfficeRequest, number: str, permission: str) -> Person:
    """Return a person within reach, and note that the request shows them.

    Raises:
        NotFound: code ``unknown_person``, also for somebody out of reach.

    """
    row = queries.person_row(number)
    reach = request.granted.reach(permission)
    if not queries.persons_within(reach).filter(pk=row.pk).exists():
        raise unknown_person(number)
    shown(request, [row.number])
    return row


def _person(request: OfficeRequest, row: Person, *, whole: bool = False) -> PersonOut:
    granted = request.granted

    def seen(field: str, value: str) -> str:
        # Who looks somebody up has just said name and certificate.
        return value if whole else str(masked(granted, f"people.person.{field}", value))

    return PersonOut(
        psn_no=row.number,
        psn_cert_type=row.certificate_type,
        certno=seen("certificate_number", row.certificate_number),
        psn_name=seen("name", row.name),
        gend=row.sex,
        naty=row.nationality,
        brdy=row.birth,
        age=age_on(row.birth, row.death or timezone.localdate()),
        insu_admdvs=row.division,
        death=row.death,
    )


def _spell(spell: Enrolment) -> SpellOut:
    return SpellOut(
        insutype=spell.insutype,
        psn_type=spell.psn_type,
        insuplc_admdvs=spell.division,
        emp_no=spell.employer,
        emp_name=spell.employer_name,
        begndate=spell.first,
        enddate=spell.last,
        benefits_from=spell.benefits_from,
        void=spell.void,
    )


def _status(row: Person, found: Status, day: date) -> StatusOut:
    return StatusOut(
        psn_no=row.number,
        day=day,
        psn_insu_stas=found.code,
        has_benefits=found.has_benefits,
        reason_zh=found.reason.zh,
        reason_en=found.reason.en,
        insutype=found.insutype,
        psn_type=found.psn_type,
        insuplc_admdvs=found.division,
        emp_name=found.employer_name,
        psn_insu_date=found.first,
        paus_insu_date=found.suspended_from,
        benefits_from=found.benefits_from,
    )


def _identities(row: Person, day: date | None) -> list[IdentityOut]:
    return [
        IdentityOut(
            category=identity.category,
            psn_idet_type=identity.psn_idet_type,
            begntime=identity.first,
            endtime=identity.last,
        )
        for identity in row.identities.order_by("during", "pk")
        if day is None or identity.holds(day)
    ]

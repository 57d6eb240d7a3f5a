"""The interface of the providers' office (接口): institutions, and what they may settle."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from yibao.office.base.rights.guard import guarded
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.providers import queries
from yibao.office.providers.errors import unknown_institution
from yibao.office.providers.kinds import SCOPE_OF_CARE, CareScope
from yibao.office.providers.models import Agreement, Institution

router = Router()
VIEW = "providers.institution.view"
SHOWN_AT_MOST = 100

# The shapes of the codes stand in `standards/identifiers`; here is what keeps noise out.
InstitutionCode = Annotated[str, Path(pattern=r"^[HP][0-9]{11}$")]
StaffCode = Annotated[str, Path(pattern=r"^[A-Z]{1,2}[0-9]{12}$")]
Care = Annotated[str, Field(pattern=f"^({'|'.join([*SCOPE_OF_CARE, *CareScope])})$")]


class Refusal(Schema):
    """What was wrong, in which field, and what to do."""

    code: str
    field: str
    reason: str
    remedy: str


REFUSALS = {403: Refusal, 404: Refusal, 422: Refusal}


class InstitutionOut(Schema):
    """An institution on a day; names of fields are those of the national interface."""

    fixmedins_code: str
    fixmedins_name: str
    fixmedins_type: str
    kind: str
    level: str
    hosp_lv: str
    uscc: str
    admdvs: str
    address: str
    closed_on: date | None


class AnswerOut(Schema):
    """Whether something may be on a day, and why not."""

    yes: bool
    code: str
    reason_zh: str
    reason_en: str


class SuspensionOut(Schema):
    """Days on which an agreement, or one kind of care of it, is suspended."""

    scope: str
    first: date
    last: date | None
    reason: str


class AgreementOut(Schema):
    """An agreement, how it stands on a day, what it covers."""

    number: str
    state: str
    signed_on: date
    first: date
    last: date | None
    scopes: list[str]
    suspensions: list[SuspensionOut]


@router.get("institutions/", response={200: list[InstitutionOut], 403: Refusal, 422: Refusal})
@guarded(VIEW)
def institutions(
    request: OfficeRequest,
    text: Annotated[str, Query(min_length=1, max_length=50)],
    day: Annotated[date | None, Query()] = None,
) -> list[InstitutionOut]:
    """Find institutions within reach by part of the name or the beginning of the code."""
    within = queries.institutions_within(request.granted.reach(VIEW))
    found = queries.named(within, text).order_by("code")[:SHOWN_AT_MOST]
    return [_institution(row, day or timezone.localdate()) for row in found]


@router.get("institutions/{code}/", response={200: InstitutionOut, **REFUSALS})
@guarded(VIEW)
def institution(
    request: OfficeRequest, code: InstitutionCode, day: Annotated[date | None, Query()] = None
) -> InstitutionOut:
    """Return an institution as it is on a day, today if none is said."""
    return _institution(_within(request, code), day or timezone.localdate())


@router.get("institutions/{code}/can-settle/", response={200: AnswerOut, **REFUSALS})
@guarded(VIEW)
def can_settle(
    request: OfficeRequest,
    code: InstitutionCode,
    day: Annotated[date, Query()],
    care: Annotated[Care, Query()],
) -> AnswerOut:
    """Say whether an institution can settle a kind of care on a day, and why not."""
    _within(request, code)
    return _answer(queries.can_settle(code, day, care))


@router.get("institutions/{code}/staff/{staff}/", response={200: AnswerOut, **REFUSALS})
@guarded("providers.staff.view")
def staff_standing(
    request: OfficeRequest,
    code: InstitutionCode,
    staff: StaffCode,
    day: Annotated[date, Query()],
) -> AnswerOut:
    """Say whether what somebody orders at an institution is paid for on a day, and why not."""
    _within(request, code)
    return _answer(queries.staff_on(staff, code, day))


@router.get("institutions/{code}/agreements/", response={200: list[AgreementOut], **REFUSALS})
@guarded("providers.agreement.view")
def agreements(
    request: OfficeRequest, code: InstitutionCode, day: Annotated[date | None, Query()] = None
) -> list[AgreementOut]:
    """Return the agreements of an institution, the newest first."""
    _within(request, code)
    asked = day or timezone.localdate()
    return [_agreement(row, asked) for row in queries.agreements_of(code)]


def _within(request: OfficeRequest, code: str) -> Institution:
    """Return an institution within reach.

    Raises:
        NotFound: code ``unknown_institution``, also where it is out of reach.

    """
    within = queries.institutions_within(request.granted.reach(VIEW))
    row = within.filter(code=code).first()
    if row is None:
        raise unknown_institution(code)
    return row


def _institution(row: Institution, day: date) -> InstitutionOut:
    return InstitutionOut(
        fixmedins_code=row.code,
        fixmedins_name=row.name,
        fixmedins_type=row.type,
        kind=row.kind,
        level=queries.provider_on(row.code, day).level,
        hosp_lv=queries.hosp_lv_on(row.code, day),
        uscc=row.credit_code,
        admdvs=row.division,
        address=row.address,
        closed_on=row.closed_on,
    )


def _answer(found: queries.Answer) -> AnswerOut:
    return AnswerOut(
        yes=found.yes, code=found.code, reason_zh=found.reason.zh, reason_en=found.reason.en
    )


def _agreement(row: Agreement, day: date) -> AgreementOut:
    return AgreementOut(
        number=row.number,
        state=row.state_on(day).value,
        signed_on=row.signed_on,
        first=row.first,
        last=row.last,
        scopes=sorted(scope.scope for scope in row.scopes.all()),
        suspensions=[
            SuspensionOut(
                scope=pause.scope, first=pause.first, last=pause.last, reason=pause.reason
            )
            for pause in row.suspensions.all()
        ],
    )

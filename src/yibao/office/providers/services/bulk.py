"""Many new institutions with all that is known of them, in few statements (批量登记)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.providers.copying import copy_rows
from yibao.office.providers.dated import no_overlap, period
from yibao.office.providers.models import (
    Agreement,
    AgreementScope,
    AgreementSuspension,
    BankAccount,
    Department,
    Institution,
    InstitutionLevel,
    StaffMember,
)
from yibao.office.providers.services.agreements import check_scopes
from yibao.office.providers.services.checks import checked_institution
from yibao.office.providers.words import pairs, sorting_key
from yibao.terms.dictionaries import dictionary
from yibao.terms.identifiers import check_shape
from yibao.terms.levels import level as known_level
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody on the staff: kind, code, name, the department's code in the hospital, title."""

    kind: str
    code: str
    name: str
    department: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """An agreement; `suspended` names the days and the reason of a suspension."""

    number: str
    scopes: Sequence[str]
    signed_on: date
    first: date
    last: date
    suspended: tuple[date, date, str] | None = None


@dataclass(frozen=True, slots=True)
class NewInstitution:
    """An institution as `register_institution` takes one, with what is dated about it.

    `departments` holds code, name, national code and beds; `account` holder, bank and number.
    """

    values: Mapping[str, Any]
    first: date
    level: str
    hosp_lv: str
    evidence: str
    account: tuple[str, str, str] | None = None
    departments: Sequence[tuple[str, str, str, int]] = ()
    staff: Sequence[NewStaff] = ()
    agreements: Sequence[NewAgreement] = ()


def known_codes(codes: Iterable[str]) -> set[str]:
    """Return which institutions are registered already."""
    found = Institution.objects.filter(code__in=list(codes))
    return set(found.values_list("code", flat=True))


@transaction.atomic
def register_many(actor: Actor, many: Sequence[NewInstitution]) -> int:
    """Register many institutions, all or none; return how many.

    Every field is checked as when one is registered; the audit has one entry for all.

    Raises:
        InvalidInput: of a field that is wrong; code ``dates_overlap``.
        IntegrityError: when a code is known; ask `known_codes` before.

    """
    made = [_institution(new) for new in many]
    copy_rows(made)
    both = list(zip(made, many, strict=True))
    copy_rows([_level(row, new) for row, new in both])
    copy_rows([_account(row, new) for row, new in both if new.account])
    with no_overlap("first", Text("记录日期重叠。", "Two records share a day.")):
        copy_rows([_department(row, new, one) for row, new in both for one in new.departments])
        copy_rows([_staff(row, new, one) for row, new in both for one in new.staff])
        _sign(both)
    wrote(actor, "providers.institution.import", "institutions", {"count": (None, len(made))})
    return len(made)


def _institution(new: NewInstitution) -> Institution:
    cleaned = checked_institution(new.values)
    known_level(new.level)
    if new.hosp_lv:
        dictionary("hosp_lv").check(new.hosp_lv, "hosp_lv")
    name = cleaned["name"]
    return Institution(**cleaned, name_words=pairs(name), name_key=sorting_key(name))


def _level(row: Institution, new: NewInstitution) -> InstitutionLevel:
    return InstitutionLevel(
        institution=row,
        level=new.level,
        hosp_lv=new.hosp_lv,
        evidence=new.evidence,
        during=period(new.first),
    )


def _account(row: Institution, new: NewInstitution) -> BankAccount:
    assert new.account is not None, "asked for before"
    holder, bank, number = new.account
    return BankAccount(
        institution=row, holder=holder, bank=bank, number=number, during=period(new.first)
    )


def _department(
    row: Institution, new: NewInstitution, one: tuple[str, str, str, int]
) -> Department:
    code, name, national, beds = one
    dictionary("dept").check(national, "caty")
    return Department(
        institution=row,
        code=code,
        name=name,
        national_code=national,
        beds=beds,
        during=period(new.first),
    )


def _staff(row: Institution, new: NewInstitution, one: NewStaff) -> StaffMember:
    return StaffMember(
        institution=row,
        kind=one.kind,
        code=check_shape(one.kind, one.code, "code"),
        name=one.name,
        name_words=pairs(one.name),
        department=one.department,
        title=one.title,
        during=period(new.first),
    )


def _sign(both: Sequence[tuple[Institution, NewInstitution]]) -> None:
    signed = [
        (
            Agreement(
                institution=row,
                number=new.number,
                signed_on=new.signed_on,
                during=period(new.first, new.last),
            ),
            new,
        )
        for row, institution in both
        for new in institution.agreements
    ]
    copy_rows([agreement for agreement, _ in signed])
    scopes: list[AgreementScope] = []
    pauses: list[AgreementSuspension] = []
    for agreement, new in signed:
        check_scopes(new.scopes)
        scopes += [
            AgreementScope(
                agreement=agreement,
                institution=agreement.institution,
                scope=scope,
                during=agreement.during,
            )
            for scope in new.scopes
        ]
        if new.suspended is not None:
            first, last, reason = new.suspended
            pauses.append(
                AgreementSuspension(agreement=agreement, reason=reason, during=period(first, last))
            )
    copy_rows(scopes)
    copy_rows(pauses)

"""Rows made from what a clerk or a file says, each field checked (记录的构造)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yibao.office.people.errors import invalid_day, missing
from yibao.office.people.models import (
    AwayFiling,
    Cover,
    DiseaseRegistration,
    DoctorContract,
    Enrolment,
    Figure,
    Identity,
    Person,
)
from yibao.office.people.names import (
    EMPLOYEES,
    FIGURES,
    RESIDENTS,
    check_code,
    check_fact,
    check_name,
    family_of,
    status_of,
)
from yibao.office.people.services.locks import text
from yibao.office.providers import queries as providers
from yibao.office.providers.dated import period
from yibao.office.providers.errors import not_offered
from yibao.terms.admdvs import Division
from yibao.terms.identifiers import check_shape
from yibao.terms.text import Text

_EVIDENCE = Text("认定文件", "evidence")
_FILINGS = ("long_term", "referral", "emergency", "temporary")

Said = Mapping[str, Any]


def enrolment_row(person: Person, said: Said, first: date, last: date | None) -> Enrolment:
    """Make a spell of insurance from insutype, psn_type, division and what else is known.

    Raises:
        InvalidInput: of a field that is wrong.

    """
    insutype = check_code("insutype", str(said["insutype"]))
    psn_type = check_code("psn_type", str(said["psn_type"]))
    if insutype in (EMPLOYEES, RESIDENTS):
        status_of(psn_type)
    employer = text("emp_no", said.get("employer"), 40)
    if insutype == EMPLOYEES and status_of(psn_type) == "working" and not employer:
        raise missing("emp_no", Text("单位编号", "number of the employer"))
    row = Enrolment(
        person=person,
        insutype=insutype,
        family=family_of(insutype),
        psn_type=psn_type,
        division=Division.parse(str(said["division"]), "insuplc_admdvs").code,
        employer=employer,
        employer_name=text("emp_name", said.get("employer_name"), 200),
        premium_class=check_fact("premium_class", str(said.get("premium_class") or "single")),
        rank=check_fact("rank", str(said.get("rank") or "none")),
        benefits_from=said.get("benefits_from"),
        during=period(first, last),
    )
    if row.benefits_from is not None and not row.holds(row.benefits_from):
        reason = Text("待遇开始日期不在参保期内。", "Benefits begin outside the spell.")
        raise invalid_day("benefits_from", reason)
    return row


def identity_row(person: Person, said: Said, first: date, last: date | None) -> Identity:
    """Make an identity from category, evidence, source and perhaps psn_idet_type.

    Raises:
        InvalidInput: of a field that is wrong.

    """
    code = str(said.get("psn_idet_type") or "")
    return Identity(
        person=person,
        category=check_name("category", str(said["category"]), "category"),
        psn_idet_type=check_code("psn_idet_type", code) if code else "",
        evidence=text("evidence", said.get("evidence"), 200, _EVIDENCE),
        source=text("source", said.get("source"), 100, Text("认定部门", "department")),
        during=period(first, last),
    )


def cover_row(person: Person, said: Said, first: date, last: date | None) -> Cover:
    """Make a further cover from cover and perhaps carrier.

    Raises:
        InvalidInput: of a field that is wrong.

    """
    return Cover(
        person=person,
        cover=check_name("cover", str(said["cover"]), "cover"),
        carrier=text("carrier", said.get("carrier"), 200),
        during=period(first, last),
    )


def disease_row(person: Person, said: Said, first: date, last: date | None) -> DiseaseRegistration:
    """Make a registration from disease, institution, evidence, perhaps opsp_dise_code and doctor.

    Raises:
        InvalidInput: of a field that is wrong.

    """
    code, doctor = str(said.get("opsp_dise_code") or ""), str(said.get("doctor") or "")
    return DiseaseRegistration(
        person=person,
        disease=check_name("disease", str(said["disease"]), "disease"),
        opsp_dise_code=check_shape("chronic_disease", code, "opsp_dise_code") if code else "",
        institution=str(said["institution"]),
        doctor=check_shape("doctor", doctor, "diag_dr_codg") if doctor else "",
        evidence=text("evidence", said.get("evidence"), 200, _EVIDENCE),
        during=period(first, last),
    )


def filing_row(person: Person, said: Said, first: date, last: date | None) -> AwayFiling:
    """Make a filing from kind, destination, filed_on and perhaps reason.

    Raises:
        InvalidInput: of a field that is wrong.

    """
    kind = str(said["kind"])
    if kind not in _FILINGS:
        raise not_offered("kind", kind, list(_FILINGS))
    return AwayFiling(
        person=person,
        kind=kind,
        destination=Division.parse(str(said["destination"]), "mdtrtarea_admdvs").code,
        reason=text("reason", said.get("reason"), 500),
        filed_on=said["filed_on"],
        during=period(first, last),
    )


def contract_row(person: Person, said: Said, first: date, last: date | None) -> DoctorContract:
    """Make a contract from institution and perhaps doctor.

    Raises:
        InvalidInput: of a field that is wrong.

    """
    doctor = str(said.get("doctor") or "")
    return DoctorContract(
        person=person,
        institution=str(said["institution"]),
        doctor=check_shape("doctor", doctor, "doctor") if doctor else "",
        during=period(first, last),
    )


def figure_row(person: Person, said: Said, first: date, last: date | None) -> Figure:
    """Make a dated number from name and amount.

    Raises:
        InvalidInput: code ``not_offered``.

    """
    name, amount = str(said["name"]), int(said["amount"])
    if name not in FIGURES:
        raise not_offered("name", name, list(FIGURES))
    if amount < 0:
        raise not_offered("amount", str(amount), ["0, 1, 2 …"])
    return Figure(person=person, name=name, amount=amount, during=period(first, last))


def known_institution(said: Said) -> None:
    """See that the institution named is registered.

    Raises:
        NotFound: code ``unknown_institution``.

    """
    providers.institution_row(str(said["institution"]))

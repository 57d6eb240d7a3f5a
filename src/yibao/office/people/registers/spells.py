"""The registers of identities, diseases, filings (身份、病种、备案登记簿)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.people import services
from yibao.office.people.models import AwayFiling, DiseaseRegistration, Identity
from yibao.office.people.names import label_of
from yibao.office.people.registers import forms as asked
from yibao.office.people.registers import words as say
from yibao.office.people.registers.rows import (
    DAYS,
    FILTERS,
    PERSON,
    detail_of,
    persons_of,
    rows_of,
)
from yibao.office.providers.dated import Dated
from yibao.office.screens.language import said
from yibao.office.screens.register import Action, Column, Fact, Filter, Register
from yibao.terms.text import Text

Cleaned = Mapping[str, Any]


def _end_identity(actor: Actor, row: Identity, cleaned: Cleaned) -> Text:
    services.end_identity(actor, row.person.number, row.category, **cleaned)
    return Text("身份已退出。", "The identity is ended.")


def _end_disease(actor: Actor, row: DiseaseRegistration, cleaned: Cleaned) -> Text:
    services.end_disease(actor, row.person.number, row.disease, **cleaned)
    return Text("病种登记已注销。", "The registration is ended.")


def _holds(row: Dated) -> bool:
    return row.last is None or row.last >= timezone.localdate()


IDENTITIES = Register(
    code="people.identity",
    title=Text("救助身份", "Identities"),
    office="people",
    permission="people.identity.view",
    rows=rows_of(Identity),
    order=("-pk",),
    icon="heart-handshake",
    empty=Text("在人员页面认定身份。", "Add an identity from the person's page."),
    columns=(
        *PERSON,
        Column("category", say.CATEGORY, "choice", choices=lambda: say.of_policy("category")),
        Column("source", Text("认定部门", "Department"), narrow=False),
        *DAYS,
    ),
    filters=(
        *FILTERS,
        Filter(
            "category",
            say.CATEGORY,
            "choice",
            lambda rows, value: rows.filter(category=value),
            choices=lambda: say.of_policy("category"),
        ),
    ),
    persons=persons_of,
    detail=detail_of(
        Text("救助身份", "Identity"),
        (
            Fact(say.CATEGORY, lambda row: said(label_of("category", row.category))),
            Fact(Text("认定文件", "Evidence"), "evidence"),
            Fact(Text("认定部门", "Department"), "source"),
            Fact(Text("退出原因", "Reason of the end"), "end_reason"),
        ),
    ),
    export_permission="people.enrolment.export",
    actions=(
        Action(
            *("end", Text("退出", "End"), "people.identity.edit", _end_identity),
            Text("此后不享受该身份的待遇。", "No help by it afterwards."),
            *(asked.UntilForm, "user-minus", _holds),
            danger=True,
        ),
    ),
)

DISEASES = Register(
    code="people.disease",
    title=Text("门诊慢特病登记", "Registered diseases"),
    office="people",
    permission="people.registration.view",
    rows=rows_of(DiseaseRegistration),
    order=("-pk",),
    icon="report-medical",
    empty=Text("在人员页面登记病种。", "Register a disease from the person's page."),
    columns=(
        *PERSON,
        Column("disease", say.DISEASE, "choice", choices=lambda: say.of_policy("disease")),
        Column("institution", Text("鉴定机构", "Institution"), kind="code", narrow=False),
        *DAYS,
    ),
    filters=FILTERS,
    persons=persons_of,
    detail=detail_of(
        Text("门诊慢特病登记", "Registered disease"),
        (
            Fact(say.DISEASE, lambda row: said(label_of("disease", row.disease))),
            Fact(Text("鉴定机构", "Institution"), "institution", kind="code"),
            Fact(Text("诊断医师", "Doctor"), "doctor", kind="code"),
            Fact(Text("鉴定材料", "Evidence"), "evidence"),
            Fact(Text("注销原因", "Reason of the end"), "end_reason"),
        ),
    ),
    export_permission="people.enrolment.export",
    actions=(
        Action(
            *("end", Text("注销", "End"), "people.registration.edit", _end_disease),
            Text("此后不享受该病种的待遇。", "No benefits for it afterwards."),
            *(asked.UntilForm, "user-minus", _holds),
            danger=True,
        ),
    ),
)

FILINGS = Register(
    code="people.filing",
    title=Text("异地就医备案", "Filings for care away"),
    office="people",
    permission="people.registration.view",
    rows=rows_of(AwayFiling),
    order=("-pk",),
    icon="plane",
    empty=Text("在人员页面备案。", "File from the person's page."),
    columns=(
        *PERSON,
        Column("kind", Text("备案类型", "Kind"), "choice", choices=say.FILINGS),
        Column("destination", Text("就医地", "Destination"), kind="code"),
        *DAYS,
    ),
    filters=FILTERS,
    persons=persons_of,
    detail=detail_of(
        Text("异地就医备案", "Filing"),
        (
            Fact(Text("备案类型", "Kind"), "kind", "choice", choices=say.FILINGS),
            Fact(Text("就医地", "Destination"), "destination", kind="code"),
            Fact(say.REASON, "reason"),
            Fact(Text("备案日期", "Filed on"), "filed_on", kind="date"),
        ),
    ),
    export_permission="people.enrolment.export",
)

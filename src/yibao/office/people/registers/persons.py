"""The register of persons (参保人员登记簿)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.base.rights.granted import Reach, beginning_of
from yibao.office.people import queries, services
from yibao.office.people.models import Person
from yibao.office.people.names import label_of
from yibao.office.people.queries import Status
from yibao.office.people.registers import words as say
from yibao.office.people.registers.doing import ON_PERSONS
from yibao.office.people.registers.forms import PersonForm
from yibao.office.people.registers.story import timeline
from yibao.office.providers.history import changes_of
from yibao.office.providers.reach import see_within
from yibao.office.screens.language import said
from yibao.office.screens.register import (
    Change,
    Column,
    Detail,
    Edit,
    Fact,
    Filter,
    Register,
    Related,
    Section,
)
from yibao.office.screens.rights import Granted
from yibao.terms.dictionaries import dictionary
from yibao.terms.errors import YibaoError
from yibao.terms.text import Text

EDIT = "people.person.edit"
_CORRECTED = ("name", "sex", "birth", "nationality", "division", "phone", "address")
_LOADED = (*_CORRECTED, "certificate_type", "certificate_number")


def _rows(granted: Granted, reach: Reach) -> QuerySet[Person]:
    del granted
    return queries.persons_within(reach).select_related("merged_into")


def _load(row: Person | None) -> Mapping[str, Any]:
    return {} if row is None else {name: getattr(row, name) for name in _LOADED}


def _save(actor: Actor, row: Person | None, cleaned: Mapping[str, Any]) -> Person:
    today = timezone.localdate()
    see_within(actor, EDIT, str(cleaned["division"]))
    if row is None:
        return services.register_person(actor, cleaned, today)
    values = {name: cleaned[name] for name in _CORRECTED}
    return services.correct_person(actor, row.number, row.version, values, today)


def _status(row: Person) -> Status:
    return queries.status_on(row.number, timezone.localdate())


def _enrolment(row: Person) -> str:
    found = _status(row)
    if not found.insutype:
        return said(found.reason)
    kind = say.called("psn_type", found.psn_type)
    return f"{said(dictionary('insutype').label(found.insutype))} · {kind}"


def _merged(row: Person) -> str:
    return row.merged_into.number if row.merged_into else ""


def _benefits(row: Person) -> str:
    """Say in words how the person stands, or why that cannot be told."""
    try:
        facts = queries.facts_on(row.number, timezone.localdate())
    except YibaoError as error:
        return said(error.reason)
    names = [label_of("category", spell.content) for spell in facts.categories]
    names += [label_of("disease", spell.content) for spell in facts.filed]
    names += [label_of("cover", spell.content) for spell in facts.covers]
    return "、".join(said(name) for name in names)


def _history(row: Person) -> Iterator[Change]:
    return changes_of(f"person:{row.number}", "people.person")


def _related() -> tuple[Related, ...]:
    return tuple(
        Related(title, register, lambda row: {"person": row.number}, ("person", "name"))
        for title, register in (
            (Text("参保记录", "Enrolment"), "people.enrolment"),
            (Text("救助身份", "Identities"), "people.identity"),
            (Text("慢特病登记", "Diseases"), "people.disease"),
            (Text("异地备案", "Filings"), "people.filing"),
            (Text("账户共济", "Shared accounts"), "people.sharing"),
        )
    )


PERSONS = Register(
    code="people.person",
    title=Text("参保人员", "Persons"),
    office="people",
    permission="people.person.view",
    rows=_rows,
    order=("-pk",),
    icon="users",
    hint=Text("一人一档：身份、参保、救助、登记、备案。", "One file a person, all that is dated."),
    columns=(
        Column("number", say.NUMBER, kind="code", link=True),
        Column("name", say.NAME, field="people.person.name"),
        Column(
            "certificate",
            say.CERTIFICATE,
            kind="code",
            value="certificate_number",
            field="people.person.certificate_number",
            narrow=False,
        ),
        Column("sex", say.SEX, "choice", choices=lambda: say.national("gend"), narrow=False),
        Column("birth", say.BIRTH, kind="date", narrow=False),
        Column("division", say.DIVISION, kind="code"),
    ),
    filters=(
        Filter(
            "q",
            Text("姓名、编号、证件或电话", "Name, number, certificate or phone"),
            "search",
            queries.named,
        ),
        Filter(
            "division",
            say.DIVISION,
            "division",
            lambda rows, value: rows.filter(division__startswith=beginning_of(value)),
        ),
        Filter(
            "dead",
            Text("已死亡", "Dead"),
            "flag",
            lambda rows, value: rows.filter(death__isnull=not value),
        ),
        Filter(
            "merged",
            Text("已并入他号", "Merged"),
            "flag",
            lambda rows, value: rows.filter(merged_into__isnull=not value),
        ),
    ),
    persons=lambda row: (row.number,),
    detail=Detail(
        heading="name",
        heading_field="people.person.name",
        subtitle=lambda row: row.number,
        status=Fact(
            say.STATE, lambda row: _status(row).code, "choice", choices=say.STATES, tones=say.TONES
        ),
        persons=lambda row: (row.number,),
        sections=(
            Section(
                Text("参保状态", "Insurance"),
                (
                    Fact(say.SCHEME, _enrolment),
                    Fact(Text("说明", "In words"), lambda row: said(_status(row).reason)),
                    Fact(say.EMPLOYER, lambda row: _status(row).employer_name),
                    Fact(Text("身份、病种、补充保障", "Identities, diseases, covers"), _benefits),
                ),
            ),
            Section(
                Text("身份信息", "Person"),
                (
                    Fact(say.NUMBER, "number", kind="code"),
                    Fact(
                        say.CERTIFICATE,
                        "certificate_number",
                        "code",
                        field="people.person.certificate_number",
                    ),
                    Fact(say.SEX, lambda row: say.called("gend", row.sex)),
                    Fact(say.BIRTH, "birth", kind="date"),
                    Fact(
                        Text("民族", "Nationality"), lambda row: say.called("naty", row.nationality)
                    ),
                    Fact(say.DIVISION, "division", kind="code"),
                    Fact(Text("联系电话", "Phone"), "phone", field="people.person.phone"),
                    Fact(Text("联系地址", "Address"), "address", field="people.person.address"),
                    Fact(Text("死亡日期", "Death"), "death", kind="date"),
                    Fact(Text("并入编号", "Merged into"), _merged, kind="code"),
                ),
            ),
        ),
        timeline=timeline,
        related=_related(),
    ),
    edit=Edit(permission=EDIT, form_class=PersonForm, load=_load, save=_save, create=True),
    history=_history,
    imports=("people.persons",),
    export_permission="people.person.export",
    actions=ON_PERSONS,
)

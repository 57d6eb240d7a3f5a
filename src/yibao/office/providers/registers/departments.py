"""The register of departments (科室登记簿)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from yibao.office.base.actor import Actor
from yibao.office.base.rights.granted import Reach
from yibao.office.providers import services
from yibao.office.providers.forms import LAST, day
from yibao.office.providers.history import changes_of
from yibao.office.providers.models import Department
from yibao.office.providers.registers import words as say
from yibao.office.screens.language import said
from yibao.office.screens.register import (
    Action,
    Column,
    Detail,
    Fact,
    Filter,
    Register,
    Section,
)
from yibao.office.screens.rights import Granted
from yibao.terms.dictionaries import dictionary
from yibao.terms.text import Text

NAME = Text("科室名称", "Name")
NATIONAL = Text("科别", "National code")
OWN_CODE = Text("院内编码", "Code in the hospital")


class CloseForm(forms.Form):
    """The last day of a department."""

    last = day(LAST)


def _rows(granted: Granted, reach: Reach) -> QuerySet[Department]:
    del granted
    within = reach.condition("institution__division", provider="institution__code")
    return Department.objects.filter(within).select_related("institution")


def _national(row: Department) -> str:
    return f"{row.national_code} {said(dictionary('dept').label(row.national_code))}"


def _close(actor: Actor, row: Department, cleaned: Mapping[str, Any]) -> Text:
    services.close_department(actor, row.institution.code, row.code, cleaned["last"])
    return Text("科室已撤销。", "The department is closed.")


def _find(rows: QuerySet[Department], text: str) -> QuerySet[Department]:
    code = text.upper()
    return rows.filter(Q(national_code__startswith=code) | Q(institution__code=code))


DEPARTMENTS = Register(
    code="providers.department",
    title=Text("科室", "Departments"),
    office="providers",
    permission="providers.department.view",
    rows=_rows,
    order=("pk",),
    icon="door",
    empty=Text("在机构页面开设科室。", "Open a department from an institution's page."),
    columns=(
        Column("name", NAME, link=True),
        Column("code", OWN_CODE, kind="code"),
        Column("national", NATIONAL, value=_national),
        Column("institution", say.NAME, value="institution__name", narrow=False),
        Column("beds", Text("床位", "Beds"), kind="number", narrow=False),
        Column("last", say.LAST, kind="date", narrow=False),
    ),
    filters=(
        Filter("q", Text("科别代码或机构编号", "National code or institution"), "search", _find),
        Filter(
            "institution",
            say.CODE,
            "exact",
            lambda rows, value: rows.filter(institution__code=value),
        ),
    ),
    detail=Detail(
        heading="name",
        subtitle=lambda row: row.institution.name,
        sections=(
            Section(
                Text("科室", "Department"),
                (
                    Fact(OWN_CODE, "code", kind="code"),
                    Fact(NATIONAL, _national),
                    Fact(Text("床位", "Beds"), "beds", kind="number"),
                    Fact(say.FIRST, "first", kind="date"),
                    Fact(say.LAST, "last", kind="date"),
                ),
            ),
        ),
    ),
    history=lambda row: changes_of(
        f"department:{row.institution.code}/{row.code}", "providers.department"
    ),
    export_permission="providers.institution.export",
    actions=(
        Action(
            "close",
            Text("撤销", "Close"),
            "providers.department.edit",
            _close,
            Text("此后该科室不能再收治。", "Nothing can be done there afterwards."),
            CloseForm,
            "door-off",
            lambda row: row.last is None,
            danger=True,
        ),
    ),
)

"""The register of institutions (定点医药机构登记簿)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.base.rights.granted import Reach, beginning_of
from yibao.office.providers import queries, services
from yibao.office.providers.forms import EVIDENCE, capitals, choice, day, stays, words
from yibao.office.providers.history import changes_of
from yibao.office.providers.models import BankAccount, Institution
from yibao.office.providers.reach import see_within
from yibao.office.providers.registers import words as say
from yibao.office.providers.registers.signing import SIGN
from yibao.office.screens.register import (
    Action,
    Column,
    Detail,
    Edit,
    Fact,
    Filter,
    Moment,
    Register,
    Related,
    Section,
)
from yibao.office.screens.rights import Granted
from yibao.terms.dictionaries import dictionary
from yibao.terms.text import Text

EDIT = "providers.institution.edit"
_FIELDS = (
    *("name", "kind", "nature", "division", "credit_code"),
    *("address", "phone", "responsible", "closed_on"),
)
_HOSP_LV = tuple((code, known.label) for code, known in dictionary("hosp_lv").codes.items())


class InstitutionForm(forms.Form):
    """An institution; of an old one the code stays."""

    code = words(Text("机构编号", "Code"), 12, required=False)
    name = words(say.NAME, 200)
    kind = choice(say.KIND, say.KINDS)
    nature = choice(Text("经营性质", "Ownership"), say.NATURES)
    division = words(say.DIVISION, 6)
    credit_code = capitals(Text("统一社会信用代码", "Credit code"), 18, required=False)
    address = words(Text("地址", "Address"), 200, required=False)
    phone = words(Text("联系电话", "Phone"), 50, required=False)
    responsible = words(Text("负责人", "Responsible"), 50, required=False)
    closed_on = day(Text("停业日期", "Closed on"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stays(self, "code")


class LevelForm(forms.Form):
    """A class from a day on."""

    level = choice(say.LEVEL, say.LEVEL_CHOICES)
    hosp_lv = choice(Text("医院等级", "National class"), _HOSP_LV, required=False)
    first = day(say.FIRST)
    evidence = words(EVIDENCE, 200)


class AccountForm(forms.Form):
    """A bank account from a day on."""

    holder = words(Text("户名", "Holder"), 200)
    bank = words(Text("开户行", "Bank"), 200)
    number = words(Text("账号", "Account number"), 32)
    first = day(say.FIRST)


class DepartmentForm(forms.Form):
    """A department from a day on."""

    hosp_dept_codg = words(Text("医院科室编码", "Code in the hospital"), 20)
    hosp_dept_name = words(Text("医院科室名称", "Name"), 100)
    caty = words(Text("科别（诊疗科目代码）", "National code"), 20)
    beds = forms.IntegerField(min_value=0, max_value=10_000, initial=0)
    first = day(say.FIRST)


class StaffForm(forms.Form):
    """Somebody on the staff from a day on."""

    kind = choice(Text("人员类别", "Kind"), say.STAFF_KINDS)
    code = words(Text("人员编码", "Code"), 14)
    name = words(Text("姓名", "Name"), 50)
    department = words(Text("科室编码", "Department"), 20, required=False)
    title = words(Text("职称", "Title"), 50, required=False)
    first = day(say.FIRST)


def _rows(granted: Granted, reach: Reach) -> QuerySet[Institution]:
    del granted
    return queries.with_levels(queries.institutions_within(reach), timezone.localdate())


def _level(row: Institution) -> str:
    held = getattr(row, "levels_now", None)
    if held is None:
        return queries.provider_on(row.code, timezone.localdate()).level
    return str(held[0].level) if held else "unrated"


def _account(row: Institution) -> BankAccount | None:
    return queries.account_on(row.code, timezone.localdate())


def _load(row: Institution | None) -> Mapping[str, Any]:
    return {} if row is None else {name: getattr(row, name) for name in ("code", *_FIELDS)}


def _save(actor: Actor, row: Institution | None, cleaned: Mapping[str, Any]) -> Institution:
    see_within(actor, EDIT, str(cleaned["division"]))
    if row is None:
        return services.register_institution(actor, cleaned)
    values = {name: cleaned[name] for name in _FIELDS}
    return services.correct_institution(actor, row.code, row.version, values)


def _set_level(actor: Actor, row: Institution, cleaned: Mapping[str, Any]) -> Text:
    services.set_level(
        *(actor, row.code, cleaned["level"], cleaned["first"]),
        hosp_lv=cleaned["hosp_lv"],
        evidence=cleaned["evidence"],
    )
    return Text("级别已变更。", "The class is changed.")


def _set_account(actor: Actor, row: Institution, cleaned: Mapping[str, Any]) -> Text:
    account = (cleaned["holder"], cleaned["bank"], cleaned["number"])
    services.set_bank_account(actor, row.code, account, cleaned["first"])
    return Text("收款账户已变更。", "The bank account is changed.")


def _open_department(actor: Actor, row: Institution, cleaned: Mapping[str, Any]) -> Text:
    department = (cleaned["hosp_dept_codg"], cleaned["hosp_dept_name"], cleaned["caty"])
    first, beds = cleaned["first"], cleaned["beds"]
    services.open_department(actor, row.code, department, first, beds=beds)
    return Text("科室已开设。", "The department is open.")


def _register_staff(actor: Actor, row: Institution, cleaned: Mapping[str, Any]) -> Text:
    services.register_staff(actor, row.code, **cleaned)
    return Text("人员已登记。", "The member of the staff is registered.")


def _timeline(row: Institution, granted: Granted) -> Iterator[Moment]:
    del granted
    for level in row.levels.order_by("-during"):
        label = dict(say.LEVEL_CHOICES).get(level.level, Text(level.level, level.level))
        yield Moment(level.first, Text(f"级别：{label.zh}", f"Class: {label.en}"), level.evidence)
    for agreement in queries.agreements_of(row.code):
        title = Text(f"协议 {agreement.number} 生效", f"Agreement {agreement.number} begins")
        yield Moment(agreement.first, title, tone="green")
        for pause in agreement.suspensions.all():
            yield Moment(pause.first, Text("协议中止", "Suspended"), pause.reason, tone="orange")
        if agreement.ended_on:
            ended = Text("协议提前终止", "Agreement ended early")
            yield Moment(agreement.ended_on, ended, agreement.end_reason, tone="red")


def _act(code: str, zh: str, en: str, run: Any, form: type[forms.Form], **more: Any) -> Action:
    permission = more.pop("permission", EDIT)
    confirm = Text("将写入登记簿并留痕。", "It is written to the register, and kept in history.")
    return Action(code, Text(zh, en), permission, run, confirm, form, **more)


INSTITUTIONS = Register(
    code="providers.institution",
    title=Text("定点医药机构", "Institutions"),
    office="providers",
    permission="providers.institution.view",
    rows=_rows,
    order=("code",),
    icon="building-hospital",
    hint=Text("医院、诊所、村卫生室和药店。", "Hospitals, clinics, village clinics, pharmacies."),
    columns=(
        Column("code", say.CODE, kind="code", sort="code", link=True),
        Column("name", say.NAME, sort="name_key"),
        Column("kind", say.KIND, kind="choice", choices=say.KINDS),
        Column("level", say.LEVEL, "choice", value=_level, choices=say.LEVEL_CHOICES, narrow=False),
        Column("division", say.DIVISION, kind="code", narrow=False),
    ),
    filters=(
        Filter("q", say.FIND, "search", queries.named, hint=Text("名称的一部分", "Part of a name")),
        Filter(
            "kind",
            say.KIND,
            "choice",
            lambda rows, value: rows.filter(kind=value),
            choices=say.KINDS,
        ),
        Filter(
            "division",
            say.DIVISION,
            "division",
            lambda rows, value: rows.filter(division__startswith=beginning_of(value)),
        ),
        Filter("code", say.CODE, "exact", lambda rows, value: rows.filter(code=value)),
    ),
    detail=Detail(
        heading="name",
        subtitle=lambda row: row.code,
        status=Fact(say.KIND, "kind", kind="choice", choices=say.KINDS),
        sections=(
            Section(
                Text("基本信息", "Institution"),
                (
                    Fact(say.CODE, "code", kind="code"),
                    Fact(say.LEVEL, _level, kind="choice", choices=say.LEVEL_CHOICES),
                    Fact(Text("经营性质", "Ownership"), "nature", "choice", choices=say.NATURES),
                    Fact(say.DIVISION, "division", kind="code"),
                    Fact(Text("统一社会信用代码", "Credit code"), "credit_code", kind="code"),
                    Fact(Text("地址", "Address"), "address"),
                    Fact(Text("联系电话", "Phone"), "phone", field="providers.institution.phone"),
                    Fact(
                        Text("负责人", "Responsible"),
                        "responsible",
                        field="providers.institution.responsible",
                    ),
                    Fact(Text("停业日期", "Closed on"), "closed_on", kind="date"),
                ),
            ),
            Section(
                Text("收款账户", "Bank account"),
                (
                    Fact(Text("开户行", "Bank"), lambda row: getattr(_account(row), "bank", "")),
                    Fact(
                        Text("账号", "Account number"),
                        lambda row: getattr(_account(row), "number", ""),
                        field="providers.bankaccount.number",
                    ),
                ),
            ),
        ),
        timeline=_timeline,
        related=tuple(
            Related(title, register, lambda row: {"institution": row.code}, ("institution",))
            for title, register in (
                (Text("协议", "Agreements"), "providers.agreement"),
                (Text("科室", "Departments"), "providers.department"),
                (Text("医师、护士、药师", "Staff"), "providers.staff"),
            )
        ),
    ),
    edit=Edit(permission=EDIT, form_class=InstitutionForm, load=_load, save=_save, create=True),
    history=lambda row: changes_of(f"institution:{row.code}", "providers.institution"),
    imports=("providers.institutions",),
    export_permission="providers.institution.export",
    actions=(
        SIGN,
        _act("level", "变更级别", "Change class", _set_level, LevelForm, icon="stairs-up"),
        _act(
            *("department", "开设科室", "Open department", _open_department, DepartmentForm),
            permission="providers.department.edit",
            icon="door",
        ),
        _act(
            *("staff", "登记人员", "Register staff", _register_staff, StaffForm),
            permission="providers.staff.edit",
            icon="user-plus",
        ),
        _act(
            *("account", "变更收款账户", "Change bank account", _set_account, AccountForm),
            permission="providers.account.edit",
            icon="building-bank",
        ),
    ),
)

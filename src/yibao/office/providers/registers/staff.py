"""The register of doctors, nurses, pharmacists (医保医师、护士、药师登记簿)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.base.rights.granted import Reach
from yibao.office.providers import queries, services
from yibao.office.providers.forms import LAST, REASON, day, words
from yibao.office.providers.history import changes_of
from yibao.office.providers.models import StaffMember
from yibao.office.providers.registers import words as say
from yibao.office.providers.words import asked_pairs
from yibao.office.screens.register import (
    Action,
    Column,
    Detail,
    Fact,
    Filter,
    Moment,
    Register,
    Section,
)
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

NAME, CODE = Text("姓名", "Name"), Text("人员编码", "Code")
STANDING = Text("支付资格", "Standing")
APPROVE = "providers.staff.approve"


class SuspendForm(forms.Form):
    """The days and the reason of a suspension."""

    first = day(say.FIRST)
    last = day(LAST)
    reason = words(REASON, 500, long=True)
    document = words(Text("文书号", "Document"), 100, required=False)


class RemoveForm(forms.Form):
    """From when somebody's standing is lost, and why."""

    first = day(say.FIRST)
    reason = words(REASON, 500, long=True)
    document = words(Text("文书号", "Document"), 100, required=False)


class RestoreForm(forms.Form):
    """From when somebody's standing is in force again, and why."""

    first = day(say.FIRST)
    reason = words(REASON, 500, long=True)


class LeaveForm(forms.Form):
    """Somebody's last day at an institution."""

    last = day(LAST)


def _rows(granted: Granted, reach: Reach) -> QuerySet[StaffMember]:
    del granted
    within = reach.condition("institution__division", provider="institution__code")
    return StaffMember.objects.filter(within).select_related("institution")


def _find(rows: QuerySet[StaffMember], text: str) -> QuerySet[StaffMember]:
    asked = asked_pairs(text)
    by_name = Q(name_words__contains=asked) if asked else Q(pk__in=[])
    return rows.filter(Q(code=text.strip().upper()) | by_name)


def _standing(row: StaffMember) -> str:
    return queries.standing_on(row.code, timezone.localdate()).value


def _timeline(row: StaffMember, granted: Granted) -> Iterator[Moment]:
    del granted
    yield Moment(row.first, Text("登记", "Registered"), row.institution.name)
    for decision in queries.decisions_on(row.code):
        title = dict(say.STANDINGS)[decision.state]
        yield Moment(decision.first, title, decision.reason, tone="orange")
    if row.last:
        yield Moment(row.last, Text("离开该机构", "Left the institution"), tone="secondary")


def _suspend(actor: Actor, row: StaffMember, cleaned: Mapping[str, Any]) -> Text:
    services.suspend_staff(actor, row.code, **cleaned)
    return Text("支付资格已暂停。", "The standing is suspended.")


def _remove(actor: Actor, row: StaffMember, cleaned: Mapping[str, Any]) -> Text:
    services.remove_staff(actor, row.code, **cleaned)
    return Text("支付资格已终止。", "The standing is removed.")


def _restore(actor: Actor, row: StaffMember, cleaned: Mapping[str, Any]) -> Text:
    services.restore_staff(actor, row.code, **cleaned)
    return Text("支付资格已恢复。", "The standing is in force again.")


def _leave(actor: Actor, row: StaffMember, cleaned: Mapping[str, Any]) -> Text:
    services.leave_staff(actor, row.institution.code, row.code, cleaned["last"])
    return Text("已登记离开。", "It is recorded that they leave.")


def _stands(row: StaffMember) -> bool:
    return _standing(row) == "in_force"


STAFF = Register(
    code="providers.staff",
    title=Text("医师、护士、药师", "Staff"),
    office="providers",
    permission="providers.staff.view",
    rows=_rows,
    order=("code", "pk"),
    icon="stethoscope",
    empty=Text("在机构页面登记人员。", "Register staff from an institution's page."),
    columns=(
        Column("code", CODE, kind="code", sort="code", link=True),
        Column("name", NAME, field="providers.staffmember.name"),
        Column("kind", say.KIND, kind="choice", choices=say.STAFF_KINDS),
        Column("institution", say.NAME, value="institution__name", narrow=False),
        Column("department", Text("科室", "Department"), kind="code", wide=True),
    ),
    filters=(
        Filter("q", Text("姓名或编码", "Name or code"), "search", _find),
        Filter(
            "kind",
            say.KIND,
            "choice",
            lambda rows, value: rows.filter(kind=value),
            choices=say.STAFF_KINDS,
        ),
        Filter(
            "institution",
            say.CODE,
            "exact",
            lambda rows, value: rows.filter(institution__code=value),
        ),
    ),
    detail=Detail(
        heading="name",
        heading_field="providers.staffmember.name",
        subtitle=lambda row: row.code,
        status=Fact(STANDING, _standing, "choice", choices=say.STANDINGS, tones=say.TONES),
        sections=(
            Section(
                Text("人员", "Member of the staff"),
                (
                    Fact(CODE, "code", kind="code"),
                    Fact(say.KIND, "kind", kind="choice", choices=say.STAFF_KINDS),
                    Fact(say.NAME, "institution__name"),
                    Fact(Text("科室", "Department"), "department", kind="code"),
                    Fact(Text("职称", "Title"), "title"),
                    Fact(say.FIRST, "first", kind="date"),
                    Fact(say.LAST, "last", kind="date"),
                ),
            ),
        ),
        timeline=_timeline,
    ),
    history=lambda row: changes_of(f"staff:{row.code}", "providers.staffmember"),
    export_permission="providers.institution.export",
    actions=(
        Action(
            "suspend",
            Text("暂停资格", "Suspend"),
            APPROVE,
            _suspend,
            Text("暂停期间所开项目不予支付。", "What they order is not paid for meanwhile."),
            SuspendForm,
            "player-pause",
            _stands,
            danger=True,
        ),
        Action(
            "remove",
            Text("终止资格", "Remove"),
            APPROVE,
            _remove,
            Text("此后所开项目不予支付。", "What they order is not paid for any more."),
            RemoveForm,
            "user-off",
            lambda row: _standing(row) != "removed",
            danger=True,
        ),
        Action(
            "restore",
            Text("恢复资格", "Restore"),
            APPROVE,
            _restore,
            Text("自该日起恢复支付。", "From that day on it is paid for again."),
            RestoreForm,
            "user-check",
            lambda row: not _stands(row),
        ),
        Action(
            "leave",
            Text("登记离开", "Leave"),
            "providers.staff.edit",
            _leave,
            Text("此后不能在该机构开单。", "They can order nothing there afterwards."),
            LeaveForm,
            "door-exit",
            lambda row: row.last is None,
        ),
    ),
)

"""The register of enrolment (参保登记簿)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.people import services
from yibao.office.people.models import Enrolment
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
from yibao.office.screens.register import Action, Column, Fact, Filter, Register
from yibao.terms.text import Text

ENROL = "people.enrolment.edit"
Cleaned = Mapping[str, Any]


def _state(row: Enrolment) -> str:
    today = timezone.localdate()
    if row.void:
        return "3"
    if not row.holds(today):
        return "0" if row.first > today else "4"
    return "2" if any(pause.holds(today) for pause in row.pauses.all()) else "1"


def _suspend(actor: Actor, row: Enrolment, cleaned: Cleaned) -> Text:
    services.suspend_enrolment(actor, row.person.number, row.insutype, **cleaned)
    return Text("已暂停，期间不享受待遇。", "Suspended: no benefits meanwhile.")


def _resume(actor: Actor, row: Enrolment, cleaned: Cleaned) -> Text:
    services.resume_enrolment(actor, row.person.number, row.insutype, cleaned["first"])
    return Text("已恢复。", "It counts again.")


def _end(actor: Actor, row: Enrolment, cleaned: Cleaned) -> Text:
    services.end_enrolment(actor, row.person.number, row.insutype, **cleaned)
    return Text("参保已终止。", "The enrolment is ended.")


def _type(actor: Actor, row: Enrolment, cleaned: Cleaned) -> Text:
    services.change_type(actor, row.person.number, row.insutype, **cleaned)
    return Text("人员类别已变更。", "The kind of person is changed.")


def _cancel(actor: Actor, row: Enrolment, cleaned: Cleaned) -> Text:
    services.cancel_enrolment(actor, row.person.number, row.pk, cleaned["reason"])
    return Text("参保记录已作废。", "The enrolment is void.")


def _counts(row: Enrolment) -> bool:
    return not row.void and (row.last is None or row.last >= timezone.localdate())


ENROLMENTS = Register(
    code="people.enrolment",
    title=Text("参保记录", "Enrolment"),
    office="people",
    permission="people.enrolment.view",
    rows=lambda granted, reach: rows_of(Enrolment)(granted, reach).prefetch_related("pauses"),
    order=("-pk",),
    icon="id-badge-2",
    empty=Text("在人员页面办理参保登记。", "Enrol somebody from the person's page."),
    columns=(
        *PERSON,
        Column("insutype", say.SCHEME, "choice", choices=lambda: say.national("insutype")),
        Column(
            "psn_type", say.TYPE, "choice", choices=lambda: say.national("psn_type"), narrow=False
        ),
        Column("state", say.STATE, "choice", value=_state, choices=say.STATES, tones=say.TONES),
        Column("employer", say.EMPLOYER, value="employer_name", narrow=False),
        *DAYS,
    ),
    filters=(
        *FILTERS,
        Filter(
            "insutype",
            say.SCHEME,
            "choice",
            lambda rows, value: rows.filter(insutype=value),
            choices=lambda: say.national("insutype"),
        ),
        Filter(
            "employer",
            Text("单位编号", "Employer"),
            "exact",
            lambda rows, value: rows.filter(employer=value),
        ),
    ),
    persons=persons_of,
    detail=detail_of(
        Text("参保记录", "Enrolment"),
        (
            Fact(say.SCHEME, lambda row: say.called("insutype", row.insutype)),
            Fact(say.TYPE, lambda row: say.called("psn_type", row.psn_type)),
            Fact(say.DIVISION, "division", kind="code"),
            Fact(say.EMPLOYER, "employer_name"),
            Fact(
                Text("缴费档次", "Premium class"),
                "premium_class",
                "choice",
                choices=say.PREMIUM_CLASSES,
            ),
            Fact(Text("公务员职级", "Rank"), "rank", "choice", choices=say.RANKS),
            Fact(Text("待遇开始", "Benefits from"), "benefits_from", kind="date"),
            Fact(Text("终止原因", "Reason of the end"), "end_reason"),
        ),
        Fact(say.STATE, _state, "choice", choices=say.STATES, tones=say.TONES),
    ),
    export_permission="people.enrolment.export",
    actions=(
        Action(
            *("suspend", Text("暂停", "Suspend"), ENROL, _suspend),
            Text("暂停期间不享受待遇。", "No benefits meanwhile."),
            *(asked.SuspendForm, "player-pause", _counts),
        ),
        Action(
            *("resume", Text("恢复", "Resume"), ENROL, _resume),
            Text("自该日起恢复待遇。", "Benefits again from that day on."),
            *(asked.FromForm, "player-play", _counts),
        ),
        Action(
            *("type", Text("变更人员类别", "Change kind"), ENROL, _type),
            Text("原记录止于前一日，新记录接续。", "The old spell ends the day before."),
            *(asked.TypeForm, "replace", _counts),
        ),
        Action(
            *("end", Text("终止", "End"), ENROL, _end),
            Text("此后不享受待遇。", "No benefits afterwards."),
            *(asked.UntilForm, "user-minus", _counts),
            danger=True,
        ),
        Action(
            *("cancel", Text("作废", "Declare void"), ENROL, _cancel),
            Text("记录视为从未有效，不能撤销。", "It never counted; this cannot be undone."),
            *(asked.ReasonForm, "ban", lambda row: not row.void),
            danger=True,
        ),
    ),
)

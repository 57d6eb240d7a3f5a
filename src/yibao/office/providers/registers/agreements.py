"""The register of agreements (医保服务协议登记簿)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from yibao.office.base.rights.granted import Reach
from yibao.office.providers.history import changes_of
from yibao.office.providers.kinds import CareScope
from yibao.office.providers.models import Agreement
from yibao.office.providers.registers import words as say
from yibao.office.providers.registers.signing import ON_AGREEMENTS
from yibao.office.screens.language import said
from yibao.office.screens.register import (
    Column,
    Detail,
    Fact,
    Filter,
    Moment,
    Register,
    Related,
    Section,
)
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

NUMBER = Text("协议编号", "Number")


def _rows(granted: Granted, reach: Reach) -> QuerySet[Agreement]:
    del granted
    within = reach.condition("institution__division", provider="institution__code")
    rows = Agreement.objects.filter(within).select_related("institution")
    return rows.prefetch_related("scopes", "suspensions")


def _state(row: Agreement) -> str:
    return row.state_on(timezone.localdate()).value


def _scopes(row: Agreement) -> str:
    names = sorted(scope.scope for scope in row.scopes.all())
    return "、".join(said(CareScope(name).label) for name in names)


def _in_state(rows: QuerySet[Agreement], state: str) -> QuerySet[Agreement]:
    today = timezone.localdate()
    paused = Q(suspensions__during__contains=today, suspensions__scope="")
    if state == "signed":
        return rows.filter(during__startswith__gt=today)
    if state == "ended":
        return rows.filter(during__endswith__lte=today)
    running = rows.filter(during__contains=today)
    return running.filter(paused) if state == "suspended" else running.exclude(paused)


def _find(rows: QuerySet[Agreement], text: str) -> QuerySet[Agreement]:
    return rows.filter(Q(number__startswith=text) | Q(institution__code=text.upper()))


def _timeline(row: Agreement, granted: Granted) -> Iterator[Moment]:
    del granted
    yield Moment(row.signed_on, Text("签订", "Signed"))
    yield Moment(row.first, Text("生效", "In force"), tone="green")
    for pause in row.suspensions.all():
        last: date | str = pause.last or ""
        body = Text(f"至 {last}：{pause.reason}", f"until {last}: {pause.reason}")
        yield Moment(pause.first, Text("中止", "Suspended"), body, tone="orange")
    if row.ended_on:
        yield Moment(row.ended_on, Text("终止", "Ended"), row.end_reason, tone="red")


AGREEMENTS = Register(
    code="providers.agreement",
    title=Text("医保服务协议", "Agreements"),
    office="providers",
    permission="providers.agreement.view",
    rows=_rows,
    order=("number",),
    icon="writing",
    hint=Text(
        "机构在协议有效期内才能结算协议范围内的服务。",
        "An institution settles what an agreement covers, while it is in force.",
    ),
    empty=Text("在机构页面签订协议。", "Sign an agreement from an institution's page."),
    columns=(
        Column("number", NUMBER, kind="code", sort="number", link=True),
        Column("institution", say.NAME, value="institution__name"),
        Column("state", say.STATE, "choice", value=_state, choices=say.STATES, tones=say.TONES),
        Column("first", say.FIRST, kind="date", narrow=False),
        Column("last", say.LAST, kind="date"),
        Column("scopes", say.SCOPES, value=_scopes, narrow=False),
    ),
    filters=(
        Filter("q", Text("协议或机构编号", "Number or institution"), "search", _find),
        Filter("state", say.STATE, "choice", _in_state, choices=say.STATES),
        Filter(
            "institution",
            say.CODE,
            "exact",
            lambda rows, value: rows.filter(institution__code=value),
        ),
    ),
    detail=Detail(
        heading="number",
        subtitle=lambda row: row.institution.name,
        status=Fact(say.STATE, _state, "choice", choices=say.STATES, tones=say.TONES),
        sections=(
            Section(
                Text("协议", "Agreement"),
                (
                    Fact(say.CODE, "institution__code", kind="code"),
                    Fact(say.SCOPES, _scopes),
                    Fact(Text("签订日期", "Signed on"), "signed_on", kind="date"),
                    Fact(say.FIRST, "first", kind="date"),
                    Fact(say.LAST, "last", kind="date"),
                    Fact(Text("终止原因", "Reason of the end"), "end_reason"),
                ),
            ),
        ),
        timeline=_timeline,
        related=(
            Related(
                Text("机构", "Institution"),
                "providers.institution",
                lambda row: {"code": row.institution.code},
            ),
        ),
    ),
    history=lambda row: changes_of(f"agreement:{row.number}", "providers.agreement"),
    export_permission="providers.institution.export",
    actions=ON_AGREEMENTS,
)

"""The register of the audit log (审计日志)."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from yibao.office.base.models import AuditEntry
from yibao.office.base.queries import accounts_within, is_below
from yibao.office.base.rights.granted import Reach
from yibao.office.base.roles import Role
from yibao.office.screens.register import (
    Column,
    DateRange,
    Detail,
    Fact,
    Filter,
    Register,
    Section,
)
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

AT = Text("时间", "Time")
WHO = Text("操作人", "Who")
ACTION = Text("操作", "Action")
SUBJECT = Text("对象", "Subject")
PURPOSE = Text("用途", "Purpose")


def _rows(granted: Granted, reach: Reach) -> QuerySet[AuditEntry]:
    del granted
    if is_below(settings.YIBAO.region, reach):
        return AuditEntry.objects.all()
    return AuditEntry.objects.filter(account_id__in=accounts_within(reach).values("pk"))


def _between(rows: QuerySet[AuditEntry], days: DateRange) -> QuerySet[AuditEntry]:
    zone = timezone.get_current_timezone()
    if days.first is not None:
        rows = rows.filter(at__gte=datetime.combine(days.first, time.min, zone))
    if days.last is not None:
        ends = datetime.combine(days.last + timedelta(days=1), time.min, zone)
        rows = rows.filter(at__lt=ends)
    return rows


def _roles(entry: AuditEntry) -> str:
    return "、".join(Role(role).label.zh for role in entry.roles)


def _changes(entry: AuditEntry) -> str:
    return json.dumps(entry.changes, ensure_ascii=False) if entry.changes else ""


AUDIT = Register(
    code="base.audit",
    title=Text("审计日志", "Audit log"),
    office="base",
    permission="base.audit.view",
    rows=_rows,
    order=("-pk",),
    icon="history",
    hint=Text("谁看了谁、改了什么；只增不改。", "Who saw whom, who changed what; only appended."),
    columns=(
        Column("at", AT, kind="time", link=True),
        Column("account_name", WHO),
        Column("action", ACTION, kind="code"),
        Column("subject", SUBJECT, kind="code"),
        Column("persons", Text("涉及人数", "Persons"), "number", lambda row: len(row.persons)),
        Column("purpose", PURPOSE, narrow=False),
        Column("address", Text("来源地址", "Address"), kind="code", wide=True),
    ),
    filters=(
        Filter(
            "person",
            Text("涉及人员编号", "Number of a person"),
            "search",
            lambda rows, text: rows.filter(persons__contains=[text]),
        ),
        Filter(
            "action",
            ACTION,
            "search",
            lambda rows, text: rows.filter(action__startswith=text),
            hint=Text("如 people.person", "Such as people.person"),
        ),
        Filter("at", AT, "date_range", _between),
        Filter("subject", SUBJECT, "exact", lambda rows, value: rows.filter(subject=value)),
        Filter("account", WHO, "exact", lambda rows, value: rows.filter(account_id=value)),
    ),
    detail=Detail(
        heading="action",
        subtitle=lambda entry: entry.subject,
        sections=(
            Section(
                Text("记录", "Entry"),
                (
                    Fact(AT, "at", kind="time"),
                    Fact(WHO, "account_name"),
                    Fact(Text("岗位", "Roles"), _roles),
                    Fact(Text("来源地址", "Address"), "address", kind="code"),
                    Fact(ACTION, "action", kind="code"),
                    Fact(SUBJECT, "subject", kind="code"),
                    Fact(PURPOSE, "purpose"),
                    Fact(
                        Text("涉及人员", "Persons"),
                        lambda entry: "、".join(entry.persons),
                        kind="code",
                        field="base.auditentry.persons",
                    ),
                    Fact(
                        Text("变更", "Changes"),
                        _changes,
                        kind="code",
                        field="base.auditentry.changes",
                    ),
                    Fact(Text("请求", "Request"), "request", kind="code"),
                    Fact(Text("结果", "Status"), "status", kind="number"),
                ),
            ),
        ),
    ),
    export_permission="base.audit.export",
)

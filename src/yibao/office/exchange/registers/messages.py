"""The register of messages (报文登记簿): what providers sent, and what came of it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from yibao.office.base.rights.granted import Reach
from yibao.office.exchange.models import MessageEntry
from yibao.office.exchange.queries.content import content_of
from yibao.office.exchange.queries.messages import messages_within
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

RECEIVED = Text("接收时间", "Received")
PROVIDER = Text("定点医药机构", "Provider")
INFNO = Text("交易编号", "Transaction")
MSGID = Text("发送方报文ID", "Number of the message")
PERSON = Text("人员编号", "Person")
VISIT = Text("就诊ID", "Visit")
OUTCOME = Text("结果", "Outcome")
SAID = Text("错误信息", "What was said")
REVEAL = "exchange.messageentry.reveal"
_OK, _REPEATED, _REFUSED = "ok", "repeated", "refused"
OUTCOMES = (
    (_OK, Text("成功", "Done")),
    (_REPEATED, Text("重发", "Sent again")),
    (_REFUSED, Text("拒绝", "Refused")),
)


def _rows(granted: Granted, reach: Reach) -> QuerySet[MessageEntry]:
    del granted
    return messages_within(reach)


def _between(rows: QuerySet[MessageEntry], days: DateRange) -> QuerySet[MessageEntry]:
    zone = timezone.get_current_timezone()
    if days.first is not None:
        rows = rows.filter(received_at__gte=datetime.combine(days.first, time.min, zone))
    if days.last is not None:
        ends = datetime.combine(days.last + timedelta(days=1), time.min, zone)
        rows = rows.filter(received_at__lt=ends)
    return rows


def _with_outcome(rows: QuerySet[MessageEntry], value: str) -> QuerySet[MessageEntry]:
    if value == _REFUSED:
        return rows.exclude(outcome__in=(_OK, _REPEATED))
    return rows.filter(outcome=value)


def _outcome(row: MessageEntry) -> str:
    return row.outcome if row.outcome in {_OK, _REPEATED} else _REFUSED


def _persons(row: MessageEntry) -> list[str]:
    return [row.person] if row.person else []


def _content(row: MessageEntry, granted: Granted) -> dict[str, Any]:
    """Return what the panel shows: nothing of it to those who may not see it."""
    may = granted.may(REVEAL)
    return {"may_see": may, "content": content_of(row) if may else None}


_OUTCOME = Fact(
    OUTCOME,
    _outcome,
    kind="choice",
    choices=OUTCOMES,
    tones={_OK: "green", _REPEATED: "azure", _REFUSED: "red"},
)

MESSAGES = Register(
    code="exchange.message",
    title=Text("接口报文", "Messages"),
    office="exchange",
    permission="exchange.message.view",
    rows=_rows,
    order=("-pk",),
    icon="messages",
    hint=Text("每条报文一行；只增不改。", "A line for each message; only appended."),
    persons=_persons,
    columns=(
        Column("received_at", RECEIVED, kind="time", link=True),
        Column("provider", PROVIDER, kind="code"),
        Column("infno", INFNO, kind="code"),
        Column(
            "outcome", OUTCOME, "choice", _outcome, choices=OUTCOMES,
            tones={_OK: "green", _REPEATED: "azure", _REFUSED: "red"},
        ),
        Column("said", SAID, narrow=False),
        Column("person", PERSON, kind="code", wide=True),
        Column("milliseconds", Text("毫秒", "Milliseconds"), kind="number", wide=True),
        Column("msgid", MSGID, kind="code", wide=True),
    ),
    filters=(
        Filter(
            "provider", PROVIDER, "search",
            lambda rows, text: rows.filter(provider=text.strip().upper()),
            hint=Text("机构编号", "Code of a provider"),
        ),
        Filter(
            "infno", INFNO, "search",
            lambda rows, text: rows.filter(infno=text.strip().upper()),
            hint=Text("如 2207", "Such as 2207"),
        ),
        Filter("outcome", OUTCOME, "choice", _with_outcome, choices=OUTCOMES),
        Filter("received", RECEIVED, "date_range", _between),
        Filter("msgid", MSGID, "exact", lambda rows, value: rows.filter(msgid=value)),
        Filter("person", PERSON, "exact", lambda rows, value: rows.filter(person=value)),
        Filter("visit", VISIT, "exact", lambda rows, value: rows.filter(visit=value)),
    ),
    detail=Detail(
        heading=lambda row: f"{row.infno} {row.provider}",
        subtitle=lambda row: row.msgid,
        status=_OUTCOME,
        persons=_persons,
        sections=(
            Section(
                Text("报文", "Message"),
                (
                    Fact(RECEIVED, "received_at", kind="time"),
                    Fact(PROVIDER, "provider", kind="code"),
                    Fact(INFNO, "infno", kind="code"),
                    Fact(MSGID, "msgid", kind="code"),
                    Fact(PERSON, "person", kind="code"),
                    Fact(VISIT, "visit", kind="code"),
                    Fact(Text("结果代码", "Code of the outcome"), "outcome", kind="code"),
                    Fact(SAID, "said"),
                    Fact(Text("耗时（毫秒）", "Milliseconds"), "milliseconds", kind="number"),
                    Fact(
                        Text("报文 SHA-256", "SHA-256 of the bytes"),
                        lambda row: bytes(row.digest).hex(),
                        kind="code",
                    ),
                ),
            ),
        ),
        panels=("exchange/content.html",),
        more=_content,
    ),
)  # fmt: skip

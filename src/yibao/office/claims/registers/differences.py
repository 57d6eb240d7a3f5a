"""The register of differences by refolds (重算差额): a clerk settles them with the person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.base.rights.granted import Reach, beginning_of
from yibao.office.claims import services
from yibao.office.claims.models import Difference
from yibao.office.claims.queries.within import differences_within
from yibao.office.claims.registers import words as say
from yibao.office.screens.addresses import row_address
from yibao.office.screens.language import later
from yibao.office.screens.register import (
    Action,
    Column,
    Detail,
    Fact,
    Filter,
    Moment,
    Register,
    Section,
    Tone,
)
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

_SETTLEMENT = Text("结算", "Settlement")
_CAUSE = Text("起因", "Cause")
_BEFORE = Text("原个人负担", "Person bore")
_AFTER = Text("重算个人负担", "By the refold")
_AMOUNT = Text("应退（−）应补（＋）", "To return (−), to pay (+)")
_FOUND = Text("产生时间", "Found")
_STATES = (
    (Difference.State.OPEN.value, Text("待处理", "open")),
    (Difference.State.CLOSED.value, Text("已处理", "settled")),
)
_TONES: dict[str, Tone] = {
    Difference.State.OPEN.value: "orange",
    Difference.State.CLOSED.value: "green",
}
_STATE = Fact(say.STATE, "state", "choice", choices=_STATES, tones=_TONES)


class RemarkForm(forms.Form):
    """How the difference was settled with the person."""

    remark = forms.CharField(label=later(Text("处理说明", "How it was settled")), max_length=200)


def _rows(granted: Granted, reach: Reach) -> QuerySet[Difference]:
    del granted
    return differences_within(reach)


def _find(rows: QuerySet[Difference], text: str) -> QuerySet[Difference]:
    wanted = text.strip().upper()
    return rows.filter(Q(person=wanted) | Q(settlement__number=wanted) | Q(cause__number=wanted))


def _close(actor: Actor, row: Difference, cleaned: Mapping[str, Any]) -> Text:
    services.close_difference(actor, row.pk, cleaned["remark"], timezone.now())
    return Text("差额已处理。", "The difference is settled.")


def _amount(row: Difference) -> int:
    return row.after_fen - row.before_fen


def _story(row: Difference, granted: Granted) -> Iterator[Moment]:
    del granted
    yield Moment(row.found_at, Text("重算产生差额", "Found by a refold"), tone="orange")
    if row.closed_at is not None:
        yield Moment(row.closed_at, Text("已处理", "Settled"), row.remark, tone="green")


DIFFERENCES = Register(
    code="claims.difference",
    title=Text("重算差额", "Differences"),
    office="claims",
    permission="claims.difference.view",
    rows=_rows,
    order=("-pk",),
    icon="arrows-exchange",
    hint=Text(
        "补报或撤销后重算，与原结算不同的个人负担；只与本人结清，不找医院。",
        "What persons bore otherwise by a refold; settled with them, never with the hospital.",
    ),
    empty=Text("没有重算差额。", "No refold came out otherwise."),
    persons=lambda row: [row.person],
    columns=(
        Column("settlement", _SETTLEMENT, kind="code", value="settlement__number", link=True),
        Column("state", say.STATE, "choice", choices=_STATES, tones=_TONES),
        Column("person", say.PERSON, kind="code"),
        Column("before_fen", _BEFORE, kind="money", narrow=False),
        Column("after_fen", _AFTER, kind="money", narrow=False),
        Column("amount", _AMOUNT, kind="money", value=_amount),
        Column("found_at", _FOUND, kind="time"),
    ),
    filters=(
        Filter("q", Text("人员编号或结算ID", "Person or settlement"), "search", _find),
        Filter(
            "state",
            say.STATE,
            "choice",
            lambda rows, value: rows.filter(state=value),
            choices=_STATES,
        ),
        Filter(
            "division",
            Text("统筹区", "Pooling area"),
            "division",
            lambda rows, value: rows.filter(division__startswith=beginning_of(value)),
        ),
        Filter("person", say.PERSON, "exact", lambda rows, value: rows.filter(person=value)),
        Filter(
            "settlement",
            _SETTLEMENT,
            "exact",
            lambda rows, value: rows.filter(settlement__number=value),
        ),
    ),
    detail=Detail(
        heading="settlement__number",
        subtitle=lambda row: row.person,
        status=_STATE,
        persons=lambda row: [row.person],
        sections=(
            Section(
                Text("差额", "The difference"),
                (
                    Fact(
                        _SETTLEMENT,
                        "settlement__number",
                        "code",
                        href=lambda row: row_address("claims.settlement", row.settlement_id),
                    ),
                    Fact(
                        _CAUSE,
                        "cause__number",
                        "code",
                        href=lambda row: row_address("claims.settlement", row.cause_id),
                    ),
                    Fact(say.PERSON, "person", "code"),
                    Fact(_BEFORE, "before_fen", "money"),
                    Fact(_AFTER, "after_fen", "money"),
                    Fact(_AMOUNT, _amount, "money"),
                    Fact(Text("处理人", "Settled by"), "closed_by"),
                    Fact(Text("处理说明", "How it was settled"), "remark"),
                ),
            ),
        ),
        timeline=_story,
    ),
    export_permission="claims.settlement.export",
    actions=(
        Action(
            *("close", Text("处理", "Settle"), "claims.difference.edit", _close),
            Text("写明如何与本人结清；不能撤回。", "Say how it was settled; it is final."),
            *(RemarkForm, "check", lambda row: row.state == Difference.State.OPEN),
        ),
    ),
)

"""The register of accounting periods (会计期间)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from yibao.office.base.actor import Actor
from yibao.office.base.rights.granted import Reach
from yibao.office.ledger import services
from yibao.office.ledger.chart import Book
from yibao.office.ledger.models import Period
from yibao.office.ledger.queries import periods_within
from yibao.office.ledger.registers import words
from yibao.office.screens.language import later
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
from yibao.terms.text import Text

MONTH = Text("月份", "Month")
CHANGED, WHO = Text("变更时间", "Changed"), Text("变更人", "Changed by")


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=later(Text("原因", "Reason")), max_length=200)


def _rows(granted: Granted, reach: Reach) -> QuerySet[Period]:
    del granted
    return periods_within(reach)


def _close(actor: Actor, period: Period, cleaned: Mapping[str, Any]) -> Text:
    del cleaned
    services.close_period(actor, period.division, Book(period.book), period.month)
    return Text(f"{period.month:%Y-%m} 已结账。", f"{period.month:%Y-%m} is closed.")


def _open(actor: Actor, period: Period, cleaned: Mapping[str, Any]) -> Text:
    services.open_period(actor, period.division, Book(period.book), period.month, cleaned["reason"])
    return Text(f"{period.month:%Y-%m} 已重新开放。", f"{period.month:%Y-%m} is open again.")


PERIODS = Register(
    code="ledger.period",
    title=Text("会计期间", "Periods"),
    office="ledger",
    permission="ledger.period.view",
    rows=_rows,
    order=("-month", "-pk"),
    icon="calendar",
    columns=(
        Column("month", MONTH, value=lambda period: f"{period.month:%Y-%m}", link=True),
        Column("book", words.BOOK, kind="choice", choices=words.BOOKS),
        Column("division", words.DIVISION, kind="code"),
        Column(
            "state",
            words.STATE,
            kind="choice",
            choices=words.STATES,
            tones={"open": "green", "closed": "secondary"},
        ),
        Column("changed_at", CHANGED, kind="time", narrow=False),
        Column("changed_by", WHO, narrow=False),
    ),
    filters=(
        Filter(
            "book", words.BOOK, "choice", lambda rows, v: rows.filter(book=v), choices=words.BOOKS
        ),
        Filter(
            "state",
            words.STATE,
            "choice",
            lambda rows, v: rows.filter(state=v),
            choices=words.STATES,
        ),
    ),
    detail=Detail(
        heading=lambda period: f"{period.month:%Y-%m}",
        subtitle=lambda period: f"{period.division} {Book(period.book).label.zh}",
        status=Fact(
            words.STATE,
            "state",
            kind="choice",
            choices=words.STATES,
            tones={"open": "green", "closed": "secondary"},
        ),
        sections=(
            Section(
                Text("期间", "Period"),
                (
                    Fact(words.BOOK, "book", kind="choice", choices=words.BOOKS),
                    Fact(words.DIVISION, "division", kind="code"),
                    Fact(
                        Text("试算平衡表", "Trial balance"),
                        lambda period: f"{period.month:%Y-%m}",
                        href=lambda period: (
                            f"/ledger/trial/?division={period.division}&book={period.book}"
                            f"&month={period.month:%Y-%m}"
                        ),
                    ),
                    Fact(CHANGED, "changed_at", kind="time"),
                    Fact(WHO, "changed_by"),
                    Fact(Text("反结账原因", "Why it was opened again"), "reason"),
                ),
            ),
        ),
    ),
    actions=(
        Action(
            "close",
            Text("结账", "Close"),
            "ledger.period.approve",
            run=_close,
            confirm=Text(
                "试算平衡后结账，之后不再接受凭证。",
                "It is closed if the trial balance is zero, and takes no more entries.",
            ),
            icon="lock",
            offered=lambda period: period.state == Period.State.OPEN,
        ),
        Action(
            "reopen",
            Text("反结账", "Open again"),
            "ledger.period.approve",
            run=_open,
            form_class=ReasonForm,
            confirm=Text("只有最后结账的月份可以反结账。", "Only the last one closed can be."),
            icon="lock-open",
            offered=lambda period: period.state == Period.State.CLOSED,
            danger=True,
        ),
    ),
)

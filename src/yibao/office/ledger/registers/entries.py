"""The register of entries (记账凭证)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.base.rights.granted import Reach
from yibao.office.ledger import services
from yibao.office.ledger.models import Entry
from yibao.office.ledger.queries import entries_within, lines_of, reversal_of
from yibao.office.ledger.registers import words
from yibao.office.screens.addresses import row_address
from yibao.office.screens.language import later
from yibao.office.screens.register import (
    Action,
    Column,
    DateRange,
    Detail,
    Fact,
    Filter,
    Moment,
    NumberRange,
    Register,
    Section,
)
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

NUMBER = Text("凭证号", "Entry")
SUBJECT = Text("来源单号", "Comes from")
PURPOSE = Text("用途", "Purpose")
MEMO = Text("摘要", "Remark")
POSTED = Text("入账时间", "Posted")
REVERSES = Text("冲销的凭证", "Reverses")
WHO = Text("经办人", "Who")


class ReversalForm(forms.Form):
    """Why, and for which day."""

    business_day = forms.DateField(
        label=later(Text("记账日期", "Business day")), widget=forms.DateInput
    )
    reason = forms.CharField(label=later(Text("原因", "Reason")), max_length=200)


def _rows(granted: Granted, reach: Reach) -> QuerySet[Entry]:
    del granted
    return entries_within(reach)


def _between(rows: QuerySet[Entry], days: DateRange) -> QuerySet[Entry]:
    if days.first is not None:
        rows = rows.filter(business_day__gte=days.first)
    return rows if days.last is None else rows.filter(business_day__lte=days.last)


def _amounts(rows: QuerySet[Entry], amounts: NumberRange) -> QuerySet[Entry]:
    if amounts.least is not None:
        rows = rows.filter(debit_fen__gte=amounts.least)
    return rows if amounts.most is None else rows.filter(debit_fen__lte=amounts.most)


def _search(rows: QuerySet[Entry], text: str) -> QuerySet[Entry]:
    wanted = text.strip().upper()
    return rows.filter(Q(number=wanted) | Q(subject=wanted))


def _reverse(actor: Actor, entry: Entry, cleaned: Mapping[str, Any]) -> Text:
    posted = services.reverse(actor, entry.number, cleaned["business_day"], cleaned["reason"])
    return Text(f"已冲销，冲销凭证 {posted.number}。", f"Reversed by the entry {posted.number}.")


def _lines(entry: Entry, granted: object) -> dict[str, Any]:
    del granted
    lines = lines_of(entry.pk, entry.business_day)
    return {"lines": [{"line": line, "account": line.chart} for line in lines]}


def _timeline(entry: Entry, granted: object) -> Iterable[Moment]:
    del granted
    yield Moment(timezone.localtime(entry.posted_at), Text("入账", "Posted"), entry.actor_name)
    undoing = reversal_of(entry)
    if undoing is not None:
        yield Moment(
            timezone.localtime(undoing.posted_at),
            Text("已冲销", "Reversed"),
            undoing.memo,
            row_address("ledger.entry", undoing.pk),
            "red",
        )


def _kind(entry: Entry) -> str:
    return "reversal" if entry.reverses else "entry"


def _original(entry: Entry) -> str:
    found = Entry.objects.filter(number=entry.reverses).first() if entry.reverses else None
    return "" if found is None else row_address("ledger.entry", found.pk)


_KINDS = (("entry", Text("凭证", "Entry")), ("reversal", Text("红字冲销", "Reversal")))

ENTRIES = Register(
    code="ledger.entry",
    title=Text("记账凭证", "Entries"),
    office="ledger",
    permission="ledger.entry.view",
    rows=_rows,
    order=("-pk",),
    icon="book",
    hint=Text("只增不改；更正须红字冲销。", "Only appended; what is wrong is reversed."),
    columns=(
        Column("number", NUMBER, kind="code", link=True),
        Column("business_day", words.DAY, kind="date"),
        Column("book", words.BOOK, kind="choice", choices=words.BOOKS),
        Column("purpose", PURPOSE, kind="choice", choices=words.purpose_choices),
        Column("subject", SUBJECT, kind="code", narrow=False),
        Column("memo", MEMO, narrow=False, wide=True),
        Column("debit_fen", words.AMOUNT, kind="money"),
    ),
    filters=(
        Filter(
            "q",
            Text("凭证号或来源单号", "Number of the entry or of what it comes from"),
            "search",
            _search,
        ),
        Filter(
            "book",
            words.BOOK,
            "choice",
            lambda rows, v: rows.filter(book=v),
            choices=words.BOOKS,
        ),
        Filter(
            "purpose",
            PURPOSE,
            "choice",
            lambda rows, v: rows.filter(purpose=v),
            choices=words.purpose_choices,
        ),
        Filter("day", words.DAY, "date_range", _between),
        Filter("amount", words.AMOUNT, "money_range", _amounts),
        Filter(
            "reversals",
            Text("只看冲销", "Reversals only"),
            "flag",
            lambda rows, v: rows.exclude(reverses="") if v else rows,
        ),
    ),
    detail=Detail(
        heading="number",
        status=Fact(
            Text("种类", "Kind"), _kind, kind="choice", choices=_KINDS, tones={"reversal": "red"}
        ),
        sections=(
            Section(
                Text("凭证", "Entry"),
                (
                    Fact(words.BOOK, "book", kind="choice", choices=words.BOOKS),
                    Fact(words.DIVISION, "division", kind="code"),
                    Fact(words.DAY, "business_day", kind="date"),
                    Fact(POSTED, "posted_at", kind="time"),
                    Fact(PURPOSE, "purpose", kind="choice", choices=words.purpose_choices),
                    Fact(Text("业务", "Event"), "event", kind="code"),
                    Fact(SUBJECT, "subject", kind="code"),
                    Fact(MEMO, "memo"),
                    Fact(REVERSES, "reverses", kind="code", href=_original),
                    Fact(WHO, "actor_name"),
                    Fact(Text("幂等键", "Key"), "key", kind="code"),
                ),
            ),
        ),
        panels=("ledger/lines.html",),
        more=_lines,
        timeline=_timeline,
    ),
    export_permission="ledger.entry.export",
    actions=(
        Action(
            "reverse",
            Text("红字冲销", "Reverse"),
            "ledger.entry.edit",
            run=_reverse,
            form_class=ReversalForm,
            confirm=Text(
                "按原科目、原方向以红字记账，只能冲销一次。",
                "The same accounts and sides are booked with negative amounts, once.",
            ),
            icon="arrow-back-up",
            offered=lambda entry: not entry.reverses and reversal_of(entry) is None,
            danger=True,
        ),
    ),
)

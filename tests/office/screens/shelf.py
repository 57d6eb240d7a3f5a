"""A register of books that only tests have: everything a register can declare, over one table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.apps.registry import Apps
from django.db import models
from django.utils import timezone

from yibao.office.screens.register import (
    Action,
    Change,
    Column,
    DateRange,
    Detail,
    Edit,
    Fact,
    Filter,
    Moment,
    NumberRange,
    Register,
    Related,
    Section,
)
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

VIEW, EDIT, EXPORT = "base.account.view", "base.account.edit", "base.account.export"
STATES = (("new", Text("新书", "New")), ("worn", Text("旧书", "Worn")))


class Book(models.Model):
    """A book; its model lives in a registry of its own, so that the site does not know it."""

    title = models.CharField(max_length=80)
    shelf = models.IntegerField(null=True)
    pages = models.IntegerField(default=0)
    price_fen = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, default="new")
    bought = models.DateField(null=True)
    holder = models.CharField(max_length=40, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        app_label = "shelf"
        apps = Apps()


class BookForm(forms.Form):
    """What a clerk fills in."""

    title = forms.CharField(label=Text("书名", "Title"), max_length=80)
    state = forms.ChoiceField(label=Text("状态", "State"), choices=STATES)
    pages = forms.IntegerField(label=Text("页数", "Pages"), min_value=0)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=Text("原因", "Reason"))


def load(book: Book | None) -> Mapping[str, Any]:
    if book is None:
        return {"state": "new"}
    return {"title": book.title, "state": book.state, "pages": book.pages}


def save(actor: Any, book: Book | None, cleaned: Mapping[str, Any]) -> Book:
    if cleaned["title"] == "禁书":
        raise InvalidInput(
            "forbidden_title",
            "title",
            Text("此书不得上架。", "This book may not be shelved."),
            Text("请换一本。", "Choose another."),
        )
    kept = book or Book()
    changed = book is None or any(getattr(kept, name) != value for name, value in cleaned.items())
    for name, value in cleaned.items():
        setattr(kept, name, value)
    if book is not None and changed:
        kept.version += 1
    kept.save()
    return kept


def burn(actor: Any, book: Book, cleaned: Mapping[str, Any]) -> Text:
    if cleaned["reason"] == "冷":
        raise InvalidInput(
            "bad_reason", "reason", Text("不可。", "No."), Text("写明原因。", "Say why.")
        )
    book.state = "worn"
    book.version += 1
    book.save()
    return Text(f"《{book.title}》已处理。", f"{book.title} was dealt with.")


def dates(queryset: models.QuerySet[Book], days: DateRange) -> models.QuerySet[Book]:
    if days.first:
        queryset = queryset.filter(bought__gte=days.first)
    return queryset.filter(bought__lte=days.last) if days.last else queryset


def prices(queryset: models.QuerySet[Book], fen: NumberRange) -> models.QuerySet[Book]:
    if fen.least is not None:
        queryset = queryset.filter(price_fen__gte=fen.least)
    return queryset.filter(price_fen__lte=fen.most) if fen.most is not None else queryset


BOOKS = Register(
    code="shelf.book",
    title=Text("图书", "Books"),
    office="shelf",
    permission=VIEW,
    rows=lambda granted, reach: Book.objects.all(),
    order=("-pk",),
    columns=(
        Column("title", Text("书名", "Title"), link=True, sort="title"),
        Column("shelf", Text("书架", "Shelf"), kind="number", sort="shelf"),
        Column(
            "state", Text("状态", "State"), kind="choice", choices=STATES, tones={"new": "green"}
        ),
        Column("price", Text("价格", "Price"), kind="money", value="price_fen", sort="price_fen"),
        Column("holder", Text("借阅人", "Holder"), field="base.account.phone"),
        Column("bought", Text("购入", "Bought"), kind="date"),
    ),
    filters=(
        Filter("q", Text("书名", "Title"), "search", lambda q, v: q.filter(title__contains=v)),
        Filter(
            "state",
            Text("状态", "State"),
            "choice",
            lambda q, v: q.filter(state__in=v),
            choices=STATES,
            many=True,
        ),
        Filter("bought", Text("购入", "Bought"), "date_range", dates),
        Filter("price", Text("价格", "Price"), "money_range", prices),
        Filter(
            "shelved", Text("在架", "Shelved"), "flag", lambda q, v: q.filter(shelf__isnull=not v)
        ),
        Filter("shelf", Text("书架", "Shelf"), "exact", lambda q, v: q.filter(shelf=int(v))),
    ),
    persons=lambda book: [book.holder[:30]],
    detail=Detail(
        heading="title",
        subtitle=lambda book: f"第 {book.pk} 册",
        status=Fact(Text("状态", "State"), "state", kind="choice", choices=STATES),
        sections=(
            Section(
                Text("基本信息", "Facts"),
                (
                    Fact(Text("价格", "Price"), "price_fen", kind="money"),
                    Fact(Text("借阅人", "Holder"), "holder", field="base.account.phone"),
                ),
            ),
        ),
        timeline=lambda book, granted: [
            Moment(book.bought or timezone.localdate(), Text("购入", "Bought"))
        ],
        related=(
            Related(
                Text("同架图书", "On the same shelf"),
                "shelf.book",
                lambda book: {"shelf": str(book.shelf)},
            ),
        ),
        persons=lambda book: [book.holder[:30]],
    ),
    edit=Edit(EDIT, BookForm, load, save, create=True),
    history=lambda book: [
        Change(
            datetime(2026, 5, 1, tzinfo=timezone.get_default_timezone()),
            "王某",
            Text("借阅人", "Holder"),
            "13900001234",
            "13900005678",
            field="base.account.phone",
        )
    ],
    export_permission=EXPORT,
    actions=(
        Action(
            "burn",
            Text("处理", "Deal with"),
            EDIT,
            burn,
            Text("此操作不可撤销。", "It cannot be undone."),
            form_class=ReasonForm,
            offered=lambda book: book.state == "new",
            danger=True,
        ),
    ),
)

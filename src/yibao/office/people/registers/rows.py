"""What the registers of dated facts have in common (共同的列与筛选)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from yibao.office.base.rights.granted import Reach, beginning_of
from yibao.office.people.registers import words as say
from yibao.office.providers.dated import Dated
from yibao.office.screens.register import Column, Detail, Fact, Filter, Section
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

Rows = QuerySet[Any]


def rows_of(model: type[Dated]) -> Callable[[Granted, Reach], Rows]:
    """Return the rows whose person is within reach."""

    def rows(granted: Granted, reach: Reach) -> Rows:
        del granted
        within = reach.condition("person__division", person="person__number")
        every: Rows = model._default_manager.all()
        return every.filter(within).select_related("person")

    return rows


def find_person(rows: Rows, text: str) -> Rows:
    """Keep the rows of a person, by number or certificate."""
    return rows.filter(Q(person__number=text.upper()) | Q(person__certificate_number=text.upper()))


def now(rows: Rows, value: bool) -> Rows:
    """Keep the rows that hold today, or those that do not."""
    today = Q(during__contains=timezone.localdate())
    return rows.filter(today) if value else rows.exclude(today)


def persons_of(row: Any) -> tuple[str, ...]:
    """Return whom a row shows."""
    return (row.person.number,)


PERSON = (
    Column("person", say.NUMBER, kind="code", value="person__number", link=True),
    Column("name", say.NAME, value="person__name", field="people.person.name"),
)
DAYS = (
    Column("first", say.FIRST, kind="date"),
    Column("last", say.LAST, kind="date", narrow=False),
)
FILTERS = (
    Filter("q", Text("人员编号或证件", "Number or certificate"), "search", find_person),
    Filter("now", Text("当前有效", "Holds today"), "flag", now),
    Filter(
        "division",
        say.DIVISION,
        "division",
        lambda rows, value: rows.filter(person__division__startswith=beginning_of(value)),
    ),
    Filter(
        "person",
        say.NUMBER,
        "exact",
        lambda rows, value: rows.filter(person__number=value),
    ),
)


def detail_of(title: Text, facts: tuple[Fact, ...], status: Fact | None = None) -> Detail:
    """Return the page of a dated fact of a person."""
    days = (Fact(say.FIRST, "first", kind="date"), Fact(say.LAST, "last", kind="date"))
    person = Fact(say.NUMBER, "person__number", kind="code")
    return Detail(
        heading="person__name",
        heading_field="people.person.name",
        subtitle=lambda row: row.person.number,
        status=status,
        persons=persons_of,
        sections=(Section(title, (person, *facts, *days)),),
    )

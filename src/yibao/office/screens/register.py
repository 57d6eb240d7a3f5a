"""How an office declares a register (登记簿): list, detail, edit, history, export, actions.

A register is a few lines of data; `yibao.office.screens` makes its pages at ``/<office>/<thing>/``.
Every text that a user sees is a `Text`; every callable is the office's own and runs in the request.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from django import forms
from django.db.models import QuerySet

from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

Kind = Literal["code", "text", "date", "time", "money", "number", "ratio", "choice", "flag"]
"""How a value is shown: `money` is fen, `ratio` basis points (1/10 000), `time` a datetime."""

FilterKind = Literal[
    "search", "choice", "date_range", "number_range", "money_range", "flag", "division", "exact"
]
"""`exact` takes one value and is offered nowhere: links from other pages set it."""

Tone = Literal["green", "azure", "yellow", "orange", "red", "secondary"]
"""The colour of a choice's badge; the words say the same, colour is never the only sign."""

Value = str | Callable[[Any], Any]
"""A path of attributes (``"person__name"``) or a function of the row."""

Choices = Sequence[tuple[str, Text]] | Callable[[], Sequence[tuple[str, Text]]]


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column of a list (列).

    Args:
        code: stands in URLs (``?sort=code``) and heads the column of an export.
        value: where it comes from; by default the attribute named as `code`.
        field: code of the field catalogue, ``"people.person.number"``; its mask is applied.
        sort: ORM path that the list may be sorted by; without it, not at all.
        choices: words of a `choice`; a value that is not among them is shown as it is.
        link: the cell leads to the row's page; the first column does where none says so.
        narrow: shown on a phone; by default all are.
        wide: shown only on wide screens.

    """

    code: str
    label: Text
    kind: Kind = "text"
    value: Value | None = None
    field: str | None = None
    sort: str | None = None
    choices: Choices | None = None
    tones: Mapping[str, Tone] = dataclasses.field(default_factory=dict)
    link: bool = False
    narrow: bool = True
    wide: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class DateRange:
    """What a `date_range` filter hands to `apply`; both days belong to it, None is open."""

    first: date | None
    last: date | None


@dataclasses.dataclass(frozen=True, slots=True)
class NumberRange:
    """What `number_range` and `money_range` (fen) hand to `apply`; None is open."""

    least: int | None
    most: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Filter:
    """One filter of a list (筛选).

    Args:
        code: the parameter in the URL.
        apply: ``apply(queryset, value)``; the value is a `str` (search, choice, division, exact),
            a tuple of `str` (choice with `many`), a `bool` (flag), `DateRange` or `NumberRange`.
        many: several choices may be ticked.
        hint: what may be typed, shown in an empty search box.

    """

    code: str
    label: Text
    kind: FilterKind
    apply: Callable[[QuerySet[Any], Any], QuerySet[Any]]
    choices: Choices | None = None
    many: bool = False
    hint: Text | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value of a detail page; arguments as of `Column`."""

    label: Text
    value: Value
    kind: Kind = "text"
    field: str | None = None
    choices: Choices | None = None
    tones: Mapping[str, Tone] = dataclasses.field(default_factory=dict)
    href: Callable[[Any], str] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """A titled group of facts (分组)."""

    title: Text
    facts: Sequence[Fact]


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to a row (时间线上的一件事); `at` is a day or a point in time."""

    at: date | datetime
    title: Text
    body: Text | str = ""
    url: str = ""
    tone: Tone = "azure"


@dataclasses.dataclass(frozen=True, slots=True)
class Related:
    """Rows of another register that belong to this one (相关记录).

    Args:
        register: code of the other register; it is shown to those who may view that.
        condition: values of that register's filters by code, for example
            ``lambda person: {"person": person.number}``.
        leave_out: columns that would only repeat the page.

    """

    title: Text
    register: str
    condition: Callable[[Any], Mapping[str, str]]
    leave_out: Sequence[str] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Detail:
    """The page of one row (详情).

    Args:
        heading: the title; `heading_field` masks it.
        subtitle: a second line, such as the number.
        status: a fact shown as a badge beside the heading.
        persons: numbers of the persons that the page shows, for the audit.
        panels: names of templates with more, each given ``row``; for charts and the like.
        more: what `panels` need besides the row.

    """

    heading: Value
    sections: Sequence[Section]
    heading_field: str | None = None
    subtitle: Callable[[Any], str] | None = None
    status: Fact | None = None
    timeline: Callable[[Any, Granted], Iterable[Moment]] | None = None
    related: Sequence[Related] = ()
    persons: Callable[[Any], Iterable[str]] | None = None
    panels: Sequence[str] = ()
    more: Callable[[Any, Granted], Mapping[str, Any]] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Edit:
    """How a row is changed or made (编辑).

    Args:
        load: ``load(row)`` → initial values of the form by field; None is a new row.
        save: ``save(actor, row, cleaned)`` → the row; the office's service, which writes the audit
            and raises `InvalidInput` (its `field` names the form's field) when it must refuse.
            It raises the version whenever it changes the row.
        version: attribute of the row that every change raises; two clerks cannot overwrite.
        create: a new row may be made with the same form.
        change: a row may be changed; False where rows are only made and ended, as grants are.

    """

    permission: str
    form_class: type[forms.Form]
    load: Callable[[Any | None], Mapping[str, Any]]
    save: Callable[[Any, Any | None, Mapping[str, Any]], Any]
    version: str = "version"
    create: bool = False
    change: bool = True
    create_permission: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """One value that somebody changed (变更); `field` masks both values."""

    at: datetime
    by: str
    what: Text
    before: object = None
    after: object = None
    field: str | None = None
    reason: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done to a row (操作).

    Args:
        code: last part of its address, ``/<office>/<thing>/<pk>/do/<code>/``.
        run: ``run(actor, row, cleaned)`` → what was done, as a sentence; `InvalidInput` refuses.
        form_class: asked for in the dialog; None asks only for the confirmation.
        confirm: what will happen and whether it can be undone.
        offered: whether it makes sense for this row now; None: always.
        danger: drawn in red.

    """

    code: str
    label: Text
    permission: str
    run: Callable[[Any, Any, Mapping[str, Any]], Text]
    confirm: Text
    form_class: type[forms.Form] | None = None
    icon: str = "bolt"
    offered: Callable[[Any], bool] | None = None
    danger: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Register:
    """A register: what it is called, who may see it, its rows, its pages.

    Args:
        code: ``"<office>.<thing>"``; its pages stand at ``/<office>/<thing>/``.
        permission: needed to view it.
        rows: ``rows(granted, reach)`` → the rows within reach, with what the columns need
            (`select_related`); no order, no slice.
        order: ORM paths, ``-`` for descending, the last one unique; an index of the same columns
            makes a page cost the same anywhere in two million rows.
        persons: numbers of the persons whom a row of the *list* shows, for the audit.
        history: the changes of a row, newest first.
        imports: codes of import kinds offered here.
        empty: what to do when there is nothing yet.
        shown_in_navigation: False for registers that are reached from other pages only.

    """

    code: str
    title: Text
    office: str
    permission: str
    rows: Callable[[Granted, Any], QuerySet[Any]]
    columns: Sequence[Column]
    order: Sequence[str] = ("-pk",)
    filters: Sequence[Filter] = ()
    detail: Detail | None = None
    edit: Edit | None = None
    history: Callable[[Any], Iterable[Change]] | None = None
    persons: Callable[[Any], Iterable[str]] | None = None
    imports: Sequence[str] = ()
    export_permission: str | None = None
    actions: Sequence[Action] = ()
    icon: str = "list"
    hint: Text | None = None
    empty: Text | None = None
    shown_in_navigation: bool = True
    page_size: int = 50

    @property
    def thing(self) -> str:
        """Return the second half of the code."""
        return self.code.partition(".")[2]

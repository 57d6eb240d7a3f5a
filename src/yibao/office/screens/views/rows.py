"""The page of one row (详情页), and the history of its changes (变更历史)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yibao.office.screens.addresses import action_address, list_address, row_address
from yibao.office.screens.cells import Cell, cell, written
from yibao.office.screens.discovery import declared, register_of, shell
from yibao.office.screens.guard import View, needs
from yibao.office.screens.language import said
from yibao.office.screens.listing import Listing, listing
from yibao.office.screens.register import Change, Detail, Moment, Register
from yibao.office.screens.rights import Granted, OfficeRequest
from yibao.office.screens.views.common import (
    Button,
    crumbs,
    granted_of,
    heading_of,
    may_edit,
    note_persons,
    offered_actions,
    row_within_reach,
)
from yibao.terms.text import Text

RELATED_ROWS = 10
ACTIONS_SHOWN = 2
"""Actions that stand at the head of a row's page where it has more than three."""


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A titled group of facts with their values."""

    title: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class RelatedShown:
    """The first related rows, and where all of them are."""

    title: str
    listing: Listing
    url: str


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One change with its values as people read them."""

    change: Change
    before: str
    after: str


def row_view(register: Register, detail: Detail) -> View:
    """Return the page of one row of a register."""

    @require_safe
    def view(request: OfficeRequest, key: str) -> HttpResponse:
        granted = granted_of(request)
        row = row_within_reach(request, register, key)
        note_persons(request, register, row)
        context = {
            "register": register,
            "row": row,
            "title": heading_of(register, row, granted),
            "subtitle": detail.subtitle(row) if detail.subtitle else "",
            "status": cell(detail.status, row, granted) if detail.status else None,
            "crumbs": crumbs(register),
            "sections": [
                SectionShown(said(s.title), [cell(fact, row, granted) for fact in s.facts])
                for s in detail.sections
            ],
            "moments": _moments(detail, row, granted),
            "related": _related(request, detail, row),
            "panels": detail.panels,
            "panels_of_others": panels_of_others(register, row, granted),
            **_head(register, row, granted),
        }
        if detail.more is not None:
            context |= detail.more(row, granted)
        return render(request, "screens/row.html", context)

    return needs(register.permission, view)


def panels_of_others(register: Register, row: Any, granted: Granted) -> list[dict[str, Any]]:
    """Return what offices above add to the page of a row."""
    found = []
    for panel in declared().panels:
        if panel.register != register.code or not granted.may(panel.permission):
            continue
        context = panel.context(row, granted)
        if context is not None:
            found.append({"template": panel.template, "panel": context})
    return found


def _moments(detail: Detail, row: Any, granted: Granted) -> list[Moment]:
    """Return the timeline, newest first."""
    if detail.timeline is None:
        return []
    return sorted(detail.timeline(row, granted), key=lambda m: _point(m.at), reverse=True)


def _point(at: date | datetime) -> datetime:
    if isinstance(at, datetime):
        return at if timezone.is_aware(at) else timezone.make_aware(at)
    return timezone.make_aware(datetime.combine(at, time.min))


def _related(request: OfficeRequest, detail: Detail, row: Any) -> list[RelatedShown]:
    found = []
    for related in detail.related:
        other = register_of(related.register)
        if not granted_of(request).may(other.permission):
            continue
        condition = {code: (value,) for code, value in related.condition(row).items()}
        query = QueryDict(mutable=True)
        for code, values in condition.items():
            query.setlist(code, list(values))
        shown = listing(request, other, query, related.leave_out, RELATED_ROWS)
        found.append(RelatedShown(said(related.title), shown, list_address(other.code, condition)))
    return found


def _head(register: Register, row: Any, granted: Granted) -> dict[str, list[Button]]:
    """Return what stands at the head: pages and a few actions; many actions go into a menu."""
    actions = _action_buttons(register, row, granted)
    shown = len(actions) if len(actions) <= ACTIONS_SHOWN + 1 else ACTIONS_SHOWN
    return {
        "buttons": [*actions[:shown], *_page_buttons(register, row, granted)],
        "more_buttons": actions[shown:],
    }


def _action_buttons(register: Register, row: Any, granted: Granted) -> list[Button]:
    return [
        Button(
            said(action.label),
            action_address(register.code, row.pk, action.code),
            action.icon,
            "btn-outline-danger" if action.danger else "",
            is_dialog=True,
        )
        for action in offered_actions(register, row, granted)
    ]


def _page_buttons(register: Register, row: Any, granted: Granted) -> list[Button]:
    found = []
    if register.history is not None:
        address = row_address(register.code, row.pk, "history")
        found.append(Button(said(Text("变更历史", "History")), address, "history"))
    if may_edit(register, granted):
        address = row_address(register.code, row.pk, "edit")
        found.append(Button(said(Text("编辑", "Edit")), address, "pencil", "btn-primary"))
    return found


def history_view(register: Register) -> View:
    """Return the page of the changes of one row."""
    history = register.history
    assert history is not None

    @require_safe
    def view(request: OfficeRequest, key: str) -> HttpResponse:
        granted = granted_of(request)
        row = row_within_reach(request, register, key)
        note_persons(request, register, row)
        changes = [
            ChangeShown(c, _masked(granted, c, c.before), _masked(granted, c, c.after))
            for c in history(row)
        ]
        context = {
            "title": Text("变更历史", "History"),
            "crumbs": crumbs(register, row, granted),
            "changes": changes,
        }
        return render(request, "screens/history.html", context)

    return needs(register.permission, view)


def _masked(granted: Granted, change: Change, value: object) -> str:
    if change.field is not None and value is not None:
        value = shell().mask(granted, change.field, value)
    return written("text", value)

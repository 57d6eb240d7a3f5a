"""What the pages of a register share (共用)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from yibao.office.screens.addresses import list_address, row_address
from yibao.office.screens.cells import NOTHING, value_of, written
from yibao.office.screens.discovery import declared, shell
from yibao.office.screens.language import said
from yibao.office.screens.register import Action, Detail, Register
from yibao.office.screens.rights import Granted, OfficeRequest


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to a page; without `url` it is the page itself."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press at the head of a page; `is_dialog` opens in a dialog."""

    label: str
    url: str
    icon: str
    css: str = ""
    is_dialog: bool = False
    is_post: bool = False


def granted_of(request: OfficeRequest) -> Granted:
    """Return what the account may do."""
    found: Granted = request.granted
    return found


def is_part(request: OfficeRequest) -> bool:
    """Say whether only a part of the page is asked for, by htmx, and not to restore history."""
    headers = request.headers
    return "HX-Request" in headers and "HX-History-Restore-Request" not in headers


def row_within_reach(request: OfficeRequest, register: Register, key: str) -> Any:
    """Return a row of a register.

    Raises:
        Http404: when there is none within reach; whether it exists beyond is nobody's business.

    """
    granted = granted_of(request)
    rows = register.rows(granted, granted.reach(register.permission))
    try:
        row = rows.filter(pk=key).first()
    except (ValueError, ValidationError):
        row = None
    if row is None:
        raise Http404(f"{register.code} {key}")
    return row


def note_persons(request: OfficeRequest, register: Register, row: Any) -> None:
    """Note for the audit whom a page of one row shows."""
    if register.detail is not None and register.detail.persons is not None:
        shell().shown(request, list(register.detail.persons(row)))


def crumbs(
    register: Register, row: Any | None = None, granted: Granted | None = None
) -> list[Crumb]:
    """Return the way to a register's list, or to a row of it."""
    office = declared().offices.get(register.office)
    way = [Crumb(said(office.label))] if office else []
    way.append(Crumb(said(register.title), list_address(register.code)))
    if row is not None and granted is not None:
        way.append(Crumb(heading_of(register, row, granted), row_address(register.code, row.pk)))
    return way


def heading_of(register: Register, row: Any, granted: Granted) -> str:
    """Return what a row is called, masked where need be."""
    detail: Detail | None = register.detail
    if detail is None:
        return str(row.pk)
    value = value_of(row, detail.heading)
    if detail.heading_field is not None and value is not None:
        value = shell().mask(granted, detail.heading_field, value)
    text = written("text", value)
    return str(row.pk) if text == NOTHING else text


def may_edit(register: Register, granted: Granted) -> bool:
    """Say whether rows may be changed."""
    edit = register.edit
    return edit is not None and edit.change and granted.may(edit.permission)


def may_create(register: Register, granted: Granted) -> bool:
    """Say whether rows may be made."""
    edit = register.edit
    return (
        edit is not None and edit.create and granted.may(edit.create_permission or edit.permission)
    )


def offered_actions(register: Register, row: Any, granted: Granted) -> list[Action]:
    """Return the actions that the account may do to the row now."""
    return [
        action
        for action in register.actions
        if granted.may(action.permission) and (action.offered is None or action.offered(row))
    ]


def address_of_new(register: Register) -> str:
    """Return where a new row is made."""
    return reverse(f"screens:{register.code}.new")

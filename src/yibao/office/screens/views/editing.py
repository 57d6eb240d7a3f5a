"""Changing a row, or making one (编辑页), so that two clerks cannot overwrite each other.

The form carries the version of the row that it was filled from, and what the fields held then.
When the row has meanwhile another version, nothing is written: the form comes back with the other
clerk's values in all fields that this one did not touch, and says field by field what changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yibao.office.screens.addresses import list_address, row_address
from yibao.office.screens.guard import View, needs
from yibao.office.screens.language import said
from yibao.office.screens.register import Edit, Register
from yibao.office.screens.rights import OfficeRequest
from yibao.office.screens.views.common import (
    Crumb,
    crumbs,
    granted_of,
    heading_of,
    note_persons,
    row_within_reach,
)
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

VERSION, BEFORE = "_version", "_before"
SALT = "yibao.screens.before"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else changed meanwhile; `mine` when both did."""

    label: str
    before: str
    theirs: str
    mine: str | None


def edit_view(register: Register, edit: Edit) -> View:
    """Return the page where a row is changed."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: OfficeRequest, key: str) -> HttpResponse:
        row = row_within_reach(request, register, key)
        note_persons(request, register, row)
        if request.method != "POST":
            return _page(request, register, _form(edit, row), row)
        form = edit.form_class(request.POST, request.FILES, initial=dict(edit.load(row)))
        if not form.is_valid():
            return _again(request, register, form, row)
        with transaction.atomic():
            type(row)._base_manager.select_for_update().get(pk=row.pk)
            row = row_within_reach(request, register, key)
            if _version(edit, row) != request.POST.get(VERSION, ""):
                return _conflict(request, register, form, row)
            saved = _saved(request, edit, form, row)
        return (
            _done(request, register, form, saved) if saved else _again(request, register, form, row)
        )

    return needs(edit.permission, view)


def new_view(register: Register, edit: Edit) -> View:
    """Return the page where a row is made."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: OfficeRequest) -> HttpResponse:
        if request.method != "POST":
            return _page(request, register, _form(edit, None), None)
        form = edit.form_class(request.POST, request.FILES, initial=dict(edit.load(None)))
        saved = None
        if form.is_valid():
            with transaction.atomic():
                saved = _saved(request, edit, form, None)
        if saved is None:
            return _page(request, register, form, None, status=422)
        return _done(request, register, form, saved)

    return needs(edit.create_permission or edit.permission, view)


def _form(edit: Edit, row: Any | None) -> forms.Form:
    return edit.form_class(initial=dict(edit.load(row)))


def _version(edit: Edit, row: Any) -> str:
    return str(getattr(row, edit.version))


def _saved(request: OfficeRequest, edit: Edit, form: forms.Form, row: Any | None) -> Any | None:
    """Let the office save; what it refuses stands in the form afterwards."""
    version = None if row is None else _version(edit, row)
    try:
        with transaction.atomic():
            saved = edit.save(granted_of(request).actor, row, form.cleaned_data)
    except InvalidInput as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, said(Text(refusal.message("zh"), refusal.message("en"))))
        return None
    if version is not None and form.has_changed():
        saved.refresh_from_db()
        assert _version(edit, saved) != version, f"{edit.save} left {edit.version} as it was"
    return saved


def _done(request: OfficeRequest, register: Register, form: forms.Form, saved: Any) -> HttpResponse:
    changed = form.has_changed()
    text = Text("已保存。", "Saved.") if changed else Text("没有改动。", "Nothing was changed.")
    messages.success(request, said(text))
    if register.detail is None:
        return redirect(list_address(register.code))
    return redirect(row_address(register.code, saved.pk))


def _again(request: OfficeRequest, register: Register, form: forms.Form, row: Any) -> HttpResponse:
    """Show the form with its errors; it keeps the version that it was filled from."""
    carried = {name: request.POST.get(name, "") for name in (VERSION, BEFORE)}
    return _page(request, register, form, row, carried=carried, status=422)


def _conflict(
    request: OfficeRequest, register: Register, form: forms.Form, row: Any
) -> HttpResponse:
    """Show what somebody else changed; fields that were not touched take the other's value."""
    assert register.edit is not None
    theirs = _form(register.edit, row)
    before = _before_of(request)
    merged: dict[str, Any] = {}
    differences = []
    for bound in form:
        name = bound.name
        mine, now = _plain(bound), _plain(theirs[name])
        then = before.get(name, mine)
        is_touched = mine != then
        merged[name] = bound.data if is_touched else theirs.initial.get(name)
        if now not in {then, mine}:
            label = said(bound.label)
            shown = _words(bound, mine) if is_touched else None
            words = _words(bound, then), _words(bound, now)
            differences.append(Difference(label, *words, shown))
    again = register.edit.form_class(initial=merged)
    carried = {VERSION: _version(register.edit, row), BEFORE: _signed(theirs)}
    return _page(
        request, register, again, row, carried=carried, differences=differences, status=409
    )


def _before_of(request: OfficeRequest) -> dict[str, str]:
    try:
        found: dict[str, str] = signing.loads(request.POST.get(BEFORE, ""), salt=SALT)
    except signing.BadSignature:
        return {}
    return found


def _signed(form: forms.Form) -> str:
    return signing.dumps({bound.name: _plain(bound) for bound in form}, salt=SALT, compress=True)


def _plain(bound: forms.BoundField) -> str:
    """Return what stands in a field as text, the same for what was loaded and what was sent."""
    value = bound.value()
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, list | tuple):
        return "\n".join(sorted(str(each) for each in value))
    shown = bound.field.widget.format_value(value)
    if isinstance(shown, list | tuple):
        return "\n".join(sorted(str(each) for each in shown))
    return "" if shown is None else str(shown)


def _words(bound: forms.BoundField, plain: str) -> str:
    """Return what a person reads for the text of a field: a choice's words, else the text."""
    choices = getattr(bound.field, "choices", ())
    words = {str(value): said(label) for value, label in choices}
    return "、".join(words.get(each, each) for each in plain.split("\n")) or "—"


def _page(
    request: OfficeRequest,
    register: Register,
    form: forms.Form,
    row: Any | None,
    *,
    carried: Mapping[str, str] | None = None,
    differences: list[Difference] | None = None,
    status: int = 200,
) -> HttpResponse:
    edit, granted = register.edit, granted_of(request)
    assert edit is not None
    if row is not None and carried is None:
        carried = {VERSION: _version(edit, row), BEFORE: _signed(form)}
    act = Text("新增", "New") if row is None else Text("编辑", "Edit")
    name = said(register.title) if row is None else heading_of(register, row, granted)
    way: list[Crumb] = crumbs(register, row, granted)
    context = {
        "register": register,
        "title": f"{said(act)} · {name}",
        "crumbs": way,
        "form": form,
        "carried": carried or {},
        "differences": differences,
        "cancel": way[-1].url,
    }
    return render(request, "screens/edit.html", context, status=status)

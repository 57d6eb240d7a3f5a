"""Doing something to a row (操作): a dialog that says what will happen, then the act itself."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yibao.office.screens.addresses import list_address, row_address
from yibao.office.screens.guard import View, needs
from yibao.office.screens.language import said
from yibao.office.screens.refusals import page
from yibao.office.screens.register import Action, Register
from yibao.office.screens.rights import OfficeRequest
from yibao.office.screens.views.common import (
    crumbs,
    granted_of,
    is_part,
    note_persons,
    offered_actions,
    row_within_reach,
)
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text


def action_view(register: Register) -> View:
    """Return the dialog of every action of a register."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: OfficeRequest, key: str, code: str) -> HttpResponse:
        action = next((a for a in register.actions if a.code == code), None)
        if action is None:
            return page(request, 404)
        granted_of(request).need(action.permission)
        row = row_within_reach(request, register, key)
        note_persons(request, register, row)
        if action not in offered_actions(register, row, granted_of(request)):
            reason = Text("此记录目前不能这样操作。", "This cannot be done to the record now.")
            return page(request, 409, reason=reason)
        form_class = action.form_class or forms.Form
        form = form_class(request.POST or None) if request.method == "POST" else form_class()
        if request.method == "POST" and (action.form_class is None or form.is_valid()):
            cleaned = form.cleaned_data if action.form_class is not None else {}
            try:
                with transaction.atomic():
                    done = action.run(granted_of(request).actor, row, cleaned)
            except InvalidInput as refusal:
                _refuse(form, refusal)
            else:
                messages.success(request, said(done))
                return _back(request, register, key)
        return _dialog(request, register, action, form, row)

    return needs(register.permission, view)


def _refuse(form: forms.Form, refusal: InvalidInput) -> None:
    form.is_valid()
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, said(Text(refusal.message("zh"), refusal.message("en"))))


def _back(request: OfficeRequest, register: Register, key: str) -> HttpResponse:
    rows_have_pages = register.detail is not None
    address = row_address(register.code, key) if rows_have_pages else list_address(register.code)
    if not is_part(request):
        return redirect(address)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = address
    return response


def _dialog(
    request: OfficeRequest, register: Register, action: Action, form: forms.Form, row: object
) -> HttpResponse:
    context = {
        "title": action.label,
        "action": action,
        "form": form,
        "address": request.path,
        "crumbs": crumbs(register, row, granted_of(request)),
    }
    name = "screens/action_dialog.html" if is_part(request) else "screens/action.html"
    return render(request, name, context, status=422 if form.errors else 200)

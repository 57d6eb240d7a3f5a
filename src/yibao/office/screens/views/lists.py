"""The list of a register (列表页), and its export."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yibao.office.screens.discovery import import_kinds, shell
from yibao.office.screens.guard import View, needs
from yibao.office.screens.language import said, spoken
from yibao.office.screens.listing import Listing, listing
from yibao.office.screens.register import Register
from yibao.office.screens.rights import Granted, OfficeRequest
from yibao.office.screens.views.common import (
    Button,
    address_of_new,
    crumbs,
    granted_of,
    is_part,
    may_create,
)
from yibao.terms.text import Text


def list_view(register: Register) -> View:
    """Return the page of a register's list; asked for by htmx, only the rows and the filters."""

    @require_safe
    def view(request: OfficeRequest) -> HttpResponse:
        shown = listing(request, register, request.GET)
        context = {
            "register": register,
            "listing": shown,
            "title": register.title,
            "crumbs": crumbs(register),
            "buttons": _buttons(register, shown, granted_of(request)),
        }
        if not is_part(request):
            return render(request, "screens/list.html", context)
        response = render(request, "screens/list_rows.html", context)
        response["HX-Push-Url"] = _canonical(request, shown)
        return response

    return needs(register.permission, view)


def _canonical(request: OfficeRequest, shown: Listing) -> str:
    """Return the address that the browser keeps: only what is set, and the place in the list."""
    place = [f"{name}={request.GET[name]}" for name in ("after", "before") if name in request.GET]
    sign = "&" if "?" in shown.here else "?"
    return shown.here + (sign + place[0] if place else "")


def _buttons(register: Register, shown: Listing, granted: Granted) -> list[Button]:
    """Return what may be done with the list as a whole; the most usual stands last, in colour."""
    found = []
    if shown.export and shown.rows:
        label = said(Text("导出 Excel", "Export to Excel"))
        found.append(Button(label, shown.export, "download", is_post=True))
    found += _import_buttons(register, granted)
    if may_create(register, granted):
        label = said(Text("新增", "New"))
        found.append(Button(label, address_of_new(register), "plus", "btn-primary"))
    return found


def _import_buttons(register: Register, granted: Granted) -> list[Button]:
    """Return a button for every kind of file that the account may hand in here."""
    declared = (import_kinds().get(code) for code in register.imports)
    kinds = [kind for kind in declared if kind is not None and granted.may(kind.permission)]
    word = said(Text("导入", "Import"))
    labels = [word if len(kinds) == 1 else f"{word} · {said(kind.label)}" for kind in kinds]
    addresses = [shell().import_address(kind.code) for kind in kinds]
    return [
        Button(label, address, "upload")
        for label, address in zip(labels, addresses, strict=True)
        if address
    ]


def export_view(register: Register) -> View:
    """Return the view that starts a job, which writes the rows of the list as XLSX."""
    assert register.export_permission is not None

    @require_POST
    def view(request: OfficeRequest) -> HttpResponse:
        query = {name: request.GET.getlist(name) for name in request.GET}
        address = shell().start_export(request, register.code, query, spoken())
        started = Text(
            "导出已开始，完成后可在此下载。",
            "The export has started; fetch the file here when done.",
        )
        messages.success(request, said(started))
        return redirect(address)

    return needs(register.export_permission, view)

"""The bill in one sheet, on screen and on paper (一单制结算单)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yibao.office.base.audit import shown
from yibao.office.base.field_catalogue import masked
from yibao.office.base.rights.guard import guarded
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.claims.fields import SHEET_CERTIFICATE, SHEET_NAME
from yibao.office.claims.queries.sheet import Sheet, sheet
from yibao.office.claims.queries.within import settlement_row
from yibao.policy.wording.labels import name_label
from yibao.terms.dictionaries import dictionary
from yibao.terms.text import Text

VIEW = "claims.settlement.view"


@require_safe
@guarded(VIEW)
def sheet_page(request: OfficeRequest, number: str) -> HttpResponse:
    """Show the sheet of a settlement; who may not see a name whole sees it masked."""
    granted = request.granted
    row = settlement_row(number, granted.reach(VIEW))
    shown(request, [row.person])
    found = sheet(row)
    context = {
        "row": row,
        "sheet": found,
        "name": masked(granted, SHEET_NAME, found.who.name),
        "certificate": masked(granted, SHEET_CERTIFICATE, found.who.certificate),
        "sex": _label("gend", found.who.sex),
        "scheme": _label("insutype", row.insutype),
        "care": _label("med_type", row.med_type),
        "status": _status(found),
        "days": (row.ends_on - row.begins_on).days,
        "diagnoses": found.diagnoses if granted.may("claims.line.view") else (),
        "printed_at": timezone.localtime(),
    }
    return render(request, "claims/sheet.html", context)


def _label(name: str, code: str) -> Text:
    return dictionary(name).label(code) if code else Text("", "")


def _status(found: Sheet) -> Text:
    """Say as what the person was insured: the kind of person, else the policy's word for it."""
    if found.row.psn_type:
        return _label("psn_type", found.row.psn_type)
    if found.explained is None:
        return Text("", "")
    return name_label("status", found.explained.status, {})

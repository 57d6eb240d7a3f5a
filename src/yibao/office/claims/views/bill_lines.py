"""All lines of a settled bill, page by page (费用明细)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yibao.office.base.audit import shown
from yibao.office.base.rights.guard import guarded
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.claims.queries.billed_lines import as_told, lines_settled, origin_of
from yibao.office.claims.queries.sheet_lines import lines_shown
from yibao.office.claims.queries.trace import retraced_or_reason
from yibao.office.claims.queries.within import settlement_row

VIEW = "claims.line.view"
PAGE_SIZE = 100
PAGES_AT_MOST = 100_000


@require_safe
@guarded(VIEW)
def lines_page(request: OfficeRequest, number: str) -> HttpResponse:
    """Show a page of the lines of a settlement, each with the rule that decided."""
    row = settlement_row(number, request.granted.reach(VIEW))
    shown(request, [row.person])
    page = _page(request.GET.get("page", ""))
    rows = lines_settled(row)
    begin = (page - 1) * PAGE_SIZE
    found = list(rows[begin : begin + PAGE_SIZE + 1])
    made, _ = retraced_or_reason(origin_of(row))
    context = {
        "row": row,
        "count": rows.count(),
        "lines": lines_shown(as_told(row, found[:PAGE_SIZE]), None if made is None else made.plan),
        "before": page - 1,
        "after": page + 1 if len(found) > PAGE_SIZE else 0,
    }
    return render(request, "claims/line_page.html", context)


def _page(text: str) -> int:
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
    return min(max(asked, 1), PAGES_AT_MOST)

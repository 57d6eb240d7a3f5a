"""The pages of imports: hand a file in, its template, the report of problems."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from yibao.office.base.rights.guard import guarded, signed_in
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.imports import registry, services
from yibao.office.imports.kind import ImportKind, Mode
from yibao.office.imports.models import Import
from yibao.office.imports.queries import imports_of
from yibao.office.imports.report import (
    REPORT_FORMATS,
    csv_lines,
    report_rows,
    template_rows,
    write_workbook,
)
from yibao.office.screens.language import language_of, later, said
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileForm(forms.Form):
    """A file and what shall become of its rows."""

    file = forms.FileField(
        label=later(Text("文件", "File")),
        help_text=later(
            Text(
                "xlsx、csv 或 txt（制表符分隔）；UTF-8 或 GB18030。",
                "xlsx, csv or txt parted by tabs; UTF-8 or GB18030.",
            )
        ),
    )
    mode = forms.ChoiceField(
        label=later(Text("导入方式", "Mode")),
        choices=[(mode.value, later(mode.label)) for mode in Mode],
        widget=forms.RadioSelect,
        initial=Mode.DRY.value,
    )
    valid_from = forms.DateField(
        label=later(Text("生效日期", "Counts from")),
        help_text=later(
            Text(
                "文件未写日期的行自该日起生效。",
                "Rows without a date of their own count from here.",
            )
        ),
        widget=forms.DateInput,
    )
    repeat = forms.BooleanField(
        label=later(Text("再次导入相同文件", "Import the same file again")), required=False
    )


def _kind(request: OfficeRequest, code: str) -> ImportKind:
    kind = registry.kinds().get(code)
    if kind is None:
        raise Http404(code)
    request.granted.need(kind.permission)
    request.permission = kind.permission
    return kind


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hand_in(request: OfficeRequest, code: str) -> HttpResponse:
    """Take a file in and start its import."""
    kind = _kind(request, code)
    is_sent = request.method == "POST"
    form = FileForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, initial=_initial()
    )
    if is_sent and form.is_valid():
        try:
            record = _received(request, kind, form.cleaned_data)
        except InvalidInput as refusal:
            place = refusal.field if refusal.field in form.fields else None
            form.add_error(place, said(Text(refusal.message("zh"), refusal.message("en"))))
        else:
            messages.success(
                request, said(Text("已收到，正在校验。", "Received; it is checked now."))
            )
            return redirect(f"/imports/import/{record.pk}/")
    context = {"form": form, "kind": kind, "title": kind.label}
    status = 422 if form.errors else 200
    return render(request, "imports/hand_in.html", context, status=status)


def _initial() -> dict[str, Any]:
    return {"valid_from": timezone.localdate(), "mode": Mode.DRY.value}


def _received(request: OfficeRequest, kind: ImportKind, cleaned: dict[str, Any]) -> Import:
    actor = request.granted.actor
    with transaction.atomic():
        record = services.receive(
            actor,
            kind.code,
            cleaned["file"].name,
            cleaned["file"].chunks(),
            mode=Mode(cleaned["mode"]),
            valid_from=cleaned["valid_from"],
            repeat=cleaned["repeat"],
        )
        return services.begin(actor, record)


@require_safe
@signed_in
def template(request: OfficeRequest, code: str) -> HttpResponse:
    """Hand out a workbook with the headings of a kind, and an example."""
    kind = _kind(request, code)
    rows = template_rows(kind, language_of(request))
    return _workbook(f"{kind.code}.xlsx", rows)


@require_safe
@guarded("imports.import.view")
def report(request: OfficeRequest, number: int, form: str) -> HttpResponseBase:
    """Hand out the problems of an import.

    Raises:
        Http404: when there is no such import within reach.

    """
    record = imports_of(request.granted).filter(pk=number).first()
    if record is None or form not in REPORT_FORMATS:
        raise Http404(number)
    rows = report_rows(record, language_of(request))
    name = f"import-{number}-problems.{form}"
    if form == "xlsx":
        return _workbook(name, rows)
    answer = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _workbook(name: str, rows: Any) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.xlsx"
        write_workbook(path, rows)
        content = path.read_bytes()
    answer = HttpResponse(content, content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

"""The interface of imports: hand a file in, see what came of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from yibao.office.base.errors import not_found
from yibao.office.base.rights.guard import guarded, signed_in
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.imports import services
from yibao.office.imports.models import Import
from yibao.office.imports.queries import imports_of, kinds_of, problems_of
from yibao.office.imports.registry import kind_of

router = Router()
PROBLEMS_AT_ONCE = 500
NUMBER_MAX = 2**63 - 1


class KindOut(Schema):
    """A kind of import and its columns."""

    code: str
    label_zh: str
    label_en: str
    columns: list[str]


class ImportOut(Schema):
    """How an import stands."""

    id: int
    kind: str
    mode: str
    state: str
    file_name: str
    file_sha256: str
    valid_from: date
    same_as_id: int | None
    job_number: int | None
    rows_read: int
    rows_bad: int
    rows_new: int
    rows_changed: int
    rows_same: int
    problems: int
    columns_ignored: list[str]
    error_code: str
    error_zh: str
    error_en: str
    created_at: datetime
    finished_at: datetime | None


class ProblemOut(Schema):
    """What is wrong with a row."""

    id: int
    row_number: int
    field: str
    value: str
    code: str
    reason_zh: str
    reason_en: str
    remedy_zh: str
    remedy_en: str


class ImportIn(Schema):
    """What is said besides the file."""

    kind: str
    mode: str = "dry"
    valid_from: date | None = None
    repeat: bool = False


@router.get("kinds", response=list[KindOut])
@signed_in
def list_kinds(request: OfficeRequest) -> list[dict[str, Any]]:
    """List the kinds that one may import, with the columns of their files."""
    granted = request.granted
    return [
        {
            "code": kind.code,
            "label_zh": kind.label.zh,
            "label_en": kind.label.en,
            "columns": [column.name for column in kind.layout],
        }
        for kind in kinds_of(granted)
    ]


@router.post("", response={202: ImportOut})
@signed_in
def hand_in(
    request: OfficeRequest, said: Form[ImportIn], file: File[UploadedFile]
) -> Status[Import]:
    """Take a file in and start its import; ask for its state afterwards."""
    granted = request.granted
    kind = kind_of(said.kind)
    granted.need(kind.permission)
    request.permission = kind.permission
    mode = services.mode_of(said.mode)
    with transaction.atomic():
        record = services.receive(
            granted.actor,
            kind.code,
            file.name or "",
            file.chunks(),
            mode=mode,
            valid_from=said.valid_from,
            repeat=said.repeat,
        )
        return Status(202, services.begin(granted.actor, record))


@router.get("{int:number}", response=ImportOut)
@guarded("imports.import.view")
def status(request: OfficeRequest, number: int) -> Import:
    """Tell how an import stands."""
    return _import(request, number)


@router.get("{int:number}/problems", response=list[ProblemOut])
@guarded("imports.import.view")
def problems(request: OfficeRequest, number: int, after_row: int = 0, after_id: int = 0) -> Any:
    """List the problems of an import from a row on, at most 500 at once."""
    record = _import(request, number)
    row, last = min(after_row, NUMBER_MAX), min(after_id, NUMBER_MAX)
    found = problems_of(record).filter(row_number__gte=row).exclude(row_number=row, id__lte=last)
    return found[:PROBLEMS_AT_ONCE]


def _import(request: OfficeRequest, number: int) -> Import:
    granted = request.granted
    found = imports_of(granted).filter(pk=min(number, NUMBER_MAX)).first()
    if found is None:
        raise not_found("import", number)
    return found

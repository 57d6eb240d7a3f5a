"""The page of seals (封存核验): chains, verification, proof of one row."""

from __future__ import annotations

from django.contrib import messages as notices
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yibao.office.base.errors import not_found
from yibao.office.base.jobs import kind_of, start
from yibao.office.base.rights.guard import guarded
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.base.seals.proof import Proof, prove
from yibao.office.base.seals.queries import last_verification, shown_tables
from yibao.office.base.seals.table import declared
from yibao.office.screens.language import said
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

VIEW = "base.seal.view"
VERIFY = "ledger.seal.verify"
"""The kind of job that verifies every sealed table; the ledger declares it."""
KEY_MAX = 2**63 - 1


@require_safe
@guarded(VIEW)
def page(request: OfficeRequest) -> HttpResponse:
    """Show the chain of each sealed table, the last verification, and the proof of a row."""
    context = {
        "tables": shown_tables(),
        "job": last_verification(VERIFY),
        "may_verify": request.granted.may(kind_of(VERIFY).needs({})),
        "asked": request.GET.get("row", ""),
        "of_table": request.GET.get("table", ""),
        **_proof_asked(request),
    }
    return render(request, "base/seals/page.html", context)


@require_POST
@guarded("ledger.seal.edit")
def begin_verification(request: OfficeRequest) -> HttpResponse:
    """Start the verification of everything."""
    job = start(VERIFY, request.granted.actor)
    notices.success(request, said(Text("已开始核验。", "The verification has begun.")))
    return redirect(f"/base/jobs/{job.pk}/")


@require_safe
@guarded(VIEW)
def proof_file(request: OfficeRequest, table: str, key: int) -> JsonResponse:
    """Return the proof of a row as a file that anybody can check without this system.

    Raises:
        NotFound: there is no such table or row, or no seal covers it yet.

    """
    del request
    proof = _proof(table, key)
    answer = JsonResponse(
        {
            "table": proof.table,
            "key": proof.key,
            "content": proof.content.decode(),
            "algorithm": proof.algorithm,
            "seal": proof.seal,
            "place": proof.place,
            "count": proof.count,
            "path": [node.hex() for node in proof.path],
            "root": proof.root.hex(),
        },
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    answer["Content-Disposition"] = f'attachment; filename="{table}-{key}.proof.json"'
    return answer


def _proof_asked(request: OfficeRequest) -> dict[str, object]:
    row = request.GET.get("row", "").strip()
    if not row:
        return {}
    try:
        if not row.isdecimal() or int(row) > KEY_MAX:
            raise not_found("row", row[:40])
        return {"proof": _proof(request.GET.get("table", ""), int(row))}
    except InvalidInput as refusal:
        return {"refusal": Text(refusal.message("zh"), refusal.message("en"))}


def _proof(name: str, key: int) -> Proof:
    table = declared().get(name)
    if table is None:
        raise not_found("table", name[:63])
    proof = prove(table, key) if key <= KEY_MAX else None
    if proof is None:
        raise not_found("row", key)
    return proof

"""What a load balancer or a supervisor asks (探针): alive, and ready to work.

They are answered before sessions, accounts and hosts are looked at: a probe comes without any, and
must not fail for what it does not ask.
"""

from __future__ import annotations

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from yibao.office.database.migrations import pending_migrations

ALIVE = "/healthz"
READY = "/readyz"
ASKING = frozenset(("GET", "HEAD"))
_SEEN: set[str] = set()
"""Names of databases that were seen with every table: tables do not vanish while we run."""


def answer(request: HttpRequest) -> HttpResponse | None:
    """Return the answer to a probe; None when the request is none."""
    if request.path_info not in (ALIVE, READY):
        return None
    if request.method not in ASKING:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    return _alive() if request.path_info == ALIVE else _ready()


def _alive() -> HttpResponse:
    """Say that the process answers; nobody else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


def _ready() -> HttpResponse:
    """Say whether the database answers and has every table; 503 while not."""
    try:
        missing = _missing()
    except Error:
        return JsonResponse({"database": "unreachable", "migrations_pending": None}, status=503)
    return JsonResponse(
        {"database": "ok", "migrations_pending": missing}, status=503 if missing else 200
    )


def _missing() -> int:
    name = str(connection.settings_dict["NAME"])
    if name in _SEEN:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return 0
    missing = len(pending_migrations())
    if not missing:
        _SEEN.add(name)
    return missing

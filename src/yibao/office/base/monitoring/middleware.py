"""Measures every request (请求计量): its duration, its status, the pattern of its route."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter_ns, time_ns

from django.http import HttpRequest, HttpResponseBase

from yibao.office.base.monitoring.meter import METER, Kind
from yibao.office.base.monitoring.probes import answer

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
NO_ROUTE = "(no route)"
"""Requests that matched nothing share one line: their addresses are without end."""
MINUTE_NS = 60_000_000_000


class Meter:
    """Counts requests in this process; `rounds` writes the counts. Probes are answered here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and count it; one that raises counts as 500, a probe not at all."""
        probed = answer(request)
        if probed is not None:
            return probed
        began = perf_counter_ns()
        status = 500
        try:
            response = self.get_response(request)
            status = response.status_code
        finally:
            self._count(request, status, (perf_counter_ns() - began) // 1000)
        return response

    def _count(self, request: HttpRequest, status: int, microseconds: int) -> None:
        match = request.resolver_match
        METER.count(
            Kind(
                minute=datetime.fromtimestamp(time_ns() // MINUTE_NS * 60, UTC),
                route=match.route[:200] if match else NO_ROUTE,
                method=request.method if request.method in METHODS else "OTHER",
                status=status,
            ),
            microseconds,
        )

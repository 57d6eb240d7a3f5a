"""Answers messages straight from the web server (WSGI), without the pages' middleware.

A message carries no session, no cookie and no language; what it needs of Django is the connection
to the database. That it is alive is not asked before each message: the first statement finds out,
and `retrying` takes another connection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from time import perf_counter_ns, time_ns
from typing import Any

from django.db import connection

from yibao.office.base.monitoring.meter import METER, Kind
from yibao.office.exchange.door import Reply, answer
from yibao.office.exchange.envelope import BYTES_MOST

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]

HEADERS = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
"""What every answer carries beside its type."""
REASONS = {200: "200 OK", 405: "405 Method Not Allowed"}
MINUTE_NS = 60_000_000_000
NOT_POSTED = Reply(405, "text/plain; charset=utf-8", "请用 POST。 Use POST.".encode())


def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Answer one request at an address of the interface."""
    method = environ["REQUEST_METHOD"]
    reply = respond(
        method,
        environ["PATH_INFO"],
        _headers(environ),
        _body(environ) if method == "POST" else b"",
        environ.get("REMOTE_ADDR", ""),
    )
    length = ("Content-Length", str(len(reply.body)))
    start_response(REASONS[reply.status], [("Content-Type", reply.content_type), length, *HEADERS])
    return [reply.body]


def respond(
    method: str, path: str, headers: Iterable[tuple[str, str]], body: bytes, address: str
) -> Reply:
    """Answer a request, count it, and leave the thread's connection fit for the next."""
    began = perf_counter_ns()
    connection.close_if_unusable_or_obsolete()
    connection.health_check_done = True  # type: ignore[attr-defined]
    reply = answer(path, headers, body, address=address) if method == "POST" else NOT_POSTED
    count(reply, method, (perf_counter_ns() - began) // 1000)
    return reply


def reply_to(environ: Environ) -> Reply:
    """Return the answer to a request as the web server describes it, uncounted."""
    if environ["REQUEST_METHOD"] != "POST":
        return NOT_POSTED
    path, address = environ["PATH_INFO"], environ.get("REMOTE_ADDR", "")
    return answer(path, _headers(environ), _body(environ), address=address)


def count(reply: Reply, method: str, microseconds: int) -> None:
    """Count a request as other requests are counted; each transaction is a route of its own."""
    minute = datetime.fromtimestamp(time_ns() // MINUTE_NS * 60, UTC)
    route = f"exchange/{reply.infno or '-'}"
    kind = "POST" if method == "POST" else "OTHER"
    METER.count(Kind(minute, route, kind, reply.status), microseconds)


def _body(environ: Environ) -> bytes:
    """Read the body; a little more than the largest is enough to refuse it."""
    length = environ.get("CONTENT_LENGTH") or ""
    most = BYTES_MOST + 1
    if length.isascii() and length.isdigit():
        most = min(int(length), most)
    read: bytes = environ["wsgi.input"].read(most)
    return read


def _headers(environ: Environ) -> Iterator[tuple[str, str]]:
    for key, value in environ.items():
        if key.startswith("HTTP_"):
            yield key[5:], value

"""What granian calls (RSGI): requests with their headers as they came, answered on threads.

A WSGI server folds `-` and `_` in the names of headers into one letter and keeps one of two values:
nobody could see there that a signature came in two spellings. Here messages of the interface get
their headers as they were sent; pages get the environment that Django knows.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable
from tempfile import SpooledTemporaryFile
from typing import Any

from yibao.office.exchange.addresses import is_for_exchange
from yibao.office.exchange.envelope import BYTES_MOST
from yibao.office.exchange.wsgi import HEADERS, respond
from yibao.office.site.hands import Hands
from yibao.office.site.wsgi import pages

Pairs = list[tuple[str, str]]
IN_MEMORY = 1024 * 1024
"""Bytes of a page's body beyond which it waits on disk."""
_OF_CGI = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class Site:
    """The site for one process, answering on so many threads."""

    def __init__(self, threads: int) -> None:
        self._hands = Hands(threads)

    async def __call__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        if is_for_exchange(scope.path):
            body = await _message(scope, protocol)
            await self._hands.give(_carry, scope, protocol, body)
            return
        with SpooledTemporaryFile(max_size=IN_MEMORY) as spooled:
            async for part in protocol:
                spooled.write(part)
            size = spooled.tell()
            spooled.seek(0)
            environ = environment(scope, spooled, size)
            loop = asyncio.get_running_loop()
            await self._hands.give(_page, environ, protocol, loop)


async def _message(scope: Any, protocol: Any) -> bytes:
    """Return the body of a message, or a little more than the longest of one that is longer."""
    length = scope.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) <= BYTES_MOST:
        whole: bytes = await protocol()
        return whole
    parts, size = [], 0
    async for part in protocol:
        parts.append(part)
        size += len(part)
        if size > BYTES_MOST:
            break
    return b"".join(parts)


def _carry(scope: Any, protocol: Any, body: bytes) -> None:
    """Answer a message."""
    pairs = scope.headers.items()
    reply = respond(scope.method, scope.path, pairs, body, _host(scope.client))
    headers = [("content-type", reply.content_type), *HEADERS]
    protocol.response_bytes(reply.status, headers, reply.body)


def environment(scope: Any, body: Any, size: int) -> dict[str, Any]:
    """Return a request as Django knows requests (PEP 3333)."""
    server, _, port = scope.server.rpartition(":")
    found: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": _host(scope.client),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = _OF_CGI.get(name) or "HTTP_" + name.upper().replace("-", "_")
        found[key] = f"{found[key]},{value}" if key in found else value
    found["CONTENT_LENGTH"] = str(size)
    return found


def _page(environ: dict[str, Any], protocol: Any, loop: asyncio.AbstractEventLoop) -> None:
    """Let Django answer; what it streams is sent part by part, from this thread."""
    begun: list[tuple[int, Pairs]] = []

    def start(status: str, headers: Pairs, _exception: object = None) -> Callable[[bytes], object]:
        begun.append((int(status[:3]), headers))
        return _unused

    parts: Iterable[bytes] = pages(environ, start)
    status, headers = begun[-1]
    close: Callable[[], None] | None = getattr(parts, "close", None)
    try:
        if getattr(parts, "streaming", True):
            transport = protocol.response_stream(status, headers)
            for part in parts:
                sending = transport.send_bytes(bytes(part))
                asyncio.run_coroutine_threadsafe(_awaited(sending), loop).result()
        else:
            protocol.response_bytes(status, headers, b"".join(parts))
    finally:
        if close is not None:
            close()


def _unused(part: bytes) -> object:
    """Stand for the function by which old applications write; Django does not."""
    raise NotImplementedError(part)


async def _awaited(sending: Any) -> None:
    await sending


def _host(client: str) -> str:
    """Return the address of a client without its port."""
    return client.rpartition(":")[0].strip("[]")

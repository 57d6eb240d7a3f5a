"""What only a real web server shows: headers as they were sent, bodies of any length, pages."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office.cli.running import free_port, until
from yibao.office.exchange.envelope import BYTES_MOST


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    port = free_port()
    log = (tmp_path_factory.mktemp("granian") / "log").open("w")
    command = [
        *(sys.executable, "-m", "granian", "--interface", "rsgi", "--factory", "--no-ws"),
        *("--port", str(port), "tests.office.exchange.door.spelling_target:make"),
    ]
    process = subprocess.Popen(
        command, stdout=log, stderr=log, cwd=Path(__file__).parents[4], start_new_session=True
    )
    try:
        assert until(lambda: _answers(port)), Path(log.name).read_text(encoding="utf-8")
        yield port
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def _answers(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def ask(port: int, path: str, *headers: str, body: bytes = b"{}", chunked: bool = False) -> str:
    """Send a request as bytes, so that no library tidies its headers."""
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(body)}"
    head = "\r\n".join((f"POST {path} HTTP/1.1", "Host: x", "Connection: close", length, *headers))
    sent = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if chunked else body
    with socket.create_connection(("127.0.0.1", port), 20) as one:
        one.sendall(f"{head}\r\n\r\n".encode() + sent)
        came = b""
        while part := one.recv(65536):
            came += part
    return came.decode()


MESSAGE = "/fsi/api/rsfComIfsService/callService"


def test_a_header_in_two_spellings_is_seen(port: int) -> None:
    one, other = "_api_signature: a", "-api-signature: a"
    assert ask(port, MESSAGE, one).endswith(f"POST {MESSAGE} 2 127.0.0.1 a")
    for headers in ((one, other), (other, one), (one, one), ("X-Tif-Nonce: 1", "x_tif_nonce: 1")):
        assert ask(port, MESSAGE, *headers).endswith("ambiguous_header"), headers


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_is_read_whole_and_no_further_than_it_may_be(port: int, chunked: bool) -> None:
    body = b"x" * 2_000_000
    told = ask(port, MESSAGE, "_api_signature: a", body=body, chunked=chunked)
    assert f" {len(body)} " in told
    if not chunked:
        most = b"x" * BYTES_MOST
        assert f" {BYTES_MOST} " in ask(port, MESSAGE, "_api_signature: a", body=most)


def test_a_path_is_decoded_once(port: int) -> None:
    told = ask(port, "/fsi/api/%2541%E5%8C%BB", "_api_signature: a")
    assert "POST /fsi/api/%41医 2" in told


def test_pages_are_answered_by_django(port: int) -> None:
    told = ask(port, "/nowhere/%E5%8C%BB/")
    assert told.startswith(("HTTP/1.1 403", "HTTP/1.1 404", "HTTP/1.1 500")), told[:200]
    assert "text/html" in told

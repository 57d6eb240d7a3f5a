"""Telling that a demonstration answers (演示就绪): on the terminal, in a file, in a browser.

`var/demo.json` in the working directory is there exactly while the demonstration answers: it says
where, and everything that a program needs for its first message.
"""

from __future__ import annotations

import http.client
import json
import os
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from yibao.cli.office.listening import Listening
from yibao.terms.text import Text

FILE = Path("var") / "demo.json"
INTERFACE = "/fsi/api/rsfComIfsService/callService"
READY = "/readyz"
ASK_SECONDS = 0.2


def forget() -> None:
    """Take the file away that a demonstration left which was killed."""
    FILE.unlink(missing_ok=True)


@contextmanager
def announced(server: Listening, described: str, lang: str, *, browser: bool) -> Iterator[None]:
    """Tell as soon as `server` answers; take the file away at the end.

    Args:
        server: which is about to be started.
        described: providers, staff, persons and so on, as JSON.
        lang: what is told on the terminal is told in it.
        browser: whether to open one.

    """
    file = FILE.resolve()
    addresses = {"url": server.url, "interface_url": server.url + INTERFACE}
    said = {**addresses, **json.loads(described)}
    over = threading.Event()
    telling = threading.Thread(target=_tell, args=(server, said, file, lang, browser, over))
    telling.start()
    try:
        yield
    finally:
        over.set()
        telling.join()
        file.unlink(missing_ok=True)


def _tell(
    server: Listening,
    said: dict[str, Any],
    file: Path,
    lang: str,
    browser: bool,
    over: threading.Event,
) -> None:
    while not _answers(server):
        if over.wait(ASK_SECONDS):
            return
    _write(file, said)
    typer.echo(_words(said, file).of(lang))
    if browser:
        webbrowser.open(server.url)


def _answers(server: Listening) -> bool:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=5)
    try:
        connection.request("GET", READY)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _write(file: Path, said: dict[str, Any]) -> None:
    """Write the file whole: whoever finds it finds all of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(f".{os.getpid()}")
    half.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
    half.replace(file)


def _words(said: dict[str, Any], file: Path) -> Text:
    staff = said["staff"]
    users = "\n".join(f"  {one['user']:<24}{one['role']}" for one in staff)
    password = staff[0]["password"]
    return Text(
        f"演示已就绪（全部数据均为虚构）。按 Ctrl-C 停止。\n"
        f"  网页  {said['url']}\n  接口  {said['interface_url']}\n  说明  {file}\n"
        f"账户（口令均为 {password}）：\n{users}",
        f"The demonstration is ready (everything in it is invented). Ctrl-C ends it.\n"
        f"  pages      {said['url']}\n  interface  {said['interface_url']}\n  described  {file}\n"
        f"Accounts, all with the password {password}:\n{users}",
    )

"""A running demo site and a browser: what tests of screens share."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.region import PASSWORD, fill
from tests.office.conftest import django_db_setup, own_database, server  # noqa: F401
from yibao.office.database.url import DatabaseUrl

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
)
AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
EXPECTED = ("Failed to load resource", "Response Status Error Code 503")
"""What the console says of an answer that a test asked for on purpose."""
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        if process.poll() is not None:
            raise RuntimeError("the server ended")
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError("the server did not come up")


@pytest.fixture(scope="session")
def site(
    server: DatabaseUrl,  # noqa: F811 -- a fixture
    django_db_blocker: object,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Start the site in demo mode on a database of its own; return its address."""
    from tests.office.conftest import _fresh  # noqa: PLC0415 -- beside the fixtures above

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        for url in _fresh(server):
            fill()
            data = tmp_path_factory.mktemp("site")
            port = _free_port()
            environment = os.environ | {
                "YIBAO_MODE": "demo",
                "YIBAO_DATA": str(data),
                "YIBAO_DATABASE_URL": str(url),
                "DJANGO_SETTINGS_MODULE": "yibao.office.site.settings",
            }
            command = [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"),
                *("--host", "127.0.0.1", "--port", str(port), "--no-access-log"),
                "yibao.office.site.wsgi:application",
            ]
            with (data / "server.log").open("wb") as log:
                process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
                try:
                    _wait_for(port, process)
                    yield f"http://127.0.0.1:{port}"
                finally:
                    process.terminate()
                    process.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield found
        found.close()


Open = Callable[..., Page]


@pytest.fixture
def open_as(site: str, browser: Browser) -> Iterator[Open]:
    """Return a page, signed in: `open_as("administration", "/base/account/", phone=True)`.

    What the browser complains of fails the test when it ends.
    """
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def listen(message: ConsoleMessage) -> None:
        is_told_elsewhere = any(words in message.text for words in EXPECTED)
        if message.type == "error" and not is_told_elsewhere:
            complaints.append(message.text)

    def make(account: str, path: str = "/", *, phone: bool = False, language: str = "zh") -> Page:
        context = browser.new_context(
            viewport=PHONE if phone else DESK,
            device_scale_factor=2 if phone else 1,
            is_mobile=phone,
            has_touch=phone,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        contexts.append(context)
        context.add_cookies([{"name": "yibao_language", "value": language, "url": site}])
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if account:
            page.goto(f"{site}/base/sign-in/")
            page.fill("input[name=username]", f"test-{account}")
            page.fill("input[name=password]", PASSWORD)
            page.click("button.btn-primary")
            page.wait_for_url(f"{site}/")
        page.goto(site + path)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def serious_flaws(page: Page) -> list[str]:
    """Return what axe-core finds that keeps people out: its serious and critical violations."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document)).violations")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:160]} ({len(each['nodes'])})"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]

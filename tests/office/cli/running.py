"""Commands of the running system as processes of their own, on a folder of data of their own."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

WAIT_SECONDS = 60


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("YIBAO_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, "YIBAO_DATA": str(data), "YIBAO_LANG": "en", **more}


def yibao(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "yibao", *arguments],
        env=environment(data, **more),
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def until(condition: object, seconds: float = WAIT_SECONDS) -> bool:
    """Wait until `condition()` holds; tell whether it did."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


class Running:
    """A command that goes on; everything it started is killed at the end."""

    def __init__(self, data: Path, *arguments: str, folder: Path | None = None) -> None:
        self.log = (data / "said.log").open("a+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "yibao", *arguments],
            env=environment(data),
            stdout=self.log,
            stderr=self.log,
            cwd=folder,
            start_new_session=True,
        )

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it and its children at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def has_children(self) -> bool:
        """Say whether anything that it started still runs."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *error: object) -> None:
        self.kill()
        self.log.close()


class Server(Running):
    """`yibao serve` on a free port."""

    def __init__(self, data: Path, *arguments: str) -> None:
        self.port = free_port()
        super().__init__(data, "serve", "--embedded", "--port", str(self.port), *arguments)

    def ask(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_SECONDS)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers
        finally:
            connection.close()

    def is_ready(self) -> bool:
        try:
            return self.ask("GET", "/readyz")[0] == 200
        except OSError:
            return False

    def listens(self) -> bool:
        with socket.socket() as one:
            return one.connect_ex(("127.0.0.1", self.port)) == 0

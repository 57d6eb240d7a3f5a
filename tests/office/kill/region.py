"""A small region in a folder of its own, served on one port, killed and started again."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.office.cli.running import Running, environment, free_port, until, yibao
from yibao.office.database.embedded import Cluster

VERIFIED = Path(__file__).with_name("verified.py")
SAY = '\nimport json\nprint("SAID " + json.dumps(said()))\n'
SCALE = "0.0002"
"""Some 460 persons."""


class Region:
    """The processes of a region: `kill` ends one kind of them at once, `start` brings all back."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.cluster = Cluster(data)
        self.server: Running | None = None
        self.described = self._made()

    def _made(self) -> dict[str, Any]:
        file = self.data / "described.json"
        load = ("load_demo", "--untreated", "--scale", SCALE, "--describe", str(file))
        for command in (("migrate", "--noinput", "-v0"), load):
            done = yibao(self.data, "manage", "--embedded", *command)
            assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return found

    def start(self) -> None:
        """Start the server, with its worker and its database, unless it runs."""
        if not self.cluster.runs():
            with contextlib.suppress(Exception):
                self.cluster.start()
        if self.server is None or self.server.process.poll() is not None:
            assert until(self._port_is_free, 60)
            self.server = Running(self.data, "serve", "--embedded", "--port", str(self.port))
        assert until(self._answers, 90), self.server.said()[-4000:]

    def stop(self) -> None:
        """Stop everything in order."""
        if self.server is not None:
            self.server.stop()
            self.server.process.wait(90)
        self.cluster.stop()

    def kill(self, what: str) -> None:
        """Kill the server with its processes, its worker, or the database with all of its own."""
        assert self.server is not None
        if what == "database":
            first = (self.data / "postgresql" / "postmaster.pid").read_text().split()[0]
            _kill(_family(int(first)))
            until(lambda: not self.cluster.runs(), 20)
            return
        below = _family(self.server.process.pid)
        workers = {pid for pid in below if b"\0worker\0" in _command(pid)}
        if what == "worker":
            _kill(set().union(*(_family(pid) for pid in workers)))
            return
        _kill(below - workers)
        self.server.process.wait()

    def verified(self) -> dict[str, Any]:
        """Look at the database from within the site; return what was found."""
        done = subprocess.run(
            [
                *(sys.executable, "-m", "yibao", "manage", "--embedded", "shell", "-v0", "-c"),
                VERIFIED.read_text("utf-8") + SAY,
            ],
            env=environment(self.data, YIBAO_MODE="demo"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert "SAID " in done.stdout, done.stderr[-4000:]
        found: dict[str, Any] = json.loads(done.stdout.partition("SAID ")[2])
        return found

    def _port_is_free(self) -> bool:
        with socket.socket() as one:
            return one.connect_ex(("127.0.0.1", self.port)) != 0

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _family(root: int) -> set[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(stat[1])
    found, new = set(), {root}
    while new:
        found |= new
        new = {pid for pid, parent in parents.items() if parent in new} - found
    return found


def _command(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _kill(pids: set[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)

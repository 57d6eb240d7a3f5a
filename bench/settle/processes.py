"""A server as users start it, and what its processes take (CPU by process, from /proc)."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

from bench.settle.region import environment

HOST = "127.0.0.1"
TICKS = os.sysconf("SC_CLK_TCK")
WAIT_SECONDS = 120


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


class Server:
    """`yibao serve` with its worker and its database, until the end of the block."""

    def __init__(self, folder: Path, *arguments: str, **more: str) -> None:
        self.folder, self.port = folder, free_port()
        self.log = (folder / "server.log").open("w+")
        embedded = () if "YIBAO_DATABASE_URL" in more else ("--embedded",)
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "yibao", "serve", *embedded),
                *("--port", str(self.port), *arguments),
            ],
            env=environment(folder, **more),
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def __enter__(self) -> Server:
        end = time.monotonic() + WAIT_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(self.said())
            time.sleep(0.1)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(WAIT_SECONDS)
        self.log.close()

    def said(self) -> str:
        """Return the log."""
        self.log.seek(0)
        return self.log.read()

    def is_ready(self) -> bool:
        """Tell whether it answers."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def cpu(self) -> dict[str, float]:
        """Return processor seconds so far, of the server, its worker and its database."""
        table = _table()
        server = _below(table, self.process.pid)
        worker = {pid for pid in server if "yibao worker" in _command(pid)}
        of_worker = set().union(*(_below(table, pid) for pid in worker)) if worker else set()
        file = self.folder / "postgresql" / "postmaster.pid"
        database = _below(table, int(file.read_text().split()[0])) if file.exists() else set()
        return {
            "server": _seconds(table, server - of_worker),
            "worker": _seconds(table, of_worker),
            "postgresql": _seconds(table, database),
        }


def _table() -> dict[int, tuple[int, float]]:
    """Return parent and processor seconds, ended children's too, of every process."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found[int(entry.name)] = int(fields[1]), sum(map(int, fields[11:15])) / TICKS
    return found


def _below(table: dict[int, tuple[int, float]], root: int) -> set[int]:
    found, new = set(), {root}
    while new:
        found |= new
        new = {pid for pid, (parent, _) in table.items() if parent in new} - found
    return found


def _seconds(table: dict[int, tuple[int, float]], pids: set[int]) -> float:
    return sum(table[pid][1] for pid in pids if pid in table)


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""

"""Run a command as a whole process and say what it took: time, work, memory."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path

TICK = 0.02
"""Seconds between two looks at the memory."""
LOOK_FOR_CHILDREN_EVERY = 10
"""Looks; to list all processes costs more than to look at a few."""
PROCESSES = Path("/proc")


class CommandFailedError(Exception):
    """The command ended badly; the message is what it said last."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a process and its children took."""

    wall: float
    cpu: float
    """Seconds of user and system time of the process and of every child it waited for."""
    peak_mib: float
    """The most resident memory of the process and its children together."""


def measure(command: list[str], folder: Path, environment: dict[str, str]) -> Measured:
    """Run the command in a folder.

    Raises:
        CommandFailedError: it did not end with 0.

    """
    # Whoever is measured keeps its bytecode, as it would anywhere else.
    environment = {k: v for k, v in environment.items() if k != "PYTHONDONTWRITEBYTECODE"}
    os.sync()  # What earlier runs have written is not to be flushed during this one.
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    memory = _Memory(process.pid)
    memory.start()
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    memory.end()
    if process.returncode != 0:
        raise CommandFailedError(f"{' '.join(command)}\n{said.decode()[-2000:]}")
    return Measured(wall, usage.ru_utime + usage.ru_stime, memory.peak_kib / 1024)


class _Memory(threading.Thread):
    """Looks at the memory of a process and its children until told to end."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.peak_kib = 0
        self._process = process
        self._ended = threading.Event()

    def run(self) -> None:
        family = [self._process]
        for look in count():
            if look % LOOK_FOR_CHILDREN_EVERY == 0:
                family = _family_of(self._process)
            sizes = [_size_of(process) for process in family]
            # A process tells its own peak; of several together only what is seen is known.
            self.peak_kib = max(self.peak_kib, sum(now for now, _ in sizes), *(p for _, p in sizes))
            if self._ended.wait(TICK):
                return

    def end(self) -> None:
        self._ended.set()
        self.join()


def _family_of(process: int) -> list[int]:
    """List a process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in PROCESSES.iterdir():
        if entry.name.isdecimal():
            children.setdefault(_parent_of(entry), []).append(int(entry.name))
    family = [process]
    for member in family:
        family += children.get(member, [])
    return family


def _parent_of(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _size_of(process: int) -> tuple[int, int]:
    """Return the resident KiB now and at their peak; zeros once the process has ended."""
    now = peak = 0
    try:
        with (PROCESSES / str(process) / "status").open(encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("VmHWM:"):
                    peak = int(line.split()[1])
                elif line.startswith("VmRSS:"):
                    return int(line.split()[1]), peak
    except OSError:
        pass
    return now, peak

"""Processes that belong to another (子进程): they end with it, however it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PARENT = "YIBAO_PARENT"
"""Names the process with which a worker ends that was started by a server."""
LOOK_SECONDS = 1.0


def end_with(parent: int) -> None:
    """Have this process told to stop when `parent` is gone.

    Orphans would hold the port, the folder of data and the database.
    """
    threading.Thread(target=_watch, args=(parent,), daemon=True, name="end-with").start()


def end_with_named_parent() -> None:
    """As `end_with`, if whoever started this process asked for it."""
    named = os.environ.get(PARENT, "")
    if named.isdecimal():
        end_with(int(named))


@contextmanager
def worker_beside(grace: int) -> Iterator[None]:
    """Run `yibao worker --embedded` for as long as the server runs, and let its jobs end."""
    environment = {key: value for key, value in os.environ.items() if key != "YIBAO_DATABASE_URL"}
    worker = subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, "-m", "yibao", "worker", "--embedded", "--grace", str(grace)],
        env={**environment, PARENT: str(os.getpid())},
        start_new_session=True,  # the interrupt of a terminal is for the server, which passes it on
    )
    try:
        yield
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)

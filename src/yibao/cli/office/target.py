"""What each process of the server loads (服务进程): the site, its watch, its end."""

from __future__ import annotations

import os
import signal
import threading
import time

from yibao.office.base.monitoring.rounds import ROUNDS
from yibao.office.site.wsgi import application

LOOK_SECONDS = 1.0


def end_with(parent: int) -> None:
    """End this process when `parent` is gone: orphans would hold the port and the database."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=end_with, args=(os.getppid(),), daemon=True, name="end-with").start()
ROUNDS.start()

__all__ = ["application"]

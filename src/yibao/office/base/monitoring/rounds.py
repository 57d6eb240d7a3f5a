"""One thread a process that writes counts down and looks after the system (巡检线程).

Servers and workers both run it, so that each is missed by the other: a worker that died cannot
say so itself.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import Error, close_old_connections, connection

from yibao.office.base.monitoring.meter import METER, Meter
from yibao.office.base.monitoring.recording import record
from yibao.office.base.monitoring.watch import watch

FLUSH_SECONDS = 5.0
LOG = logging.getLogger("yibao.monitoring")


class Rounds:
    """Writes what `meter` counted every few seconds, and has the system looked after."""

    def __init__(self, meter: Meter = METER, every: float = FLUSH_SECONDS) -> None:
        self._meter = meter
        self._every = every
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; a second time does nothing."""
        if self._thread is None:
            self._stop.clear()
            self._thread = threading.Thread(target=self._run, name="rounds", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End, after what was counted is written."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=self._every * 2)
            self._thread = None

    def once(self) -> None:
        """Write what was counted, then look at the system if nobody did in this minute.

        A database that does not answer is no reason to lose counts or to end the thread.
        """
        close_old_connections()
        taken = self._meter.take()
        try:
            record(taken)
        except Error:
            self._meter.give_back(taken)
            LOG.warning("counts of requests could not be written", exc_info=True)
            return
        try:
            watch()
        except Error:
            LOG.warning("the system could not be looked at", exc_info=True)

    def _run(self) -> None:
        while not self._stop.is_set():
            began = time.monotonic()
            self.once()
            self._stop.wait(max(0.0, self._every - (time.monotonic() - began)))
        self.once()
        connection.close()


ROUNDS = Rounds()
"""The rounds of this process."""

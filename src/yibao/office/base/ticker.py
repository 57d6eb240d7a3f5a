"""The ticker (秒级任务): what is due every second, done by one worker of the site at a time.

An office lists functions as ``EVERY_SECOND`` in its ``tasks.py``. A lock of the database says who
ticks; when that worker dies, its connection ends, and another takes over within a second.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import close_old_connections, connection

log = logging.getLogger(__name__)

LOCK = 0x7969_6261_6F01
"""Number of the advisory lock; nothing else of the site takes one so named."""
SECOND = 1.0


def due() -> list[Callable[[], object]]:
    """Return what every office wants done each second, in the order of offices."""
    found: list[Callable[[], object]] = []
    for office in apps.get_app_configs():
        module = f"{office.name}.tasks"
        if office.name.startswith("yibao.office.") and find_spec(module) is not None:
            found.extend(getattr(import_module(module), "EVERY_SECOND", ()))
    return found


def run(stop: threading.Event) -> None:
    """Tick until `stop` is set; a failure is logged and the next second tried again."""
    while not stop.wait(SECOND):
        try:
            _tick()
        except Exception:
            log.exception("ticker")
            connection.close()
    connection.close()


def _tick() -> None:
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        row = cursor.fetchone()
    if not row or not row[0]:
        return
    try:
        for each in due():
            try:
                each()
            except Exception:
                log.exception("%s.%s", each.__module__, getattr(each, "__name__", each))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

"""Tries again what only bad luck undid (重试): deadlocks, connections that broke.

What is tried again has left nothing behind, or left a key that the next try finds: whether a
commit whose answer was lost took place is answered by looking.
"""

from __future__ import annotations

from collections.abc import Callable
from time import sleep
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

TRIES = 4
PAUSE_SECONDS = 0.02

Result = TypeVar("Result")


class GaveUp(Exception):  # noqa: N818 -- what happened, not a class of errors of the house
    """Every try failed."""


def connected(work: Callable[[], Result]) -> Result:
    """Return what `work` returns, tried again where the database gave it up.

    Raises:
        GaveUp: it failed as often as it is tried.

    """
    for tried in range(TRIES):
        try:
            return work()
        except (OperationalError, InterfaceError) as lost:
            if connection.in_atomic_block:
                raise
            if not connection.is_usable():
                connection.close()
            if tried + 1 == TRIES:
                raise GaveUp from lost
        sleep(PAUSE_SECONDS * (tried + 1) ** 2)
    raise AssertionError

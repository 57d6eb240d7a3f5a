"""The days that a demonstration lives through (演示时钟): they are over when it begins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


class Clock:
    """What time it is in the region, while it is lived in."""

    def __init__(self) -> None:
        """Begin now."""
        self.moment = timezone.now()

    def now(self) -> datetime:
        """Return the moment."""
        return self.moment


@contextmanager
def living() -> Iterator[Clock]:
    """Yield a clock by which everything in this process goes, until the end.

    The database keeps its own time; a process that answers others must never live so.
    """
    clock, real = Clock(), timezone.now
    timezone.now = clock.now
    try:
        yield clock
    finally:
        timezone.now = real

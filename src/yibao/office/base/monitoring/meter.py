"""Requests counted in this process (请求计量), until they are written down.

Counting takes a lock and a few additions; the database is not asked. One thread a process
writes what was counted every few seconds, see `rounds`.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime

from yibao.office.base.monitoring.histogram import bucket_of, empty

EVERY_ROUTE = "*"
"""The route under which all requests are counted once more, so that totals are cheap to read."""
KINDS_MOST = 5_000
"""Kinds of requests kept in memory while the database does not answer; then they are dropped."""


@dataclass(slots=True)
class Counted:
    """What was counted of one kind of request in one minute."""

    requests: int = 0
    microseconds: int = 0
    slowest: int = 0
    buckets: list[int] = field(default_factory=empty)

    def add(self, microseconds: int) -> None:
        """Count one request."""
        self.requests += 1
        self.microseconds += microseconds
        self.slowest = max(self.slowest, microseconds)
        self.buckets[bucket_of(microseconds)] += 1


@dataclass(frozen=True, slots=True)
class Kind:
    """What requests are told apart by."""

    minute: datetime
    route: str
    method: str
    status: int


class Meter:
    """The counts of this process that are not yet written.

    >>> from datetime import UTC
    >>> meter = Meter()
    >>> meter.count(Kind(datetime(2024, 1, 1, tzinfo=UTC), "people/", "GET", 200), 1500)
    >>> [kind.route for kind in meter.take()], meter.take()
    (['people/', '*'], {})
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted: dict[Kind, Counted] = {}
        self.dropped = 0
        """Requests that found no room, since the process began."""

    def count(self, kind: Kind, microseconds: int) -> None:
        """Count a request, and once more among all routes."""
        with self._lock:
            if len(self._counted) >= KINDS_MOST and kind not in self._counted:
                self.dropped += 1
                return
            self._add(kind, microseconds)
            self._add(Kind(kind.minute, EVERY_ROUTE, "*", kind.status), microseconds)

    def take(self) -> dict[Kind, Counted]:
        """Return what was counted since the last time, and begin anew."""
        with self._lock:
            taken, self._counted = self._counted, {}
        return taken

    def give_back(self, taken: dict[Kind, Counted]) -> None:
        """Take back what could not be written, as far as there is room."""
        with self._lock:
            for kind, counted in taken.items():
                held = self._counted.get(kind)
                if held is None and len(self._counted) >= KINDS_MOST:
                    self.dropped += counted.requests
                elif held is None:
                    self._counted[kind] = counted
                else:
                    _merge(held, counted)

    def _add(self, kind: Kind, microseconds: int) -> None:
        counted = self._counted.get(kind)
        if counted is None:
            counted = self._counted[kind] = Counted()
        counted.add(microseconds)


def _merge(into: Counted, other: Counted) -> None:
    into.requests += other.requests
    into.microseconds += other.microseconds
    into.slowest = max(into.slowest, other.slowest)
    into.buckets = [a + b for a, b in zip(into.buckets, other.buckets, strict=True)]


METER = Meter()
"""The counts of this process."""

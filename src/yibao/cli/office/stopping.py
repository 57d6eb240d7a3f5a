"""What a signal does before and after the server's own handling of it (停止)."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stops_in_order() -> Iterator[None]:
    """Turn SIGTERM into an orderly exit, so that what was started is stopped.

    While a server or a worker runs it has handlers of its own; this one counts before and after,
    when tables are made or the embedded database starts or stops.
    """
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _leave(number: int, frame: FrameType | None) -> None:
    del frame
    raise SystemExit(128 + number)

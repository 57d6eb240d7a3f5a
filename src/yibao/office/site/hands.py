"""Threads that answer (应答线程): a queue that the C library keeps, one wake-up there, one back.

An executor of the standard library makes three objects with locks of each call; for a message of
two milliseconds that is a twentieth of its time.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

_Work = tuple[asyncio.Future[None], Callable[..., None], tuple[Any, ...]]


class Hands:
    """So many threads; they end with the process."""

    def __init__(self, threads: int) -> None:
        self._waiting: SimpleQueue[_Work] = SimpleQueue()
        for number in range(threads):
            name = f"request-{number + 1}"
            threading.Thread(target=self._work, name=name, daemon=True).start()

    async def give(self, work: Callable[..., None], *arguments: Any) -> None:
        """Have a thread do something; raise what it raised."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.put((done, work, arguments))
        await done

    def _work(self) -> None:
        while True:
            done, work, arguments = self._waiting.get()
            failed: Exception | None = None
            try:
                work(*arguments)
            except Exception as error:  # noqa: BLE001 -- whoever waits gets it
                failed = error
            del work, arguments
            try:
                done.get_loop().call_soon_threadsafe(_end, done, failed)
            except RuntimeError:
                return  # The loop is closed: the process ends.


def _end(done: asyncio.Future[None], failed: Exception | None) -> None:
    if done.cancelled():
        return
    if failed is None:
        done.set_result(None)
    else:
        done.set_exception(failed)

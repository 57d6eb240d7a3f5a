"""Doing something for every piece of the region's files, by several processes (分批并行)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import Any, TypeVar

Done = TypeVar("Done")


def each_piece(
    work: Callable[..., Done], pieces: int, given: tuple[Any, ...], processes: int
) -> Iterator[Done]:
    """Yield what `work(piece, *given)` returns of every piece, as they are done.

    One process does it here, in the transaction that there may be; several commit by themselves.
    """
    if processes == 1 or pieces == 1:
        for piece in range(pieces):
            yield work(piece, *given)
        return
    # Processes that begin anew hold no lock and no connection of this one.
    spawned = get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawned, initializer=_begin) as pool:
        running = [pool.submit(work, piece, *given) for piece in range(pieces)]
        try:
            for one in as_completed(running):
                yield one.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    import django  # noqa: PLC0415 -- before anything of an office is loaded

    django.setup()

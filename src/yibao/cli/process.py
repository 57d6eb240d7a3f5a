"""What a command asks of its own process (进程设置): garbage, threads of libraries, memory."""

from __future__ import annotations

import ctypes
import gc
import os
import sys

TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
"""What `mallopt` of the GNU C library calls them (malloc.h)."""
KEPT = 1 << 30
BIGGEST_IN_HEAP = 32 << 20
"""The most that the library lets `MMAP_THRESHOLD` be."""


def settle_in() -> None:
    """Ask for what every command wants; before NumPy is imported."""
    # Loading modules makes many objects that stay; looking for garbage among them finds none.
    gc.set_threshold(100_000)
    # Nothing here multiplies matrices, and NumPy's threads for it spin while they wait.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def keep_memory() -> None:
    """Keep the memory of a part for the next one.

    Otherwise each array of a part is given back to the system and the next one's pages are asked
    for, and cleared, anew. The threads share their memory: what belongs to one of them alone is
    given back whatever the threshold. Other C libraries than GNU's are left as they are.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(MMAP_THRESHOLD, BIGGEST_IN_HEAP)
        mallopt(TRIM_THRESHOLD, KEPT)
        mallopt(ARENA_MAX, 1)
        import pyarrow as pa  # noqa: PLC0415 -- `yibao --help` stays fast

        # Arrow's own pool would give back what a row group was read into.
        pa.set_memory_pool(pa.system_memory_pool())
    gc.freeze()


_nothing_is_left_to_do = False


def nothing_is_left_to_do() -> None:
    """Say that files are written and closed: the process may end as soon as its command does."""
    global _nothing_is_left_to_do  # noqa: PLW0603 -- it is the process that is meant
    _nothing_is_left_to_do = True


def leave(code: object) -> None:
    """End the process at once, if nothing is left to do and it ended well.

    Python would take a gibibyte apart object by object; the system takes it back as a whole.
    """
    if _nothing_is_left_to_do and code in (None, 0):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)

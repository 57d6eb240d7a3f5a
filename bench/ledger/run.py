"""Entries a second: our postings against plain SQL writing the same rows, one and two connections.

Entries of a settlement with three funds and six lines, on a durable server (fsync on). Ours checks
balance, law, accounts and period, keeps the key, numbers the entry, and the database checks again;
plain SQL into copies of the tables, indexes and all, checks nothing.
"""

from __future__ import annotations

import importlib
import statistics
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from bench.ledger import site
from bench.report import Report

ENTRIES = 4_000
REPEATS = 3

RunOne = Callable[[str, str, int], tuple[float, float]]


def run() -> None:
    """Measure and report."""
    with site.cluster() as url:
        site.connect(url)
        contestants = importlib.import_module("bench.ledger.contestants")
        contestants.prepare()
        walls: dict[str, float] = {}
        cpus: dict[str, float] = {}
        with ProcessPoolExecutor(2, get_context("spawn"), site.connect, (url,)) as pool:
            for name in contestants.CONTESTANTS:
                _measure(pool, contestants.run_one, name, 2)
                for writers in (1, 2):
                    measured = [
                        _measure(pool, contestants.run_one, name, writers) for _ in range(REPEATS)
                    ]
                    # Whoever is compared with is named "ours".
                    shown = name if (name, writers) == ("ours", 1) else f"{name} · {writers}"
                    walls[shown] = statistics.median(wall for wall, _ in measured)
                    cpus[shown] = statistics.median(cpu for _, cpu in measured)
        exact, figures = contestants.verified()
    Report(
        bench="ledger",
        rows=ENTRIES,
        exact=exact,
        seconds=walls,
        cpu_seconds=cpus,
        columns={"entries/s": {name: round(ENTRIES / wall) for name, wall in walls.items()}},
        extra=figures,
        packages=("django", "psycopg"),
    ).show()


def _measure(
    pool: ProcessPoolExecutor, run_one: RunOne, name: str, writers: int
) -> tuple[float, float]:
    """Return wall seconds of `writers` at once and processor seconds of all of them together."""
    marks = [uuid.uuid4().hex[:12] for _ in range(writers)]
    begun = time.perf_counter()
    measured = list(pool.map(run_one, [name] * writers, marks, [ENTRIES // writers] * writers))
    return time.perf_counter() - begun, sum(cpu for _, cpu in measured)

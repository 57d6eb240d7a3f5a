"""A register of two million rows: pages by keys against pages by offset and an exact count.

Whole requests through the site (door, rights, masks, templates), as a browser makes them, on a
durable server. The contestant is how lists are usually paged: ``OFFSET`` and ``count(*)``, the same
rows, the same template, without what the door does.
"""

from __future__ import annotations

import importlib
import statistics
import time
from collections.abc import Callable

from django.conf import settings

from bench.ledger import site
from bench.report import Report

ROWS = 2_000_000
REPEATS = 9


def run() -> None:
    """Measure and report."""
    with site.cluster() as url:
        site.connect(url)
        settings.ROOT_URLCONF = "tests.office.screens.urls"
        settings.ALLOWED_HOSTS = ["testserver"]
        contestants = importlib.import_module("bench.register.contestants")
        made = contestants.prepare(ROWS)
        exact = contestants.same_rows(ROWS)
        walls = {name: _median(act) for name, act in contestants.requests(ROWS).items()}
        plain = {name: _median(act) for name, act in contestants.by_offset(ROWS).items()}
    Report(
        bench="register",
        rows=ROWS,
        exact=exact,
        seconds={"ours": max(walls.values()), "offset and count": max(plain.values())},
        cpu_seconds={},
        extra={
            **{f"ours_{name}_seconds": wall for name, wall in walls.items()},
            **{f"offset_{name}_seconds": wall for name, wall in plain.items()},
            "rows_made_seconds": made,
        },
        packages=("django", "psycopg"),
    ).show()


def _median(act: Callable[[], object]) -> float:
    act()
    walls = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        act()
        walls.append(time.perf_counter() - begun)
    return statistics.median(walls)

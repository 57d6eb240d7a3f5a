"""One import, or one bare COPY, in a process of its own: `python -m bench.imports.once WHAT FILE`.

Prints one JSON line: seconds, seconds of processor of this process and of the server's, the most
memory that either held, and what came of it.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
from pathlib import Path
from time import perf_counter

import django
import psutil


def main(what: str, path: Path) -> None:
    """Import, or copy, and say what it cost."""
    django.setup()
    from django.db import connection  # noqa: PLC0415 -- after the setup

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = psutil.Process(cursor.fetchone()[0])
    before = backend.cpu_times()
    begun, own = perf_counter(), os.times()
    outcome = copied(path) if what == "copy" else imported(what, path)
    seconds, own_after, after = perf_counter() - begun, os.times(), backend.cpu_times()
    print(
        json.dumps(
            {
                "seconds": seconds,
                "cpu": own_after.user + own_after.system - own.user - own.system,
                "server_cpu": after.user + after.system - before.user - before.system,
                "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "server_peak_mib": _peak_mib(backend.pid),
                **outcome,
                "search_ms": slowest_search_ms() if outcome["state"] == "done" else 0.0,
            }
        )
    )


def _peak_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


SEARCHED = ("心脏", "超声", "肝脏切除术12", "眼", "xzcs", "0000000001", "神经治疗499型", "没有这个")
"""From what a tenth of all names hold to what none does."""


def slowest_search_ms() -> float:
    """Return the slowest of some searches in all items, each at its median of nine."""
    from yibao.office.catalogue.queries import search  # noqa: PLC0415

    medians = []
    for text in SEARCHED:
        took = []
        for _ in range(9):
            begun = perf_counter()
            search(text)
            took.append(perf_counter() - begun)
        medians.append(statistics.median(took))
    return max(medians) * 1000


def imported(mode: str, path: Path) -> dict[str, object]:
    """Take the file in and run the import."""
    from bench.imports.data import KIND  # noqa: PLC0415
    from yibao.office.base.actor import SYSTEM  # noqa: PLC0415
    from yibao.office.catalogue.models import ItemVersion  # noqa: PLC0415
    from yibao.office.imports import services  # noqa: PLC0415
    from yibao.office.imports.kind import Mode  # noqa: PLC0415

    with path.open("rb") as stream:
        chunks = iter(lambda: stream.read(1 << 20), b"")
        record = services.receive(SYSTEM, KIND, path.name, chunks, mode=Mode(mode), repeat=True)
    record = services.run(record.pk, SYSTEM)
    return {
        "state": record.state,
        "rows": record.rows_read,
        "bad": record.rows_bad,
        "problems": record.problems,
        "stored": ItemVersion.objects.count(),
    }


def copied(path: Path) -> dict[str, object]:
    """Copy the same file into a table of texts, unchecked: the least that it can cost."""
    from bench.imports.data import KIND  # noqa: PLC0415
    from yibao.office.imports.registry import kind_of  # noqa: PLC0415
    from yibao.office.imports.staging import cursor_of  # noqa: PLC0415

    columns = ", ".join(f"{column.name} text" for column in kind_of(KIND).layout)
    with cursor_of() as cursor:
        cursor.execute(f"CREATE TABLE bare ({columns})")  # type: ignore[arg-type]
        with path.open("rb") as stream, cursor.copy("COPY bare FROM STDIN (NULL '')") as copy:
            while chunk := stream.read(1 << 20):
                copy.write(chunk)
        cursor.execute("SELECT count(*) FROM bare")
        row = cursor.fetchone()
        cursor.execute("DROP TABLE bare")
    assert row is not None
    return {"state": "copied", "rows": row[0], "bad": 0, "problems": 0, "stored": row[0]}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

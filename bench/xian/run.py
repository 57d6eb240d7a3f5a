"""Two million visits with eight lines each under Xi'an's law, Parquet to Parquet, whole processes.

Beside it the least that any reader of these files does: DuckDB scans the same columns of the three
files and counts. `BENCH_VISITS` is another number of visits.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
from pathlib import Path

import duckdb

from bench.benefit.measure import Measured, measure
from bench.report import Report
from yibao.synthetic.region_files import Asked, write_region

VISITS = int(os.environ.get("BENCH_VISITS", "2_000_000"))
LINES = 8
ROUNDS = 3
FOLDER = Path(".bench/xian")
SCAN = """
import duckdb, sys
connection = duckdb.connect()
connection.execute("SET threads = 2")
for name in ("claims", "persons", "lines"):
    columns = connection.sql(f"DESCRIBE FROM '{sys.argv[1]}/{name}.parquet'").fetchall()
    hashed = ", ".join(f'"{row[0]}"' for row in columns)
    print(connection.sql(f"SELECT bit_xor(hash({hashed})) FROM '{sys.argv[1]}/{name}.parquet'"))
"""


def run() -> None:
    """Make the files once, settle them three times, report."""
    files = made()
    out = FOLDER / "out.parquet"
    ours, scans = [], []
    for _ in range(ROUNDS):
        shutil.rmtree(out, ignore_errors=True)
        ours.append(settle(files, out))
        scans.append(measure([sys.executable, "-c", SCAN, str(files)], Path(), dict(os.environ)))
    settled = json.loads((out / "_manifest.json").read_text())["finished"]
    wall = statistics.median(one.wall for one in ours)
    Report(
        bench="xian",
        rows=VISITS,
        exact=settled["settled"] == VISITS and settled["rejected"] == 0,
        seconds={"ours": wall, "DuckDB scans the files": median(scans, "wall")},
        cpu_seconds={"ours": median(ours, "cpu"), "DuckDB scans the files": median(scans, "cpu")},
        extra={
            "visits_per_second": VISITS / wall,
            "lines": lines_of(files),
            "lines_per_second": lines_of(files) / wall,
            "wall_least": min(one.wall for one in ours),
            "wall_most": max(one.wall for one in ours),
            "peak_process_mib": max(one.peak_mib for one in ours),
        },
        packages=("numpy", "numba", "duckdb", "pyarrow"),
    ).show()


def made() -> Path:
    """Make the files, unless they are there."""
    files = FOLDER / f"{VISITS}"
    if not (files / "lines.parquet").exists():
        shutil.rmtree(files, ignore_errors=True)
        files.mkdir(parents=True)
        write_region(files, Asked("cn/61/6101", 2022, VISITS // 8, VISITS, LINES, seed=1))
    return files


def settle(files: Path, out: Path) -> Measured:
    """Run `yibao settle` as a process."""
    command = [sys.executable, "-m", "yibao", "settle", str(files / "claims.parquet")]
    command += [
        "--persons",
        str(files / "persons.parquet"),
        "--lines",
        str(files / "lines.parquet"),
    ]
    command += ["--region", "cn/61/6101", "--out", str(out)]
    return measure(command, Path(), dict(os.environ))


def median(runs: list[Measured], figure: str) -> float:
    """Return the median of a figure."""
    return statistics.median(getattr(run, figure) for run in runs)


def lines_of(files: Path) -> int:
    """Count the lines."""
    found = duckdb.sql(f"SELECT count(*) FROM '{files / 'lines.parquet'}'").fetchall()
    return int(found[0][0])

"""`yibao whatif` over two million visits of Xi'an, as whole processes: settled twice and compared.

Beside it `yibao settle` of the same visits, once. `BENCH_VISITS` is another number of visits.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from pathlib import Path

from bench.benefit.measure import Measured, measure
from bench.report import Report
from yibao.synthetic.region_files import Asked, write_region

VISITS = int(os.environ.get("BENCH_VISITS", "2_000_000"))
ROUNDS = 3
FOLDER = Path(".bench/whatif")
REGION, YEAR = "cn/61/6101", 2022
CHANGE = "layers.resident_inpatient.pay=70%"


def run() -> None:
    """Make the files once, compare and settle three times, report."""
    files = made()
    compared, settled = [], []
    for _ in range(ROUNDS):
        compared.append(yibao(files, "whatif", "--set", CHANGE, "--out", str(FOLDER / "report")))
        settled.append(yibao(files, "settle", "--out", str(FOLDER / "out.parquet")))
    runs = {"ours": compared, "settled once": settled}
    Report(
        bench="whatif",
        rows=VISITS,
        exact=True,
        seconds={name: statistics.median(r.wall for r in own) for name, own in runs.items()},
        cpu_seconds={name: statistics.median(r.cpu for r in own) for name, own in runs.items()},
        extra={"peak_process_mib": max(run.peak_mib for run in compared)},
        packages=("numpy", "numba", "duckdb", "pyarrow"),
    ).show()


def made() -> Path:
    """Make the files, unless they are there."""
    files = FOLDER / f"{VISITS}"
    if not (files / "claims.parquet").exists():
        shutil.rmtree(files, ignore_errors=True)
        files.mkdir(parents=True)
        write_region(files, Asked(REGION, YEAR, VISITS // 8, VISITS, seed=1))
    return files


def yibao(files: Path, command: str, *options: str) -> Measured:
    """Run a command over the files, with nothing left of the last run."""
    for name in ("report", "out.parquet"):
        shutil.rmtree(FOLDER / name, ignore_errors=True)
    words = [sys.executable, "-m", "yibao", command, str(files / "claims.parquet"), *options]
    words += ["--persons", str(files / "persons.parquet"), "--region", REGION]
    return measure(words, Path(), dict(os.environ))

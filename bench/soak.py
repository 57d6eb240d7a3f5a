"""A hundred million visits from files to files within four GiB, once cut off in the middle.

`SOAK_VISITS` is another number of visits, `SOAK_FOLDER` where the files go. Prints one line of
JSON with what was measured.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from yibao.synthetic.region_files import Asked, write_region

VISITS = int(os.environ.get("SOAK_VISITS", "100_000_000"))
FOLDER = Path(os.environ.get("SOAK_FOLDER", ".bench/soak"))
REGION, YEAR = "cn/61/6101", 2022
MEMORY_GIB = 4
FLAWED = 0.001
CUT_AFTER = 0.3


def main() -> None:
    """Make the files, settle them in two goes, check the outcome, print the figures."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    begun = time.perf_counter()
    asked = Asked(
        region=REGION,
        year=YEAR,
        persons=VISITS // 8,
        visits=VISITS,
        lines_per_visit=0,
        seed=1,
        flawed=FLAWED,
    )
    write_region(FOLDER, asked)
    made = time.perf_counter() - begun
    whole = [settle(FOLDER / "one.parquet")]
    parts = whole[0]["parts"]
    cut = [settle(FOLDER / "two.parquet", cut_after=int(parts * CUT_AFTER))]
    cut.append(settle(FOLDER / "two.parquet"))
    figures = {
        "visits": VISITS,
        "generate_seconds": round(made, 1),
        "one_run": whole[0],
        "cut_off_and_resumed": cut,
        "equal": same_rows(FOLDER / "one.parquet", FOLDER / "two.parquet"),
        "finished": json.loads((FOLDER / "one.parquet/_manifest.json").read_text())["finished"],
    }
    print(json.dumps(figures, ensure_ascii=False))
    peak = max(run["peak_mib"] for run in (*whole, *cut))
    assert figures["equal"], "a run that was cut off differs from one run"
    assert peak <= MEMORY_GIB * 1024, f"{peak} MiB"


def settle(out: Path, cut_after: int | None = None) -> dict[str, float]:
    """Run `yibao settle` as a process; kill it when so many parts are there."""
    command = [sys.executable, "-m", "yibao", "settle", str(FOLDER / "claims.parquet")]
    command += ["--persons", str(FOLDER / "persons.parquet"), "--region", REGION]
    command += ["--out", str(out), "--memory", f"{MEMORY_GIB}GiB"]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while cut_after is not None and process.poll() is None:
        if len(list((out / "_parts").glob("part-*.json"))) >= cut_after:
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.05)
    _, status, usage = os.wait4(process.pid, 0)
    assert cut_after is not None or status == 0, f"yibao settle ended with {status}"
    seconds = time.perf_counter() - begun
    return {
        "seconds": round(seconds, 1),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 1),
        "peak_mib": round(usage.ru_maxrss / 1024),
        "visits_per_second": round(VISITS / seconds),
        "parts": len(list((out / "_parts").glob("part-*.json"))),
    }


def same_rows(one: Path, other: Path) -> bool:
    """Say whether two runs have the same rows: part by part, so that memory stays small."""
    connection = duckdb.connect()
    connection.execute("SET memory_limit = '3GiB'")
    for part in sorted(one.glob("part-*.parquet")):
        left, right = (f"read_parquet('{folder / part.name}')" for folder in (one, other))
        differing = connection.sql(
            f"SELECT count(*) FROM ((FROM {left} EXCEPT ALL FROM {right}) UNION ALL "
            f"(FROM {right} EXCEPT ALL FROM {left}))"
        ).fetchall()[0][0]
        if differing:
            return False
    return True


if __name__ == "__main__":
    main()

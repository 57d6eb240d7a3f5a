"""Ten million visits of two million persons, from one Parquet file to another: ours and peers.

Every contestant is a whole process, imports included, alternating with the others. What each has
paid is compared with ours visit by visit, and for some persons with the naive settler.

`BENCH_VISITS=100000` makes it quick, `BENCH_ONLY=ours,DuckDB` leaves others out.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

from bench.benefit import data
from bench.benefit.contestants import ROUNDS, Contestant, contestants
from bench.benefit.exactness import Difference, difference, rows
from bench.benefit.folders import ROOT, made
from bench.benefit.measure import Measured, measure
from bench.benefit.naive import settle_some
from bench.benefit.peers import environment
from bench.report import Report

VISITS = int(os.environ.get("BENCH_VISITS", data.VISITS))
WARMING_VISITS = 20_000
NAIVE_PERSONS = 1_000


def run() -> None:
    """Run everybody in turn and report."""
    who = contestants()
    warm_up(who)
    source = input_file(VISITS)
    naive = made("benefit") / "naive.parquet"
    sampled = settle_some(source, naive, NAIVE_PERSONS)
    measured: defaultdict[str, list[Measured]] = defaultdict(list)
    from_ours: defaultdict[str, Difference] = defaultdict(Difference)
    from_naive: defaultdict[str, Difference] = defaultdict(Difference)
    for number in range(ROUNDS):
        targets = {}
        for one in who[number % len(who) :] + who[: number % len(who)]:
            targets[one.name] = target = emptied(one)
            measured[one.name].append(measured_run(one, source, target))
        for name, target in targets.items():
            from_ours[name] += difference(targets[who[0].name], target)
            from_naive[name] += difference(naive, target)
    report(measured, from_ours, from_naive, sampled)


def input_file(visits: int) -> Path:
    """Return the invented visits, written once for each version of the writer."""
    assert data.__file__ is not None
    version = hashlib.sha256(Path(data.__file__).read_bytes()).hexdigest()[:12]
    path = made("data") / f"benefit-{visits}-{data.SEED}-{version}.parquet"
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        data.write(unfinished, visits)
        unfinished.rename(path)
    return path


def warm_up(who: list[Contestant]) -> None:
    """Let everybody settle a few visits untimed: compile what is compiled once a machine."""
    source = input_file(WARMING_VISITS)
    for one in who:
        measured_run(one, source, emptied(one))


def emptied(one: Contestant) -> Path:
    """Return where a contestant writes, with nothing there."""
    target = made("benefit") / f"{one.name}.parquet"
    if target.is_dir():
        shutil.rmtree(target)
    target.unlink(missing_ok=True)
    return target


def measured_run(one: Contestant, source: Path, target: Path) -> Measured:
    """Run a contestant once; it must have settled every visit."""
    taken = measure(one.command(source, target), ROOT, dict(os.environ))
    if rows(target) != rows(source):
        raise ValueError(f"{one.name} settled {rows(target)} of {rows(source)} visits")
    sys.stderr.write(f"{one.name}: {taken.wall:.2f} s, CPU {taken.cpu:.2f} s\n")
    return taken


def report(
    measured: dict[str, list[Measured]],
    from_ours: dict[str, Difference],
    from_naive: dict[str, Difference],
    sampled: int,
) -> None:
    """Show medians and extremes, and how exact everybody was in all rounds together."""
    walls = {name: [one.wall for one in runs] for name, runs in measured.items()}
    medians = {name: median(seconds) for name, seconds in walls.items()}
    first = next(iter(measured))
    wrong = [one.visits for one in (*from_ours.values(), *from_naive.values())]
    Report(
        bench="benefit",
        rows=VISITS,
        exact=not any(wrong),
        seconds=medians,
        cpu_seconds={name: median(one.cpu for one in runs) for name, runs in measured.items()},
        columns={
            "least s": {name: min(seconds) for name, seconds in walls.items()},
            "most s": {name: max(seconds) for name, seconds in walls.items()},
            "peak MiB": {name: max(o.peak_mib for o in runs) for name, runs in measured.items()},
            f"unlike {first}": {name: one.visits for name, one in from_ours.items()},
            "fen apart": {name: one.fen for name, one in from_ours.items()},
            "unlike naive": {name: one.visits for name, one in from_naive.items()},
        },
        extra={
            "visits_per_second": round(VISITS / medians[first]),
            "rounds": ROUNDS,
            "naive_visits": sampled,
        },
        packages=("numpy", "numba", "pyarrow", "duckdb"),
        versions={f"peer {name}": version for name, version in environment.versions().items()},
    ).show()

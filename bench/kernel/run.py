"""The kernel alone: one visit as a hospital's request sees it, and two million from arrays."""

from __future__ import annotations

import gc
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench.kernel.visits import batch
from bench.report import Report
from yibao.benefit import Accumulators, Visit, settle
from yibao.benefit.bulk import Batch, BatchResult, settle_batch
from yibao.benefit.classify import ClassifiedLine, Line, bill_of, classify
from yibao.policy import Plan, compile_plan, load_policy
from yibao.policy.plan import layout
from yibao.terms.shipped import regions_root

CALLS = 10_000
VISITS, PERSONS = 2_000_000, 400_000
REPEATS = 5
SEED = 20_221_231


def run() -> None:
    """Run both and report them."""
    plan = compile_plan(load_policy("cn/61/6101"))
    micros = one_visit(plan)
    made = batch(plan, VISITS, PERSONS, SEED)
    settle_batch(batch(plan, 1000, 100, SEED), plan)
    walls, cpus = [], []
    settled = 0
    conserved = True
    for _ in range(REPEATS):
        begun, cpu = time.perf_counter(), time.process_time()
        result = settle_batch(made, plan, threads=2)
        walls.append(time.perf_counter() - begun)
        cpus.append(time.process_time() - cpu)
        settled = result.settled
        outs = result.outs
        payers = (
            outs[:, layout.OUT_FUND] + outs[:, layout.OUT_HOSPITAL] + outs[:, layout.OUT_PERSONAL]
        )
        conserved &= bool(np.all(payers == outs[:, layout.OUT_TOTAL]))
    wall = statistics.median(walls)
    read_ms, compile_ms = reading_and_compiling()
    Report(
        bench="kernel",
        rows=VISITS,
        exact=conserved and settled == VISITS,
        seconds={"ours": wall, "copying the same arrays": copying(made, result)},
        cpu_seconds={"ours": statistics.median(cpus)},
        extra={
            "visits_per_second": VISITS / wall,
            "one_visit_microseconds": micros,
            "settled": settled,
            "bytes_per_visit": bytes_of(made, result) / VISITS,
            "read_policy_milliseconds": read_ms,
            "compile_plan_milliseconds": compile_ms,
        },
    ).show()


def bytes_of(made: Batch, result: BatchResult) -> int:
    """Return how many bytes the kernel reads and writes at least once."""
    arrays = (made.starts, made.columns, made.amounts, result.outs, result.paid, result.states)
    return sum(array.nbytes for array in arrays)


def copying(made: Batch, result: BatchResult) -> float:
    """Return the seconds that NumPy takes to copy the same arrays on two threads: the limit."""
    arrays = (made.columns, made.amounts, result.outs, result.paid, result.states)
    halves = [half for a in arrays for half in (a[: len(a) // 2], a[len(a) // 2 :])]
    targets = [np.empty_like(half) for half in halves]
    walls = []
    with ThreadPoolExecutor(2) as pool:
        for _ in range(REPEATS):
            begun = time.perf_counter()
            list(pool.map(np.copyto, targets, halves))
            walls.append(time.perf_counter() - begun)
    return statistics.median(walls)


def reading_and_compiling() -> tuple[float, float]:
    """Return the median milliseconds to read Xi'an's law and to compile it, both uncached."""
    reading, compiling = [], []
    source = (regions_root() / "cn/61/6101/resident.yaml").read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        for number in range(REPEATS):
            # Another comment is another content, so neither cache knows it.
            path = Path(folder) / "law.yaml"
            text = f"over: cn/61/6101\n# {number}\n{source}"
            path.write_text(text, encoding="utf-8")
            begun = time.perf_counter()
            policy = load_policy(path)
            reading.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            compile_plan(policy)
            compiling.append(time.perf_counter() - begun)
    return statistics.median(reading) * 1000, statistics.median(compiling) * 1000


def visit_with_lines(plan: Plan) -> tuple[Visit, tuple[ClassifiedLine, ...]]:
    """Build an in-patient visit of twenty classified lines."""
    day = date(2022, 3, 8)
    facts = {
        "status": "retired",
        "level": "tertiary",
        "age": 68,
        "cover": frozenset({"large_sum"}),
    }
    visit = Visit("310", "inpatient", date(2022, 3, 1), day, day, facts)
    lines = [
        Line(
            number=str(n + 1),
            day=day,
            amount=12_345 + 777 * n,
            item_class="abc"[n % 3],
            item="drug",
            first_pay_ppm=50_000,
        )
        for n in range(20)
    ]
    return classify(visit, lines, plan)


def one_visit(plan: Plan) -> float:
    """Return the median microseconds from a visit with 20 classified lines to a settlement."""
    visit, lines = visit_with_lines(plan)
    used = settle(visit, plan, Accumulators.empty(plan)).after
    samples = []
    gc.disable()
    for _ in range(CALLS):
        begun = time.perf_counter_ns()
        settle(replace(visit, amounts=bill_of(lines)), plan, used)
        samples.append(time.perf_counter_ns() - begun)
    gc.enable()
    return statistics.median(samples) / 1000

"""The kernel alone: one visit as a hospital's request sees it, and two million from arrays."""

from __future__ import annotations

import gc
import statistics
import time
from dataclasses import replace
from datetime import date

import numpy as np

from bench.kernel.visits import batch
from bench.report import Report
from yibao.benefit import Accumulators, Visit, settle
from yibao.benefit.bulk import settle_batch
from yibao.benefit.classify import ClassifiedLine, Line, bill_of, classify
from yibao.policy import Plan, compile_plan, load_policy
from yibao.policy.plan import layout

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
    Report(
        bench="kernel",
        rows=VISITS,
        exact=conserved and settled == VISITS,
        seconds={"ours": wall},
        cpu_seconds={"ours": statistics.median(cpus)},
        extra={
            "visits_per_second": VISITS / wall,
            "one_visit_microseconds": micros,
            "settled": settled,
        },
    ).show()


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

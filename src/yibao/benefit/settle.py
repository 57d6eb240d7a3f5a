"""Settle one visit, or many: the door to the kernel (待遇结算)."""

from __future__ import annotations

import numpy as np

from yibao.benefit.accumulators import Accumulators
from yibao.benefit.encode import encode_amounts, encode_facts
from yibao.benefit.kernel.fold import settle_one
from yibao.benefit.refusal import refusal
from yibao.benefit.settlement import Settlement
from yibao.benefit.visit import Visit
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Int

_NO_TRACE = np.empty((0, layout.TRACE_COLUMNS), dtype=np.int64)


def settle(visit: Visit, plan: Plan, accumulators: Accumulators | None = None) -> Settlement:
    """Settle one visit; the accumulators given are left alone, the new ones are in the result.

    Raises:
        InvalidInput: the visit brings something the plan cannot read.
        PolicyUnknown: the visit reaches a value of the law that is unknown or does not exist.

    """
    before = Accumulators.empty(plan) if accumulators is None else accumulators.under(plan)
    facts = encode_facts(visit, plan)
    out, results, state, _ = run(plan, facts, encode_amounts(visit, plan), before.numbers, 0)
    if out[layout.OUT_STATUS] != layout.OK:
        raise refusal(plan, visit, out)
    after = Accumulators(plan.slots, state)
    return Settlement(
        plan, visit, before, after, tuple(out.tolist()), tuple(map(tuple, results.tolist()))
    )


def run(plan: Plan, facts: Int, amounts: Int, state: Int, steps: int) -> tuple[Int, Int, Int, Int]:
    """Run the kernel once: outcome, results by layer, new accumulators, trace of so many steps."""
    out = np.empty(len(layout.OUT_COLUMNS), dtype=np.int64)
    results = np.empty((len(plan.layers), layout.RESULT_COLUMNS), dtype=np.int64)
    after = state.copy()
    trace = np.zeros((steps, layout.TRACE_COLUMNS), dtype=np.int64) if steps else _NO_TRACE
    count = np.zeros(1, dtype=np.int64)
    settle_one(plan.arrays, facts, amounts, after, out, results, trace, count)
    return out, results, after, trace[: count[0]]

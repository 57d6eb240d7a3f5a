"""Fold visits over accumulators: one visit, or the visits of many persons in their declared order."""

import numpy as np

from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.settle import settle_visit
from yibao.policy.plan.layout import BANDS_MAX, OK, OUT_PROGRAM, OUT_STATUS, RESULT_COLUMNS, RESULT_PAID


@compiled
def settle_one(plan, facts, amounts, state, out, results, trace, count):  # type: ignore[no-untyped-def]
    """Settle one visit; `state` becomes the new accumulators only if the status is OK."""
    bits = np.empty(plan.needs.shape[1], np.uint64)
    costs = np.empty(BANDS_MAX, np.int64)
    ratios = np.empty(BANDS_MAX, np.int64)
    scratch = (bits, costs, ratios)
    after = state.copy()
    settle_visit(plan, facts, amounts, after, out, results, scratch, trace, count)
    if out[OUT_STATUS] == OK:
        state[:] = after


@compiled
def settle_many(plan, starts, facts, amounts, states, outs, paid):  # type: ignore[no-untyped-def]
    """Settle the visits of many persons, each in the order given.

    Person `p` owns the visits `starts[p]:starts[p + 1]` and the accumulators `states[p]`, which
    become those after the last visit. `paid[v, k]` is what the k-th layer of the visit's program
    paid. A visit whose status is not OK changes nothing; the ones after it are settled all the same.
    """
    bits = np.empty(plan.needs.shape[1], np.uint64)
    costs = np.empty(BANDS_MAX, np.int64)
    ratios = np.empty(BANDS_MAX, np.int64)
    scratch = (bits, costs, ratios)
    results = np.zeros((plan.layers.shape[0], RESULT_COLUMNS), np.int64)
    trace = np.empty((0, 7), np.int64)
    count = np.zeros(1, np.int64)
    before = np.empty(states.shape[1], np.int64)
    work = np.empty(facts.shape[1], np.int64)
    split = np.empty((amounts.shape[1], amounts.shape[2]), np.int64)
    for person in range(starts.shape[0] - 1):
        state = states[person]
        for visit in range(starts[person], starts[person + 1]):
            before[:] = state
            work[:] = facts[visit]
            split[:, :] = amounts[visit]
            out = outs[visit]
            settle_visit(plan, work, split, state, out, results, scratch, trace, count)
            if out[OUT_STATUS] != OK:
                state[:] = before
                continue
            first = plan.program_spans[out[OUT_PROGRAM], 0]
            last = plan.program_spans[out[OUT_PROGRAM], 1]
            for position in range(first, last):
                layer = plan.program_layers[position]
                paid[visit, position - first] = results[layer, RESULT_PAID]

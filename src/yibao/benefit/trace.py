"""The trace: every step that led to a settlement, recomputed when somebody looks (留痕).

A settlement keeps the plan, the accumulators before it and its inputs. The trace is the same
kernel run once more, writing down what it does; it must arrive at the same amounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from yibao.benefit.encode import encode_amounts, encode_facts
from yibao.benefit.settle import run
from yibao.benefit.settlement import Settlement
from yibao.policy.law import Adjustment
from yibao.policy.plan import Plan, layout
from yibao.policy.values import Row

STEPS_OF_A_LAYER = 40 + 20 * layout.BANDS_MAX


class StepKind(IntEnum):
    """What a step of the trace is; the numbers are those of `layout.T_…`."""

    LAYER = layout.T_LAYER
    AWAY = layout.T_AWAY
    ENTRY_CAP = layout.T_ENTRY_CAP
    DEDUCTIBLE = layout.T_DEDUCTIBLE
    ADJUST_AMOUNT = layout.T_ADJUST_AMOUNT
    LINK = layout.T_LINK
    STILL_DUE = layout.T_STILL_DUE
    BAND = layout.T_BAND
    ADJUST_RATIO = layout.T_ADJUST_RATIO
    FIXED = layout.T_FIXED
    FUND_CAP = layout.T_FUND_CAP
    FLOOR = layout.T_FLOOR
    PAID = layout.T_PAID
    OVERALL = layout.T_OVERALL
    ADJUST_LIMIT = layout.T_ADJUST_LIMIT


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its kind, its layer, the row of the law behind it, and three numbers.

    What `before`, `after` and `extra` are depends on the kind; `explain` says it in words.
    """

    kind: StepKind
    layer: str
    where: int
    row: Row | None
    before: int
    after: int
    extra: int
    adjustment: Adjustment | None = None


def trace(settlement: Settlement) -> tuple[Step, ...]:
    """Return every step of a settlement.

    Raises:
        AssertionError: the kernel no longer arrives at the stored amounts.

    """
    plan = settlement.plan
    room = STEPS_OF_A_LAYER * len(plan.layers) + 8
    desk = run(
        plan,
        encode_facts(settlement.visit, plan),
        encode_amounts(settlement.visit, plan),
        settlement.before.numbers,
        room,
    )
    assert tuple(desk.out.tolist()) == settlement.out, "the trace arrived at other amounts"
    assert np.array_equal(desk.state, settlement.after.numbers), "… at other accumulators"
    return tuple(_step(plan, row) for row in desk.trace[: desk.steps[0]].tolist())


def _step(plan: Plan, numbers: list[int]) -> Step:
    kind, layer, where, row, before, after, extra = numbers
    named = StepKind(kind)
    adjustment = None
    if named in (StepKind.ADJUST_AMOUNT, StepKind.ADJUST_RATIO, StepKind.ADJUST_LIMIT):
        adjustment = plan.adjustments[where]
    # The last step of a layer carries amounts where others carry the list and the row.
    has_row = row >= 0 and named is not StepKind.PAID
    return Step(
        named,
        plan.layers[layer].name if layer >= 0 else "",
        where,
        plan.rows[row] if has_row else None,
        before,
        after,
        extra,
        adjustment,
    )

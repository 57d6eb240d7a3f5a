"""Settle one visit, or many: the door to the kernel (待遇结算)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from yibao.benefit.accumulators import Accumulators
from yibao.benefit.encode import encode_amounts, encode_facts
from yibao.benefit.refusal import refusal
from yibao.benefit.settlement import Settlement
from yibao.benefit.visit import Visit
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Int

if TYPE_CHECKING:
    from yibao.benefit.kernel.desk import Desk

# The kernel takes half a second to load: its modules are imported where it runs, so that whoever
# reads files first need not wait for it.


def settle(visit: Visit, plan: Plan, accumulators: Accumulators | None = None) -> Settlement:
    """Settle one visit; the accumulators given are left alone, the new ones are in the result.

    Raises:
        InvalidInput: the visit brings something the plan cannot read.
        PolicyUnknown: the visit reaches a value of the law that is unknown or does not exist.

    """
    before = Accumulators.empty(plan) if accumulators is None else accumulators.under(plan)
    facts = encode_facts(visit, plan)
    desk = run(plan, facts, encode_amounts(visit, plan), before.numbers, 0)
    if desk.out[layout.OUT_STATUS] != layout.OK:
        raise refusal(plan, visit, desk.out)
    return Settlement(
        plan,
        visit,
        before,
        Accumulators(plan.slots, desk.state),
        tuple(desk.out.tolist()),
        tuple(map(tuple, desk.results.tolist())),
    )


def run(plan: Plan, facts: Int, amounts: Int, state: Int, steps: int) -> Desk:
    """Run the kernel once, with room for so many steps of trace; return the desk as left."""
    from yibao.benefit.kernel.fold import settle_one  # noqa: PLC0415 -- see above

    desk = desk_for(plan, state.copy(), steps)._replace(facts=facts, amounts=amounts)
    settle_one(plan.arrays, desk, np.empty_like(state))
    return desk


def desk_for(plan: Plan, state: Int, steps: int = 0, places: int = 1) -> Desk:
    """Lay out a desk for this plan; `places` is how many kinds of visits it remembers."""
    from yibao.benefit.kernel.desk import Sizes, clear_desk  # noqa: PLC0415 -- see above
    from yibao.benefit.kernel.sheets import width_of  # noqa: PLC0415 -- likewise

    sizes = Sizes(
        words=plan.words,
        lists=len(plan.arrays.rules.lists),
        tracks=len(plan.tracks),
        layers=len(plan.layers),
        sheet=width_of(plan.arrays.layers),
    )
    return clear_desk(sizes, state, steps, places)

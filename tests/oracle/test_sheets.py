"""A layer settled on its sheet is the layer settled list by list, for any law and any visits."""

from __future__ import annotations

import numpy as np
from hypothesis import given, note, settings
from hypothesis import strategies as st

from oracle.corners import law, settle_both, visit
from oracle.plans import load_text, policy_texts
from oracle.visits import visit_sequences
from yibao.benefit import Visit
from yibao.benefit.encode import encode_amounts, encode_facts
from yibao.benefit.kernel.desk import Desk
from yibao.benefit.kernel.fold import settle_one
from yibao.benefit.kernel.sheets import ABSENT, FLAT, STATE, WALKED
from yibao.benefit.settle import desk_for, run
from yibao.benefit.trace import STEPS_OF_A_LAYER
from yibao.policy import Plan, compile_plan
from yibao.policy.plan import layout

FULL = law(
    """
    first:
      deductible: {per: year, amount: 300元, year_ceiling: 400元}
      bands:
        axis: year
        from: deductible
        list: [{over: 0元, to: 5000元, pay: 55.5%}, {over: 5000元, to: 3万元, pay: 75%}]
      caps:
        entry: {on: cost, per: year, limit: 4万元}
        year: {on: fund, per: year, limit: 2万元, counter: [shared, old]}
      rounding: {mode: up, unit: 1元, per: band}
    second:
      base: [in_scope, -paid.first, -deductible.first]
      deductible: {per: visit, amount: 100元}
      bands: {axis: visit, from: zero, list: [{over: 0元, to: none, pay: 60%}]}
      caps:
        year: {on: fund, per: year, limit: 2.2万元, counter: [old, shared]}
        visit: {on: fund, per: visit, limit: 3000元}
    """
)


def settled(desk: Desk, visit: Visit, plan: Plan) -> Desk:
    """Settle a visit on a desk that remembers; what the layers made of it comes in as zeros."""
    desk.facts[:] = encode_facts(visit, plan)
    desk.amounts[:] = encode_amounts(visit, plan)
    desk.results[:] = 0
    settle_one(plan.arrays, desk, np.empty_like(desk.state))
    return desk


def fold_both(plan: Plan, visits: list[Visit], places: int) -> Desk:
    """Fold visits on sheets and, each from the same accumulators, list by list; compare."""
    desk = desk_for(plan, np.zeros(plan.state_length, np.int64), places=places)
    steps = STEPS_OF_A_LAYER * len(plan.layers) + 8
    for one in visits:
        if (one.scheme, one.care) not in plan.programs:
            continue
        facts, amounts = encode_facts(one, plan), encode_amounts(one, plan)
        walked = run(plan, facts, amounts, desk.state, steps)
        flat = settled(desk, one, plan)
        assert flat.out.tolist() == walked.out.tolist(), one.number
        assert flat.state.tolist() == walked.state.tolist(), one.number
        if flat.out[layout.OUT_STATUS] == layout.OK:
            assert flat.results.tolist() == walked.results.tolist(), one.number
    return desk


@settings.get_profile("properties")
@given(policy_texts(), visit_sequences(), st.sampled_from([1, 2, 256]))
def test_a_sheet_is_the_layer(text: str, visits: list[Visit], places: int) -> None:
    note(text)
    fold_both(compile_plan(load_text(text)), visits, places)


DAYS = [f"2024-0{month}-1{day}" for month in range(1, 8) for day in (1, 4, 7)]
VISITS = [visit(day, in_scope=1_234_56 * number) for number, day in enumerate(DAYS)]


def test_every_number_of_a_sheet_is_right() -> None:
    """Deductible, ceiling, axis, bands, rounding and caps that share their counters."""
    plan = compile_plan(load_text(FULL))
    desk = fold_both(plan, VISITS, places=64)
    states = desk.memo.sheets[desk.memo.taken == 1][:, :, STATE]
    assert len(states) > 0
    assert (states == FLAT).all()
    settle_both(FULL, *VISITS)


def test_what_hangs_on_a_number_or_on_the_filing_is_walked() -> None:
    plan = compile_plan(
        load_text(
            law(
                """
                never: {when: {care: outpatient}, bands: {axis: visit, from: zero, list: []}}
                share:
                  deductible: {per: visit, amount: {share: 1%, of: annual_wage}}
                  bands: {axis: visit, from: zero, list: [{over: 0元, to: none, pay: 60%}]}
                """
            )
        )
    )
    visits = [visit(day, annual_wage=wage) for day, wage in zip(DAYS, (5, 90_000_00), strict=False)]
    desk = fold_both(plan, visits, places=64)
    states = desk.memo.sheets[desk.memo.taken == 1][:, :, STATE]
    assert set(states[:, plan.layer_index["never"]].tolist()) == {ABSENT}
    assert set(states[:, plan.layer_index["share"]].tolist()) == {WALKED}


def test_a_linked_stay_is_walked_and_leaves_the_sheet_alone() -> None:
    visits = [
        visit(day, link=link) for day, link in zip(DAYS, ("none", "up", "none"), strict=False)
    ]
    plan = compile_plan(load_text(FULL))
    desk = fold_both(plan, visits, places=64)
    assert (desk.memo.sheets[desk.memo.taken == 1][:, :, STATE] == FLAT).any()

"""Short laws and short visits, written by hand, for the corners of the algorithm."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml

from oracle.comparison import Refused, by_the_kernel, differences, naively
from oracle.naive import Memory, NaiveSettlement
from oracle.plans import load_text, to_text
from yibao.benefit import Accumulators, Amounts, Visit
from yibao.benefit.visit import FactValue
from yibao.policy import compile_plan

HEAD = """
region: corner
label: {zh: corner, en: corner}
sources: {CORNER: {kind: document, title: corner}}
source: CORNER
status: verified
valid_from: 2020-01-01
names:
  disease:
    illness_a: {zh: a, en: a}
    illness_b: {zh: b, en: b}
    illness_c: {zh: c, en: c}
procedure:
  policy_date: discharge
  year_date: discharge
  benefit_year_start: "01-01"
  ordinal_counts: region
  over_limit_borne_by: person
  continued: difference
  split: full
  up: difference
  down: waived
  same_cycle: full
  rounding: {mode: half_up, unit: 0.01元, per: layer}
"""
LAYER = """
role: other
fund: "310100"
schemes: ["310"]
care: [inpatient, outpatient]
base: [in_scope]
"""
FACTS: dict[str, FactValue] = {"status": "working", "level": "secondary", "age": 45}


def law(layers: str, rest: str = "") -> str:
    """Write a law of these layers; what a layer leaves out is as in `LAYER`."""
    policy: dict[str, Any] = yaml.load(HEAD, yaml.CBaseLoader)
    added = yaml.load(rest, yaml.CBaseLoader) or {}
    policy["procedure"] |= added.pop("procedure", {})
    written = yaml.load(layers, yaml.CBaseLoader)
    common = yaml.load(LAYER, yaml.CBaseLoader)
    policy["layers"] = {
        name: {"label": {"zh": name, "en": name}, **common, **layer}
        for name, layer in written.items()
    }
    policy["stack"] = {"order": list(written)}
    return to_text(policy | added)


def visit(
    day: str,
    in_scope: int = 1000_00,
    care: str = "inpatient",
    until: str = "",
    **facts: FactValue,
) -> Visit:
    """Make a visit, of one day unless it lasts `until` another."""
    first, last = date.fromisoformat(day), date.fromisoformat(until or day)
    amounts = {"main": Amounts(in_scope=in_scope)}
    return Visit("310", care, first, last, last, FACTS | facts, amounts)


def settle_both(text: str, *visits: Visit) -> NaiveSettlement | Refused:
    """Fold the visits both ways, hold the kernel to the naive settler; return the last of them."""
    policy = load_text(text)
    plan = compile_plan(policy)
    accumulators, memory = Accumulators.empty(plan), Memory()
    last: NaiveSettlement | Refused | None = None
    for number, one in enumerate(visits, 1):
        kernel = by_the_kernel(one, plan, accumulators)
        last = naively(one, policy, memory, allow_unverified=False)
        found = differences(kernel, last, plan)
        assert not found, f"visit {number}: {found}"
        if not isinstance(kernel, Refused) and not isinstance(last, Refused):
            accumulators, memory = kernel.after, last.memory
    assert last is not None
    return last

"""Settle the golden cases by their policy files, and compare with what is right by hand."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from bench.openimis.cases import CASES, Case, Claim
from yibao.benefit import Accumulators, Settlement, Visit, settle
from yibao.benefit.classify import PRICE_E6_PER_FEN, QUANTITY_E4, Line, classify
from yibao.policy import Plan, compile_plan, load_policy

POLICIES = Path(__file__).parent / "policy"
FIRST_DAY = date(2026, 3, 2)
TAGS = {"nobody": "none", "children": "separate", "adults": "negotiated"}
FAMILY = "fund:family"
"""The count that a family shares; all others are a person's own."""


@cache
def plan_of(policy: str) -> Plan:
    """Compile one of the invented policies."""
    return compile_plan(load_policy(POLICIES / f"{policy}.yaml"), allow_unverified=True)


def answer(case: Case) -> int:
    """Settle the claims of a case one after the other; return what the fund pays of the last."""
    return settlements(case)[-1].fund


def settlements(case: Case) -> list[Settlement]:
    """Settle the claims of a case one after the other.

    Accumulators are a person's. A member who claims for the first time begins with none, but for
    the family's count: what the others have used is opened as an amount known from elsewhere. (In
    no case does a member come back after another; then both counts would have to be opened.)
    """
    plan = plan_of(case.policy)
    done: list[Settlement] = []
    kept: dict[int, Accumulators] = {}
    for number, claim in enumerate(case.claims):
        before = kept.get(claim.member) or _begin(plan, done)
        day = FIRST_DAY + timedelta(days=number)
        done.append(settle(_visit(case, claim, day, plan), plan, before))
        kept[claim.member] = done[-1].after
    return done


def _begin(plan: Plan, done: list[Settlement]) -> Accumulators:
    if not done:
        return Accumulators.empty(plan)
    return Accumulators.opened(plan, FIRST_DAY.year, {FAMILY: done[-1].after.count(FAMILY)})


def _visit(case: Case, claim: Claim, day: date, plan: Plan) -> Visit:
    family = {f"family_of_{case.family}"} if case.family > 2 else set()
    facts = {
        "status": "adult" if case.age >= 18 else "child",
        "level": "secondary",
        "age": case.age,
        "category": frozenset(family),
    }
    bill = [
        Line(
            number=str(number),
            day=day,
            amount=line.price * line.quantity,
            quantity_e4=line.quantity * QUANTITY_E4,
            price_e6=line.price * PRICE_E6_PER_FEN,
            tag=TAGS[line.outside_ceiling_for],
        )
        for number, line in enumerate(claim.lines)
    ]
    return classify(Visit("390", "inpatient", day, day, day, facts), bill, plan)[0]


def differences() -> dict[str, tuple[int, int]]:
    """Return case → (by hand, ours) for every case where the two differ."""
    found = {case.name: (case.by_hand, answer(case)) for case in CASES}
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]}

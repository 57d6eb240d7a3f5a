"""A naive settler: docs/algorithms/benefit.md once more, in plain Python.

It shares no code with the compiler or the kernel; it reads the checked model of the law as it is
and keeps its counts in dicts. It is slow, and meant to be read beside the prose: this file is §3,
`layer.py` and `bands.py` are §4, `caps.py` and `memory.py` §5, `chain.py` and `deductible.py` §6,
`values.py` §0, §1 and §7.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date

from oracle import caps
from oracle.chain import give_back
from oracle.layer import Bill, NaiveLayer, is_hospital, settle_layer
from oracle.memory import Memory
from oracle.values import Case, NaiveRefusal, NoRow, all_hold, look_up, share, word
from yibao.benefit.visit import Amounts, FactValue, Visit
from yibao.policy.facts import FACTS
from yibao.policy.law import Layer, Policy

__all__ = ["Memory", "NaiveRefusal", "NaiveSettlement", "settle_naively"]


@dataclass
class NaiveSettlement:
    """Who pays what, by layer and in all, and what is remembered afterwards."""

    layers: dict[str, NaiveLayer]
    total: int
    full_self: int
    over_limit: int
    first_pay: int
    in_scope: int
    fund: int
    hospital: int
    personal: int
    memory: Memory


def settle_naively(
    policy: Policy, visit: Visit, memory: Memory, allow_unverified: bool = False
) -> NaiveSettlement:
    """Settle one visit; the memory given is left alone, the new one is in the result."""
    program = [
        policy.layers[name]
        for name in policy.stack
        if visit.scheme in policy.layers[name].schemes and visit.care in policy.layers[name].care
    ]
    if not program:
        raise NaiveRefusal("not_covered")
    memory = copy.deepcopy(memory)
    case = _case(policy, visit, allow_unverified)
    memory.begin_year(case.year)
    ordinal_of = _whose_ordinal(case)
    ordinal = _ordinal(memory.admissions.get(ordinal_of, 0), case)
    case.facts["ordinal"] = ordinal

    bill = Bill(_after_away_first_pay(visit, case))
    if word(policy.procedure["over_limit_borne_by"], case) == "hospital":
        bill.hospital = bill.all_of("over_limit")
    for layer in program:
        if all_hold(layer.when, case):
            settle_layer(layer, bill, memory, case)
    _hold_overall(program, bill, memory, case)
    if case.stay:
        memory.admissions[ordinal_of] = ordinal
    settlement = NaiveSettlement(
        layers={name: bill.layers.get(name, NaiveLayer()) for name in policy.stack},
        total=bill.total,
        full_self=bill.all_of("full_self"),
        over_limit=bill.all_of("over_limit"),
        first_pay=bill.all_of("first_pay"),
        in_scope=bill.all_of("in_scope"),
        fund=bill.funds,
        hospital=bill.hospital,
        personal=bill.unpaid,
        memory=memory,
    )
    _check(settlement, program)
    return settlement


def _case(policy: Policy, visit: Visit, allow_unverified: bool) -> Case:
    facts: dict[str, FactValue] = {n: fact.default for n, fact in FACTS.items() if fact.default}
    facts |= {name: frozenset() for name, fact in FACTS.items() if fact.kind == "set"}
    facts |= {"continuous_years": 0, "zero_claim_years": 0, "carried_over": 0}
    facts |= visit.facts
    facts |= {"scheme": visit.scheme, "care": visit.care, "total": visit.total}
    facts["date"] = _policy_day(policy, visit, allow_unverified).toordinal()
    stay = policy.care_types[visit.care].stay
    if not stay:
        facts["link"] = "none"
    case = Case(policy, visit, allow_unverified, facts, stay=stay)
    case.year_day = visit.day(word(policy.procedure["year_date"], case))
    case.year = _benefit_year(policy, case.year_day)
    return case


def _policy_day(policy: Policy, visit: Visit, allow_unverified: bool) -> date:
    """Return the day whose law holds; which moment that is, is as on the day of settlement."""
    at_settlement = {"date": visit.settlement.toordinal()}
    case = Case(policy, visit, allow_unverified, at_settlement, stay=False)
    return visit.day(word(policy.procedure["policy_date"], case))


def _benefit_year(policy: Policy, day: date) -> int:
    start = (policy.benefit_year.start_month, policy.benefit_year.start_day)
    return day.year if (day.month, day.day) >= start else day.year - 1


def _whose_ordinal(case: Case) -> str:
    counts = word(case.policy.procedure["ordinal_counts"], case)
    return str(case.facts["level"]) if counts == "level" else "region"


def _ordinal(count: int, case: Case) -> int:
    same = case.link in ("continued", "split", "same_cycle") and count > 0
    return count if same else count + 1


def _after_away_first_pay(visit: Visit, case: Case) -> dict[str, Amounts]:
    value = case.policy.lines.away_first_pay
    if value is None:
        return dict(visit.amounts)
    try:
        ratio = look_up(value, case)
    except NoRow:
        return dict(visit.amounts)
    assert isinstance(ratio, int)
    tracks = {}
    for track, amounts in visit.amounts.items():
        moved = share(amounts.in_scope, ratio)
        tracks[track] = Amounts(
            amounts.full_self,
            amounts.over_limit,
            amounts.first_pay + moved,
            amounts.in_scope - moved,
        )
    return tracks


def _hold_overall(program: list[Layer], bill: Bill, memory: Memory, case: Case) -> None:
    for overall in case.policy.overall:
        try:
            ratio = look_up(overall.share, case)
        except NoRow:
            continue
        assert isinstance(ratio, int)
        ceiling = max(0, share(bill.sum_of(overall.of, "main"), ratio))
        excess = max(0, bill.funds - ceiling)
        for layer in reversed(program):
            if layer.name in bill.layers and not is_hospital(layer):
                excess -= _give_back(layer, excess, bill, memory, case)


def _give_back(layer: Layer, excess: int, bill: Bill, memory: Memory, case: Case) -> int:
    result = bill.layers[layer.name]
    given = min(excess, result.paid)
    result.paid -= given
    result.copay += given
    bill.funds -= given
    if layer.remainder == "hospital":
        bill.hospital += given
    for cap in layer.caps:
        if cap.on == "fund":
            caps.count(cap, -given, memory, case)
    give_back(layer, given, memory, case)
    return given


def _check(settled: NaiveSettlement, program: list[Layer]) -> None:
    """Check what the end of §3 says is checked on every visit."""
    parts = (settled.full_self, settled.over_limit, settled.first_pay, settled.in_scope)
    payers = (settled.fund, settled.hospital, settled.personal)
    assert settled.total == sum(parts)
    assert settled.total == sum(payers)
    by_layers = sum(settled.layers[one.name].paid for one in program if not is_hospital(one))
    assert settled.fund == by_layers
    assert min(*parts, *payers) >= 0, settled
    for layer in settled.layers.values():
        split = (layer.deductible, layer.copay, layer.above_cap, layer.paid)
        assert layer.base == sum(split)
        assert min(split) >= 0, layer

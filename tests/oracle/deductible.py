"""What the person bears before a layer pays (benefit.md §6)."""

from __future__ import annotations

from dataclasses import dataclass

from oracle.memory import Chain, Counter, Memory
from oracle.values import Case, adjusted, limit, number, word
from yibao.policy.law import Deductible, Layer


@dataclass
class Due:
    """What is due of a deductible, and by which link rule."""

    amount: int
    rule: str


def due(layer: Layer, memory: Memory, case: Case) -> Due:
    """Work out what is still due before the first fen is paid."""
    deductible = layer.deductible
    if deductible is None:
        return Due(0, "full")
    chain = memory.chains.get(layer.name)
    rule = _link_rule(deductible, chain, case)
    amount = adjusted(number(deductible.amount, case), deductible.adjust, case)
    assert amount is not None
    amount = max(0, amount)
    if rule == "difference":
        assert chain is not None
        amount = max(0, amount - chain.borne)
    elif rule == "waived":
        amount = 0
    amount = max(0, amount - memory.used(_counter(deductible, case), case))
    if deductible.year_ceiling is not None:
        ceiling = limit(deductible.year_ceiling, case)
        if ceiling is not None:
            amount = min(amount, max(0, ceiling - memory.used(_borne(deductible), case)))
    return Due(amount, rule)


def _link_rule(deductible: Deductible, chain: Chain | None, case: Case) -> str:
    if case.link == "none" or chain is None:
        return "full"
    if deductible.within_days is not None:
        days = limit(deductible.within_days, case)
        if days is not None and (case.visit.admission - chain.discharged).days > days:
            return "full"
    own = deductible.linked.get(case.link)
    return word(case.policy.procedure[case.link] if own is None else own, case)


def goes_on(rule: str, case: Case) -> bool:
    """Say whether this stay lies on the axis behind the one before."""
    return case.link in ("continued", "split") and rule != "full"


def count(layer: Layer, taken: int, cost: int, rule: str, memory: Memory, case: Case) -> None:
    """Remember what was borne, and the chain of stays."""
    deductible = layer.deductible
    if deductible is None:
        return
    memory.add(_counter(deductible, case), taken, case)
    memory.add(_borne(deductible), taken, case)
    if not any(case.policy.care_types[care].stay for care in layer.care):
        return
    before = memory.chains.get(layer.name)
    borne_so_far = before.borne if before is not None and rule != "full" else 0
    cost_so_far = before.cost if before is not None and goes_on(rule, case) else 0
    memory.chains[layer.name] = Chain(
        taken + borne_so_far, cost + cost_so_far, case.visit.discharge
    )


def _counter(deductible: Deductible, case: Case) -> Counter:
    apart = case.disease if deductible.per == "disease_year" else ""
    return Counter("deductible", deductible.counter, deductible.per, apart)


def _borne(deductible: Deductible) -> Counter:
    return Counter("borne in the year", deductible.counter, "year")

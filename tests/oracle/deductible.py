"""What the person bears before a layer pays (benefit.md §6)."""

from __future__ import annotations

from oracle.chain import Link
from oracle.memory import Counter, Memory
from oracle.values import Case, adjusted, limit, number
from yibao.policy.law import Deductible, Layer


def due(layer: Layer, link: Link, memory: Memory, case: Case) -> int:
    """Work out what is still due before the first fen is paid."""
    deductible = layer.deductible
    if deductible is None:
        return 0
    amount = adjusted(number(deductible.amount, case), deductible.adjust, case)
    assert amount is not None
    amount = max(0, amount)
    if link.rule == "difference":
        amount = max(0, amount - link.before.borne)
    elif link.rule == "waived":
        amount = 0
    amount = max(0, amount - memory.used(_counter(deductible, case), case))
    if deductible.year_ceiling is not None:
        ceiling = limit(deductible.year_ceiling, case)
        if ceiling is not None:
            amount = min(amount, max(0, ceiling - memory.used(_borne(deductible), case)))
    return amount


def count(layer: Layer, taken: int, memory: Memory, case: Case) -> None:
    """Remember what was borne."""
    if layer.deductible is not None:
        memory.add(_counter(layer.deductible, case), taken, case)
        memory.add(_borne(layer.deductible), taken, case)


def _counter(deductible: Deductible, case: Case) -> Counter:
    apart = case.disease if deductible.per == "disease_year" else ""
    return Counter("deductible", deductible.counter, deductible.per, apart)


def _borne(deductible: Deductible) -> Counter:
    return Counter("borne in the year", deductible.counter, "year")

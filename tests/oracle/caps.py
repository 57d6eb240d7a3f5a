"""Caps, their counters and their limits (benefit.md §5)."""

from __future__ import annotations

from oracle.chain import Link
from oracle.memory import Counter, Memory
from oracle.values import Case, NaiveRefusal, adjusted, least, limit, number, share
from yibao.policy.law import Cap, Quota


def room(cap: Cap, link: Link, memory: Memory, case: Case) -> int | None:
    """Return how much a cap still lets through; None: everything."""
    most = _limit_of(cap, case)
    if most is None:
        return None
    if cap.per == "visit":
        used = link.paid if cap.on == "fund" else link.entered
    else:
        used = sum(memory.used(counter, case) for counter in _counters(cap, case))
    return max(0, most - used)


def count(cap: Cap, amount: int, memory: Memory, case: Case) -> None:
    """Add an amount to the first counter of a cap."""
    memory.add(_counters(cap, case)[0], amount, case)


def _counters(cap: Cap, case: Case) -> list[Counter]:
    apart = cap.quota is not None and cap.quota.combine == "separate"
    disease = case.disease if apart else ""
    return [Counter(cap.on, name, cap.per, disease) for name in cap.counters]


def _limit_of(cap: Cap, case: Case) -> int | None:
    if cap.quota is None:
        assert cap.limit is not None
        most = limit(cap.limit, case)
    else:
        most = _by_quota(cap, cap.quota, case)
        if cap.quota.at_most is not None:
            most = least(most, limit(cap.quota.at_most, case))
    if most is None:
        return None
    changed = adjusted(most, cap.adjust, case)
    return None if changed is None else max(0, changed)


def _by_quota(cap: Cap, quota: Quota, case: Case) -> int | None:
    if quota.combine == "separate":
        if case.disease not in quota.diseases:
            raise NaiveRefusal("no_rule", cap.mark.key)
        return limit(quota.diseases[case.disease], case)
    filed = case.facts.get("filed", frozenset())
    assert isinstance(filed, frozenset)
    listed = [limit(value, case) for name, value in quota.diseases.items() if name in filed]
    if not listed:
        raise NaiveRefusal("no_rule", cap.mark.key)
    return listed[0] if len(listed) == 1 else _combined(quota, listed, case)


def _combined(quota: Quota, listed: list[int | None], case: Case) -> int | None:
    plus = 0
    if quota.combine.startswith("highest_plus"):
        assert quota.plus is not None
        plus = number(quota.plus, case)
    limits = sorted((one for one in listed if one is not None), reverse=True)
    if len(limits) < len(listed):
        return None
    highest, second = limits[0], limits[1]
    return {
        "sum": sum(limits),
        "highest": highest,
        "highest_plus_share": highest + share(second, plus),
        "highest_plus_fixed": highest + plus,
        "highest_plus_each": highest + plus * (len(limits) - 1),
    }[quota.combine]

"""Settle the same visits by the kernel and naively, and say where they differ."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields

from oracle.layer import NaiveLayer
from oracle.naive import Memory, NaiveRefusal, NaiveSettlement, settle_naively
from yibao.benefit import Accumulators, Settlement, Visit, settle
from yibao.policy import Plan, Policy
from yibao.terms.errors import InvalidInput, PolicyUnknown

TOTALS = (
    "total",
    "full_self",
    "over_limit",
    "first_pay",
    "in_scope",
    "fund",
    "hospital",
    "personal",
)


REFUSALS = {"care_not_covered": "not_covered", "earlier_year": "earlier_year"}


@dataclass(frozen=True)
class Refused:
    """How a visit was refused: the kind, and the key of the value where there is one."""

    kind: str
    key: str


def by_the_kernel(visit: Visit, plan: Plan, accumulators: Accumulators) -> Settlement | Refused:
    """Settle by the kernel; a refusal becomes its kind."""
    try:
        return settle(visit, plan, accumulators)
    except PolicyUnknown as error:
        no_rule = "has no rule for" in error.reason.en
        return Refused("no_rule" if no_rule else "unknown", error.key)
    except InvalidInput as error:
        if error.code not in REFUSALS:
            raise
        return Refused(REFUSALS[error.code], "")


def naively(
    visit: Visit, policy: Policy, memory: Memory, allow_unverified: bool
) -> NaiveSettlement | Refused:
    """Settle naively; a refusal becomes its kind."""
    try:
        return settle_naively(policy, visit, memory, allow_unverified)
    except NaiveRefusal as refusal:
        return Refused(refusal.kind, refusal.key)


def differences(
    kernel: Settlement | Refused, naive: NaiveSettlement | Refused, plan: Plan
) -> list[str]:
    """List every number, layer by layer, on which the two do not agree."""
    if isinstance(kernel, Refused) or isinstance(naive, Refused):
        return (
            []
            if _same_refusal(kernel, naive)
            else [f"kernel: {_shown(kernel)}, naive: {_shown(naive)}"]
        )
    found = [
        f"{name}: kernel {getattr(kernel, name)}, naive {getattr(naive, name)}"
        for name in TOTALS
        if getattr(kernel, name) != getattr(naive, name)
    ]
    for name, expected in naive.layers.items():
        result = kernel.layer(name) if name in plan.layer_index else NaiveLayer()
        got = tuple(getattr(result, part.name) for part in fields(expected))
        if got != astuple(expected):
            found.append(f"{name}: kernel {got}, naive {astuple(expected)}")
    return found


def _same_refusal(kernel: Settlement | Refused, naive: NaiveSettlement | Refused) -> bool:
    """Compare kind and key; the kernel may name a part of the key, such as one of several rows."""
    return (
        isinstance(kernel, Refused)
        and isinstance(naive, Refused)
        and kernel.kind == naive.kind
        and kernel.key.startswith(naive.key)
    )


def _shown(result: Settlement | NaiveSettlement | Refused) -> str:
    return str(result) if isinstance(result, Refused) else f"settled, fund {result.fund}"

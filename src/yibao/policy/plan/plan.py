"""A plan: a policy as the kernel runs it, and the way back from every integer to the law."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from yibao.policy.law import Adjustment, Layer, Policy
from yibao.policy.plan.counters import Slot
from yibao.policy.plan.layout import PlanArrays
from yibao.policy.plan.lists import ListEntry
from yibao.policy.plan.vocabulary import Vocabulary
from yibao.policy.values import Row


@dataclass(frozen=True, eq=False)
class Plan:
    """What `benefit.settle` runs."""

    policy: Policy
    vocabulary: Vocabulary
    arrays: PlanArrays = field(repr=False)
    layers: tuple[Layer, ...]
    programs: dict[tuple[str, str], tuple[int, ...]]
    """(scheme, care) → the layers that may pay, in stacking order."""
    required: dict[tuple[str, str], frozenset[str]]
    """(scheme, care) → the facts that its rules ask about."""
    tracks: tuple[str, ...]
    lists: tuple[ListEntry, ...] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    adjustments: tuple[Adjustment, ...] = field(repr=False)
    slots: tuple[Slot, ...] = field(repr=False)
    words: int
    allow_unverified: bool
    hash: str

    @cached_property
    def state_length(self) -> int:
        """How many integers a person's accumulators are."""
        last = self.slots[-1]
        return last.first + last.length

    @cached_property
    def program_length_max(self) -> int:
        """The most layers that one visit can meet."""
        return max((len(program) for program in self.programs.values()), default=0)

    @cached_property
    def layer_index(self) -> dict[str, int]:
        """Layer name → its row in the arrays."""
        return {layer.name: position for position, layer in enumerate(self.layers)}

    def procedure(self, key: str) -> str:
        """Return the procedural word that holds throughout (the order of the fold, reversal …)."""
        return word_of(self.policy, key)


def word_of(policy: Policy, key: str) -> str:
    """Return the newest word of a procedural value."""
    newest = max(policy.procedure[key].rows, key=lambda row: row.provenance.first)
    operand = newest.operand
    return getattr(operand, "word", "unknown")

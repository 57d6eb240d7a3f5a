"""A plan: a policy as the kernel runs it, and the way back from every integer to the law."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from yibao.policy.law import Adjustment, Layer, Policy
from yibao.policy.plan.counters import Slot
from yibao.policy.plan.layout import PlanArrays
from yibao.policy.plan.lists import ListEntry
from yibao.policy.plan.vocabulary import Vocabulary
from yibao.policy.values import Row, Value


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

    def procedure(self, key: str, day: date | None = None) -> str:
        """Return a procedural word (which date, which order …) as on a day, else the newest."""
        words = self._words[key]
        if day is None or len(words) == 1:
            return words[-1][1]
        return next((word for first, word in reversed(words) if first <= day), words[0][1])

    def procedure_words(self, key: str) -> tuple[tuple[date, str], ...]:
        """List a procedural value's words with their first days, the newest last."""
        return self._words[key]

    @cached_property
    def _words(self) -> dict[str, tuple[tuple[date, str], ...]]:
        return {key: words_of(value) for key, value in self.policy.procedure.items()}


def words_of(value: Value) -> tuple[tuple[date, str], ...]:
    """List the words of a procedural value with their first days, the newest last."""
    dated = {row.provenance.first: getattr(row.operand, "word", "unknown") for row in value.rows}
    return tuple(sorted(dated.items()))

"""The accumulators of a plan (累计): which counts a person carries, and where they lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yibao.policy.plan import layout
from yibao.policy.plan.layout import Int
from yibao.policy.provenance import Mark
from yibao.terms.errors import PolicyError
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class Slot:
    """One stretch of the accumulators: its name is stable, its place is the plan's."""

    name: str
    first: int
    length: int
    period: str


class Counters:
    """Collects counters by name, then gives each its place."""

    def __init__(self, diseases: int, levels: int) -> None:
        self.diseases = diseases
        self.levels = levels
        self._counters: dict[str, tuple[str, int]] = {}
        self._chains: list[str] = []

    def add(self, name: str, period: str, mark: Mark, by_disease: bool = False) -> int:
        """Take a counter in and return its number; the same name must mean the same period."""
        width = self.diseases if by_disease else 1
        known = self._counters.setdefault(name, (period, width))
        if known != (period, width):
            raise PolicyError(
                "counter_period",
                mark.key,
                Text(
                    f"计数器“{name}”已按 {known[0]} 计。",
                    f"The counter `{name}` already counts per {known[0]}.",
                ),
                Text("换一个 counter 名。", "Give this one another counter."),
                file=mark.file,
                line=mark.line,
                key=mark.key,
            )
        return list(self._counters).index(name)

    def chain(self, layer: str) -> int:
        """Take in the chain of a layer's stays and return its number."""
        self._chains.append(layer)
        return len(self._chains) - 1

    @property
    def first_chain(self) -> int:
        """Where the chains begin."""
        return layout.STATE_ORDINALS + 1 + self.levels

    def layout(self) -> tuple[Int, Int, tuple[Slot, ...]]:
        """Lay out: (slot, period, width) of each counter, the slots that a new year clears."""
        slots = [Slot("year", 0, 1, "lifetime")]
        slots.append(Slot("ordinals", layout.STATE_ORDINALS, 1 + self.levels, "year"))
        for position, layer in enumerate(self._chains):
            first = self.first_chain + position * layout.CHAIN_SLOTS
            slots.append(Slot(f"chain:{layer}", first, layout.CHAIN_SLOTS, "lifetime"))
        at = self.first_chain + len(self._chains) * layout.CHAIN_SLOTS
        table: list[list[int]] = []
        for name, (period, width) in self._counters.items():
            code = layout.PERIODS.index(period)
            length = layout.SLOTS_OF_PERIOD[code] * width
            table.append([at, code, width])
            if length:
                slots.append(Slot(name, at, length, period))
            at += length
        yearly = [s.first + i for s in slots if s.period == "year" for i in range(s.length)]
        return (
            np.array(table, dtype=np.int64).reshape(-1, 3),
            np.array(yearly, dtype=np.int64),
            tuple(slots),
        )

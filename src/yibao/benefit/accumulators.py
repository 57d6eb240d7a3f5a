"""A person's accumulators in a scheme and a benefit year (年度累计)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from yibao.policy.plan import Plan, layout
from yibao.policy.plan.counters import Slot
from yibao.policy.plan.layout import Int
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class Accumulators:
    """What a person has used up so far; a settlement returns new ones and leaves these alone."""

    slots: tuple[Slot, ...]
    numbers: Int

    @staticmethod
    def empty(plan: Plan) -> Accumulators:
        """Return the accumulators of a person who has claimed nothing."""
        return Accumulators(plan.slots, np.zeros(plan.state_length, dtype=np.int64))

    @staticmethod
    def opened(
        plan: Plan, year: int, counts: Mapping[str, int], admissions: int = 0
    ) -> Accumulators:
        """Open accumulators with what was used up elsewhere: an old system, another region.

        Args:
            plan: whose slots they have.
            year: the benefit year that the yearly counts belong to.
            counts: counter → amount in fen, named as in `slots` (`fund:…`, `deductible:…`).
            admissions: how many admissions of the year are already counted.

        Raises:
            InvalidInput: the plan has no such yearly or lifetime counter.

        """
        opened = Accumulators.empty(plan)
        opened.numbers[layout.STATE_YEAR] = year
        opened.numbers[layout.STATE_ORDINALS] = admissions
        known = {slot.name: slot for slot in plan.slots if slot.length == 1}
        for name, amount in counts.items():
            if name not in known:
                near = get_close_matches(name, known, 3) or list(known)
                raise InvalidInput(
                    "counter_unknown",
                    name,
                    Text(f"没有累计“{name}”。", f"There is no count `{name}`."),
                    Text(f"可用：{'、'.join(near)}。", f"Write one of {', '.join(near)}."),
                )
            opened.numbers[known[name].first] = amount
        return opened

    def under(self, plan: Plan) -> Accumulators:
        """Carry the counts over to a plan with other slots, by name; a new slot starts at zero."""
        if self.slots is plan.slots or self.slots == plan.slots:
            return self
        moved = Accumulators.empty(plan)
        old = {slot.name: slot for slot in self.slots}
        for slot in plan.slots:
            if slot.name in old:
                length = min(slot.length, old[slot.name].length)
                source = self.numbers[old[slot.name].first : old[slot.name].first + length]
                moved.numbers[slot.first : slot.first + length] = source
        return moved

    @property
    def year(self) -> int:
        """The benefit year that the yearly counts belong to; 0 before the first visit."""
        return int(self.numbers[layout.STATE_YEAR])

    def count(self, name: str) -> int:
        """Return a yearly or lifetime count by name, for example `fund:resident_fund`."""
        slot = next(slot for slot in self.slots if slot.name == name)
        return int(self.numbers[slot.first])

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Accumulators)
            and self.slots == other.slots
            and bool(np.array_equal(self.numbers, other.numbers))
        )

    def __hash__(self) -> int:
        return hash(self.numbers.tobytes())

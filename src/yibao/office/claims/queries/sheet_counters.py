"""What a person had used up before a settlement and after it (年度累计)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yibao import benefit
from yibao.policy.plan import Plan
from yibao.policy.plan.counters import Slot
from yibao.policy.plan.layout import Int
from yibao.policy.wording.conditions import joined
from yibao.terms.text import Text

_KINDS = {
    "fund": Text("已支付", "Paid"),
    "deductible": Text("已负担起付线", "Deductible borne"),
    "axis": Text("已计入分段", "Counted towards bands"),
    "cost": Text("已纳入费用", "Cost entered"),
    "ceiling": Text("已负担起付线合计", "Deductibles borne in all"),
}
_ADMISSIONS = Text("当年住院次数", "Admissions of the year")


@dataclass(frozen=True, slots=True)
class Counter:
    """A count before and after; `kind` is how it is written: money in fen, or a number."""

    label: Text
    before: int
    after: int
    kind: Literal["money", "number"] = "money"

    @property
    def change(self) -> int:
        """What the settlement added."""
        return self.after - self.before


def counters(made: benefit.Settlement, *, undone: bool = False) -> list[Counter]:
    """Return the counts that are not zero before and after; the other way round where undone."""
    found = []
    for slot in made.plan.slots:
        kind, _, what = slot.name.partition(":")
        before, after = _sum(made.before.numbers, slot), _sum(made.after.numbers, slot)
        if not before and not after:
            continue
        if slot.name == "ordinals":
            found.append(Counter(_ADMISSIONS, before, after, "number"))
        elif kind in _KINDS:
            whose, label = _whose(made.plan, what), _KINDS[kind]
            said = Text(f"{whose.zh}：{label.zh}", f"{whose.en}: {label.en}")
            found.append(Counter(said, before, after))
    if undone:
        return [Counter(one.label, one.after, one.before, one.kind) for one in found]
    return found


def _sum(numbers: Int, slot: Slot) -> int:
    return int(numbers[slot.first : slot.first + slot.length].sum())


def _whose(plan: Plan, counter: str) -> Text:
    """Name a counter by its layer, or by all the layers that share it."""
    own = counter.partition(".")[0]
    for layer in plan.layers:
        if layer.name == own:
            return layer.label
    sharing = [
        layer.label
        for layer in plan.layers
        if any(counter in cap.counters for cap in layer.caps)
        or (layer.deductible is not None and layer.deductible.counter == counter)
    ]
    return joined(sharing) if sharing else Text(counter, counter)

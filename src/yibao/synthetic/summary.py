"""A settled year in sums (汇总): by scheme and care, by payer, and what was refused and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from yibao.benefit.settlement import Settlement
from yibao.policy.law import Layer, Policy
from yibao.synthetic.settled_year import Refused, SettledYear
from yibao.terms.errors import PolicyUnknown
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class Sums:
    """What some settlements come to, in fen: bill = funds + hospital + person."""

    visits: int = 0
    total: int = 0
    in_scope: int = 0
    fund: int = 0
    hospital: int = 0
    personal: int = 0

    @staticmethod
    def of(settlements: Iterable[Settlement]) -> Sums:
        """Add settlements up."""
        rows = [(1, s.total, s.in_scope, s.fund, s.hospital, s.personal) for s in settlements]
        return Sums(*map(sum, zip(*rows, strict=True))) if rows else Sums()

    @staticmethod
    def together(parts: Iterable[Sums]) -> Sums:
        """Add sums up."""
        rows = [astuple(part) for part in parts]
        return Sums(*map(sum, zip(*rows, strict=True))) if rows else Sums()


@dataclass(frozen=True, slots=True)
class LayerSum:
    """What one layer paid in all, and for how many visits."""

    layer: Layer
    visits: int
    paid: int


@dataclass(frozen=True, slots=True)
class Refusals:
    """The claims refused for the same reason at the same key."""

    code: str
    key: str
    claims: int
    total: int
    example: Refused

    @property
    def is_unknown(self) -> bool:
        """Whether the law is missing here, not something of the claim."""
        return isinstance(self.example.error, PolicyUnknown)


def by_care(year: SettledYear) -> dict[tuple[str, str], Sums]:
    """Return (scheme, care) → sums, in the order of the plan's schemes and kinds of care."""
    groups: dict[tuple[str, str], list[Settlement]] = {key: [] for key in year.plan.programs}
    for one in year.settled:
        visit = one.settlement.visit
        groups[visit.scheme, visit.care].append(one.settlement)
    return {key: Sums.of(group) for key, group in groups.items() if group}


def by_layer(settlements: Iterable[Settlement]) -> list[LayerSum]:
    """Return what each layer that paid at all paid, in the order of the stack."""
    layers: dict[str, Layer] = {}
    paid: dict[str, list[int]] = {}
    for settlement in settlements:
        for layer in settlement.plan.layers:
            layers[layer.name] = layer
            amount = settlement.paid(layer.name)
            if amount:
                paid.setdefault(layer.name, []).append(amount)
    return [
        LayerSum(layer, len(paid[name]), sum(paid[name]))
        for name, layer in layers.items()
        if name in paid
    ]


def refusals(year: SettledYear) -> list[Refusals]:
    """Group what was refused by code and key, the most frequent first."""
    groups: dict[tuple[str, str], list[Refused]] = {}
    for one in year.refused:
        groups.setdefault((one.error.code, one.error.field), []).append(one)
    found = [
        Refusals(
            code,
            key,
            len(group),
            sum(line.amount for one in group for line in one.claim.lines),
            group[0],
        )
        for (code, key), group in groups.items()
    ]
    return sorted(found, key=lambda group: (-group.claims, group.key))


_PARTS = {
    "deductible": Text("起付标准", "deductible"),
    "pay": Text("支付比例", "ratio"),
    "bands": Text("分段比例", "ratio of a band"),
    "caps": Text("限额", "cap"),
    "fixed": Text("定额", "fixed sum"),
    "adjust": Text("调整", "adjustment"),
    "floor": Text("保底", "floor"),
}


def key_words(key: str, policy: Policy) -> Text:
    """Say a key of the law in words: the layer's label and the part of it.

    >>> from yibao.policy import load_policy
    >>> key_words("layers.employee_outpatient.pay", load_policy("cn/61/6101")).en
    "employees' pooled out-patient benefit (reform of 2023): ratio"
    """
    section, _, rest = key.partition(".")
    name, _, inner = rest.partition(".")
    layer = policy.layers.get(name) if section == "layers" else None
    if layer is None:
        return Text(key, key)
    part = _PARTS.get(inner.partition(".")[0], Text("规定", "rule"))
    return Text(f"{layer.label.zh}：{part.zh}", f"{layer.label.en}: {part.en}")

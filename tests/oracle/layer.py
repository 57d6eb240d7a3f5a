"""One layer of the stack (benefit.md §4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from oracle import caps, deductible
from oracle.bands import Stretch, lay_out
from oracle.chain import Link, keep, link_of
from oracle.memory import Chain, Counter, Memory
from oracle.values import ONE, Case, NoRow, look_up, number, share
from yibao.benefit.visit import Amounts
from yibao.policy.law import Bands, Layer
from yibao.terms.funds import fund

Parts = tuple[tuple[int, str], ...]


@dataclass
class NaiveLayer:
    """What one layer made of a visit: base = deductible + copay + above cap + paid."""

    base: int = 0
    deductible: int = 0
    copay: int = 0
    above_cap: int = 0
    paid: int = 0


@dataclass
class Bill:
    """A bill by track, and who has taken over what of it so far."""

    tracks: dict[str, Amounts]
    funds: int = 0
    hospital: int = 0
    layers: dict[str, NaiveLayer] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(amounts.total for amounts in self.tracks.values())

    @property
    def unpaid(self) -> int:
        return self.total - self.funds - self.hospital

    def all_of(self, part: str) -> int:
        """Sum one part of the bill over all tracks."""
        return sum(getattr(amounts, part) for amounts in self.tracks.values())

    def sum_of(self, parts: Parts, track: str) -> int:
        """Sum signed parts, as a base, a floor or a ceiling lists them."""
        return sum(sign * self._part(name, track) for sign, name in parts)

    def _part(self, name: str, track: str) -> int:
        head, _, tail = name.partition(".")
        if head == "in_scope":
            return self.tracks.get(tail or track, Amounts()).in_scope
        if head in ("first_pay", "over_limit", "full_self"):
            return self.all_of(head)
        if head == "total":
            return self.total
        if head == "personal":
            return self.unpaid
        result = self.layers.get(tail, NaiveLayer())
        return int(getattr(result, head))


def settle_layer(layer: Layer, bill: Bill, memory: Memory, case: Case) -> None:
    """Settle one layer whose condition holds; count what it used."""
    link = link_of(layer, memory, case)
    base = min(max(0, bill.sum_of(layer.base, layer.track)), bill.unpaid)
    if base == 0:
        keep(layer, link, Chain(), memory, case)
        return
    entering = base
    for cap in layer.caps:
        if cap.on == "cost":
            entering = _within(entering, caps.room(cap, link, memory, case))
    taken = min(deductible.due(layer, link, memory, case), entering)
    covered = entering - taken
    above_cap = base - entering
    stretch = None
    if layer.fixed is not None:
        pay = max(0, min(number(layer.fixed, case) - link.paid, covered))
    else:
        stretch = _stretch(layer, entering, taken, link, memory, case)
        pay = stretch.pay
        above_cap += stretch.beyond
    pay = max(pay, min(_floor(layer, bill, case), entering))
    allowed = pay
    for cap in layer.caps:
        if cap.on == "fund":
            allowed = _within(allowed, caps.room(cap, link, memory, case))
    if stretch is not None and allowed < pay:
        above_cap += stretch.behind(allowed)
    result = _balanced(base, taken, above_cap, min(allowed, base))
    bill.layers[layer.name] = result
    _book(layer, result, bill)
    on_axis = covered if layer.bands and layer.bands.begins == "deductible" else entering
    _count(layer, result, entering, on_axis, memory, case)
    this = Chain(result.deductible, on_axis, entering, result.paid)
    keep(layer, link, this, memory, case)


def _within(amount: int, room: int | None) -> int:
    return amount if room is None else min(amount, room)


def _axis(bands: Bands) -> Counter:
    return Counter("axis", bands.counter, "year")


def _stretch(
    layer: Layer, entering: int, taken: int, link: Link, memory: Memory, case: Case
) -> Stretch:
    assert layer.bands is not None
    start = link.axis
    if layer.bands.axis == "year":
        start = memory.used(_axis(layer.bands), case)
    if layer.bands.begins == "zero":
        return lay_out(layer, start + taken, start + entering, case)
    return lay_out(layer, start, start + entering - taken, case)


def _floor(layer: Layer, bill: Bill, case: Case) -> int:
    if layer.floor is None:
        return 0
    try:
        ratio = look_up(layer.floor.share, case)
    except NoRow:
        return 0
    assert isinstance(ratio, int)
    assert 0 <= ratio <= ONE, ratio
    return share(bill.sum_of(layer.floor.of, layer.track), ratio)


def _balanced(base: int, taken: int, above_cap: int, paid: int) -> NaiveLayer:
    """Take what was paid too much out of the deductible first, then out of above cap (step 7)."""
    copay = base - above_cap - taken - paid
    if copay < 0:
        of_deductible = min(taken, -copay)
        taken -= of_deductible
        above_cap -= -copay - of_deductible
        copay = 0
    return NaiveLayer(base, taken, copay, above_cap, paid)


def is_hospital(layer: Layer) -> bool:
    """Say whether the layer's fund is one of the hospital's."""
    return fund(layer.fund).kind == "hospital"


def _book(layer: Layer, result: NaiveLayer, bill: Bill) -> None:
    if is_hospital(layer):
        bill.hospital += result.paid
    else:
        bill.funds += result.paid
    if layer.remainder == "hospital":
        bill.hospital += result.copay + result.above_cap


def _count(
    layer: Layer, result: NaiveLayer, entering: int, on_axis: int, memory: Memory, case: Case
) -> None:
    for cap in layer.caps:
        caps.count(cap, entering if cap.on == "cost" else result.paid, memory, case)
    if layer.bands is not None and layer.bands.axis == "year":
        memory.add(_axis(layer.bands), on_axis, case)
    deductible.count(layer, result.deductible, memory, case)

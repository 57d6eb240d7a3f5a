"""Stays that hang together (benefit.md §4 step 0, §6): the link rule, what is remembered."""

from __future__ import annotations

from dataclasses import dataclass

from oracle.memory import Chain, Memory
from oracle.values import Case, limit, word
from yibao.policy.law import Layer


@dataclass
class Link:
    """How a visit hangs on the stay before it, for one layer."""

    rule: str
    """`full`, `difference` or `waived`."""
    before: Chain
    """What is remembered of the chain; nothing if the rule is `full`."""
    same_stay: bool
    """Whether the visit goes on with the stay before."""

    @property
    def axis(self) -> int:
        """The stay's place on the axis so far."""
        return self.before.axis if self.same_stay else 0

    @property
    def entered(self) -> int:
        """What the layer has let enter of the stay so far."""
        return self.before.entered if self.same_stay else 0

    @property
    def paid(self) -> int:
        """What the layer has paid of the stay so far."""
        return self.before.paid if self.same_stay else 0


def link_of(layer: Layer, memory: Memory, case: Case) -> Link:
    """Find the link rule."""
    chain = memory.chains.get(layer.name)
    rule = "full" if chain is None else _rule(layer, chain, case)
    if chain is None or rule == "full":
        return Link("full", Chain(), same_stay=False)
    return Link(rule, chain, same_stay=case.link in ("continued", "split"))


def _rule(layer: Layer, chain: Chain, case: Case) -> str:
    if case.link == "none":
        return "full"
    own = None
    if layer.deductible is not None:
        own = layer.deductible.linked.get(case.link)
        if layer.deductible.within_days is not None:
            days = limit(layer.deductible.within_days, case)
            if days is not None and (case.visit.admission - chain.discharged).days > days:
                return "full"
    return word(case.policy.procedure[case.link] if own is None else own, case)


def remembers(layer: Layer, case: Case) -> bool:
    """Say whether a layer remembers stays: it asks something that counts per stay."""
    if not any(case.policy.care_types[care].stay for care in layer.care):
        return False
    bands = layer.bands
    return (
        layer.deductible is not None
        or layer.fixed is not None
        or (bands is not None and bands.axis == "visit" and len(bands.list) > 1)
        or any(cap.per == "visit" for cap in layer.caps)
    )


def keep(layer: Layer, link: Link, this: Chain, memory: Memory, case: Case) -> None:
    """Remember what a layer made of a stay: begin a chain, or lengthen the one there is."""
    if not case.stay or not remembers(layer, case):
        return
    memory.chains[layer.name] = Chain(
        borne=link.before.borne + this.borne,
        axis=link.axis + this.axis,
        entered=link.entered + this.entered,
        paid=link.paid + this.paid,
        discharged=case.visit.discharge,
    )


def give_back(layer: Layer, given: int, memory: Memory, case: Case) -> None:
    """Let what the layer gives back leave what it has paid of this stay."""
    if case.stay and remembers(layer, case):
        memory.chains[layer.name].paid -= given

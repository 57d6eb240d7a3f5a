"""What each layer and each summary field pays under both laws (各基金支出)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from yibao.benefit.runs.outcome import paid_by_field
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Int


@dataclass(frozen=True, slots=True)
class Paid:
    """What one payer pays: visits and persons it pays for, and how much in fen."""

    visits: int = 0
    persons: int = 0
    fen: int = 0

    def __add__(self, other: Paid) -> Paid:
        return Paid(self.visits + other.visits, self.persons + other.persons, self.fen + other.fen)


@dataclass(frozen=True, slots=True)
class Payers:
    """What the payers of one law pay."""

    by_field: dict[str, Paid]
    by_layer: dict[str, Paid]


def payers(plan: Plan, outs: Int, paid: Int, person: Int) -> Payers:
    """Sum up what fields and layers pay for visits that lie person by person."""
    fields = paid_by_field(plan, outs, paid)
    by_layer: dict[str, Paid] = {}
    program = outs[:, layout.OUT_PROGRAM]
    spans, members = plan.arrays.program_spans, plan.arrays.program_layers
    amounts = {position: np.zeros(len(outs), np.int64) for position in range(len(plan.layers))}
    for number in np.unique(program).tolist():
        rows = program == number
        for position, layer in enumerate(members[spans[number, 0] : spans[number, 1]].tolist()):
            amounts[layer][rows] = paid[rows, position]
    for position, layer_paid in amounts.items():
        by_layer[plan.layers[position].name] = _paid(layer_paid, person)
    return Payers({name: _paid(one, person) for name, one in fields.items()}, by_layer)


def _paid(fen: Int, person: Int) -> Paid:
    whose = person[fen > 0]
    persons = int(np.count_nonzero(np.diff(whose))) + (len(whose) > 0)
    return Paid(len(whose), persons, int(fen.sum()))


def together(parts: Iterable[Payers]) -> Payers:
    """Add up the payers of parts; no person is in two of them."""
    fields: dict[str, Paid] = {}
    layers: dict[str, Paid] = {}
    for part in parts:
        for whole, own in ((fields, part.by_field), (layers, part.by_layer)):
            for name, one in own.items():
                whole[name] = whole.get(name, Paid()) + one
    return Payers(fields, layers)


def layers_met(plan: Plan, outs: Int) -> frozenset[str]:
    """Name the layers that the visits of a part could meet."""
    spans, members = plan.arrays.program_spans, plan.arrays.program_layers
    met: set[str] = set()
    for number in np.unique(outs[:, layout.OUT_PROGRAM]).tolist():
        met |= {plan.layers[at].name for at in members[spans[number, 0] : spans[number, 1]]}
    return frozenset(met)

"""Planting faults into a piece, and into the stock of the region (植入违规)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.bills import Bills
from yibao.synthetic.region.drawing import rounded
from yibao.synthetic.region.faults import cards, charges, drugs, stays, unfit
from yibao.synthetic.region.faults.kinds import Kind, kinds
from yibao.synthetic.region.faults.scene import Scene
from yibao.synthetic.region.faults.writing import Writer
from yibao.synthetic.region.lives import ALIVE
from yibao.synthetic.region.tables import FAULTS

PLANTERS = {
    **stays.PLANTERS,
    **cards.PLANTERS,
    **drugs.PLANTERS,
    **charges.PLANTERS,
    **unfit.PLANTERS,
}
"""By kind, in the order of planting: what takes whole visits first."""


@dataclass(frozen=True, slots=True, eq=False)
class Planted:
    """The tables of a piece with faults in them, and the key that tells them."""

    persons: pa.Table
    visits: pa.Table
    bills: Bills
    faults: pa.Table


def plant(asked: Asked, piece: int, persons: pa.Table, visits: pa.Table, bills: Bills) -> Planted:
    """Plant faults of every kind of `standards/synthetic/faults.csv` into a piece.

    Rows that are changed or added say so in their column `fault` and stand in the key; all
    others are as they were. Visits stay in order of person and time, lines in that of visits.

    Args:
        asked: what is asked of the generator.
        piece: number of the piece.
        persons: its persons.
        visits: its visits, in order of their numbers.
        bills: its bills, lines in order of visits.

    """
    if not len(visits):
        return Planted(persons, visits, bills, FAULTS.empty_table())
    scene = Scene(asked, piece, persons, visits, bills)
    writer = Writer(scene)
    for name, planter in PLANTERS.items():
        planter(writer, name, _acts(scene, kinds()[name]))
    changed = _by_person(scene.visits.whole())
    made = Bills(
        _by_visit(scene.lines.whole(), changed),
        scene.prescriptions.whole(),
        scene.traces.whole(),
    )
    key = pa.Table.from_pylist(scene.keys, schema=FAULTS)
    return Planted(persons, changed, made, key)


def _acts(scene: Scene, kind: Kind) -> int:
    base = {
        "visits": len(scene.free),
        "stays": int(scene.stay.sum()),
        "purchases": int((scene.care == "pharmacy").sum()),
        "persons": len(scene.person),
        "deaths": int((scene.person.death != ALIVE).sum()),
    }
    return rounded(scene.draws(f"{kind.name} acts"), kind.rate * base[kind.per])


def _by_person(visits: pa.Table) -> pa.Table:
    person = visits["person"].to_numpy()
    moment = visits["setl_time"].to_numpy().astype(np.int64)
    order = np.lexsort((moment, person))
    return visits if (order[1:] > order[:-1]).all() else visits.take(pa.array(order))


def _by_visit(lines: pa.Table, visits: pa.Table) -> pa.Table:
    number = visits["visit"].to_numpy()
    sorted_numbers = np.argsort(number)
    place = sorted_numbers[np.searchsorted(number[sorted_numbers], lines["visit"].to_numpy())]
    order = np.argsort(place, kind="stable")
    return lines if (order[1:] > order[:-1]).all() else lines.take(pa.array(order))

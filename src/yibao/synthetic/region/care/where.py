"""Where people go (就诊机构): a kind of institution first, then one near them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yibao.synthetic.region.care.choice import Bools, Choice, Floats, Ints
from yibao.synthetic.region.care.people import People
from yibao.synthetic.region.care.profiles import KINDS
from yibao.synthetic.region.doctors import doctors
from yibao.synthetic.region.institutions import clinic_villages, institutions
from yibao.synthetic.region.places import places
from yibao.synthetic.region_files.institutions import COUNTIES

AWAY, VILLAGE, PHARMACY = (KINDS.index(kind) for kind in ("away", "village", "pharmacy"))
_INSTEAD_OF_VILLAGE = "township"
_NEAR = ("township", "clinic", "primary", "pharmacy")
"""Kinds that people go to in their own town, where it has one."""


@dataclass(frozen=True, slots=True, eq=False)
class Houses:
    """The institutions as care needs them."""

    kind: Ints
    cost_style: Floats
    length_style: Floats
    up_coder: Bools
    county: Ints
    in_town: Choice
    in_county: Choice
    anywhere: Choice
    of_village: Ints
    towns: int


@cache
def houses() -> Houses:
    """Return the institutions of the region and those away."""
    table = institutions()
    numbers = {name: table[name].to_numpy() for name in ("cost_style", "length_style", "capacity")}
    kind = pc.index_in(table["kind"].cast("string"), value_set=_values(KINDS)).to_numpy()
    county = pc.fill_null(
        pc.index_in(table["county"].cast("string"), value_set=_values(COUNTIES)), -1
    ).to_numpy()
    town = table["town"].to_numpy().astype(np.int64)
    all_of = np.arange(table.num_rows)
    towns = places().towns.num_rows
    here = county >= 0
    near = here & np.isin(kind, [KINDS.index(name) for name in _NEAR])
    size = numbers["capacity"]
    return Houses(
        kind.astype(np.int64),
        numbers["cost_style"],
        numbers["length_style"],
        table["up_coder"].to_numpy(),
        county.astype(np.int64),
        Choice((kind * towns + town)[near], size[near], all_of[near], len(KINDS) * towns),
        Choice(
            (kind * len(COUNTIES) + county)[here],
            size[here],
            all_of[here],
            len(KINDS) * len(COUNTIES),
        ),
        Choice(kind, size, all_of, len(KINDS)),
        _clinics(kind, county),
        towns,
    )


def _values(names: tuple[str, ...]) -> pa.Array:
    return pa.array(names)


def _clinics(kind: Ints, county: Ints) -> Ints:
    """Return the clinic of each village, −1 where there is none."""
    found = np.full(places().villages.num_rows, -1)
    for number in range(len(COUNTIES)):
        clinics = np.flatnonzero((kind == VILLAGE) & (county == number))
        found[clinic_villages(number)[: len(clinics)]] = clinics
    return found


def chosen(people: People, row: Ints, kind: Ints, luck: Floats) -> Ints:
    """Return the institution of a kind that somebody goes to."""
    known = houses()
    clinic = np.where(kind == VILLAGE, known.of_village[people.village[row]], -1)
    instead = (kind == VILLAGE) & (clinic < 0)
    kind = np.where(instead, KINDS.index(_INSTEAD_OF_VILLAGE), kind)
    county, town = people.county[row], people.town[row]
    found = known.in_town.draw(kind * known.towns + np.maximum(town, 0), luck)
    other = known.in_county.draw(kind * len(COUNTIES) + county, luck)
    found = np.where((found < 0) | (town < 0), other, found)
    found = np.where(clinic >= 0, clinic, found)
    return np.where(found < 0, known.anywhere.draw(kind, luck), found)


@dataclass(frozen=True, slots=True, eq=False)
class Staff:
    """The doctors as care needs them."""

    caty: Ints
    names: tuple[str, ...]
    of_department: Choice
    of_house: Choice


@cache
def staff() -> Staff:
    """Return the doctors of all institutions."""
    table = doctors()
    caty = table["caty"].combine_chunks()
    if hasattr(caty, "dictionary"):
        caty = caty.dictionary_decode()
    names = tuple(dict.fromkeys(caty.to_pylist()))
    place = pc.index_in(caty, value_set=_values(names)).to_numpy().astype(np.int64)
    house = table["institution"].to_numpy().astype(np.int64)
    all_of, same = np.arange(len(house)), np.ones(len(house))
    many = institutions().num_rows
    return Staff(
        place,
        names,
        Choice(house * len(names) + place, same, all_of, many * len(names)),
        Choice(house, same, all_of, many),
    )


def doctor_of(institution: Ints, caty: Ints, luck: Floats) -> Ints:
    """Return a doctor of the department, else of the house; −1 where there is none.

    `caty` is a place among `staff().names`, −1 if no house has such a department.
    """
    known = staff()
    department = institution * len(known.names) + np.maximum(caty, 0)
    found = np.where(caty < 0, -1, known.of_department.draw(department, luck))
    return np.where(found < 0, known.of_house.draw(institution, luck), found)


def caty_places(names: tuple[str, ...]) -> Ints:
    """Return the place of each department among those of the doctors; its parent's if need be."""
    known = staff().names
    return np.array(
        [next((known.index(one) for one in _up(name) if one in known), -1) for name in names]
    )


def _up(name: str) -> tuple[str, ...]:
    return (name, name.split(".", 1)[0])

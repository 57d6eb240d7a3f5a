"""Who lives where (户与住处): households of a piece, in the order of its rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.drawing import Bools, Ints, Reals, evenly, log_normal
from yibao.synthetic.region.families import families
from yibao.synthetic.region.figures import value
from yibao.synthetic.region.jobs import PIECE_PERSONS
from yibao.synthetic.region.lives import born
from yibao.synthetic.region.places import places
from yibao.synthetic.region.streams import stream


@dataclass(frozen=True, slots=True, eq=False)
class Homes:
    """The persons of a piece, those of a household beside one another, its head first.

    `home` counts the households of the piece from 0; `head` is the row of a person's head;
    `village` and `urban` are of the person. `size` is of each household.
    """

    age: Ints
    female: Bools
    birth: Ints
    surname: Ints
    home: Ints
    head: Ints
    size: Ints
    village: Ints
    town: Ints
    county: Ints
    urban: Bools

    def members(self, so: Bools) -> Ints:
        """Return how many of each household are so."""
        return np.bincount(self.home, weights=so, minlength=len(self.size)).astype(np.int64)


def homes(asked: Asked, piece: int) -> Homes:
    """Return the households of a piece; all in random order, so that any first part is like all."""
    age, female, birth = born(stream(asked.seed, "lives", piece), PIECE_PERSONS, asked)
    draws = stream(asked.seed, "homes", piece)
    family = families(draws, age, female)
    turn = draws.permutation(PIECE_PERSONS)
    is_head = family.head == np.arange(PIECE_PERSONS)
    order = np.lexsort((-age, ~is_head, turn[family.head]))
    begins = is_head[order]
    home = np.cumsum(begins) - 1
    first = np.flatnonzero(begins)
    here = places()
    village = evenly(draws, len(first), here.weight)[home]
    town = here.town_of_village[village]
    return Homes(
        age=age[order],
        female=female[order],
        birth=birth[order],
        surname=family.surname[order],
        home=home,
        head=first[home],
        size=np.bincount(home),
        village=village,
        town=town,
        county=here.county_of_town[town],
        urban=here.urban[village],
    )


def incomes(asked: Asked, piece: int, people: Homes, poor: Bools) -> Ints:
    """Return the disposable income a head and year, in fen; the same in a household.

    A household with somebody of the poor has less.
    """
    draws = stream(asked.seed, "incomes", piece)
    factor: Reals = log_normal(draws, len(people.size), value("income_spread"))[people.home]
    mean = np.where(people.urban, value("income_urban"), value("income_rural"))
    of_the_poor = (people.members(poor) > 0)[people.home]
    mean = np.where(of_the_poor, mean * value("poor_income_factor"), mean)
    return np.rint(mean * factor).astype(np.int64) * 100

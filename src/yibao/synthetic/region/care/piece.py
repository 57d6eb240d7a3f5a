"""A piece of the region while its care is made (一批人群)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.care.choice import Floats, Ints
from yibao.synthetic.region.care.people import EMPLOYEES, RESIDENTS, People
from yibao.synthetic.region.care.profiles import ages
from yibao.synthetic.region.figures import value
from yibao.synthetic.region.lives import day_number
from yibao.synthetic.region.streams import stream

SCHEMES = (RESIDENTS, EMPLOYEES)
"""By `People.employee`."""
_NAMES = {RESIDENTS: "resident", EMPLOYEES: "employee"}


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """The persons, the days asked for, and where chance comes from."""

    asked: Asked
    number: int
    people: People
    u_kind: Floats
    """A person's own luck: where they go is mostly the same."""

    @property
    def first(self) -> int:
        """The first day, in days since 1970."""
        return day_number(self.asked.first_day)

    @property
    def last(self) -> int:
        """The last day."""
        return day_number(self.asked.last_day)

    def draws(self, purpose: str, year: int = 0) -> np.random.Generator:
        """Return the chance of a purpose and year."""
        return stream(self.asked.seed, f"care {purpose} {year}", self.number)


def middle(year: int) -> int:
    """Return a day in the middle of a year, in days since 1970."""
    return day_number(date(year, 7, 1))


def by_scheme(name: str) -> Floats:
    """Return a figure of residents and of employees; `{}` stands for the scheme's name.

    >>> by_scheme("{}_stay_cost").tolist()
    [7339.0, 11522.0]
    """
    return np.array([value(name.format(_NAMES[scheme])) for scheme in SCHEMES])


def norm(name: str) -> Floats:
    """Return what was planned against what would be made, of residents and of employees."""
    return np.array([value(f"care_norm_{name}_{scheme}") for scheme in SCHEMES])


def rates(piece: Piece, profile: str, a_head: Floats, year: int) -> Floats:
    """Return how many events everybody has in a year on the average.

    Age and frailty say who has more than others; the mean of each scheme is as given.
    """
    people = piece.people
    weight = ages(profile)[people.band(middle(year))] * people.frailty
    weight = np.where(people.retired, weight * value("care_retired"), weight)
    weight = np.where(people.age(middle(year)) < 0, 0.0, weight)
    whole = np.bincount(people.employee, weight, 2)
    many = np.bincount(people.employee, minlength=2)
    factor = a_head * many / np.maximum(whole, 1e-9)
    found: Floats = weight * factor[people.employee]
    return found


def repeated(many: Ints) -> Ints:
    """Return each row as often as it is wanted."""
    return np.repeat(np.arange(len(many)), many)

"""What people come for (病种构成): kinds of stays and of visits, as the tables say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from yibao.synthetic.region.care.choice import Choice, Floats, Ints
from yibao.synthetic.region.care.codes import pool
from yibao.synthetic.region.care.profiles import AGES, SEASONS, ages, at_number
from yibao.terms.tables import rows

SEXES = ("1", "2")
COMMON = "acute"
"""The kinds of stays that come by themselves; others belong to courses."""


@dataclass(frozen=True, slots=True, eq=False)
class Stays:
    """Kinds of stays, each a place in these arrays."""

    names: tuple[str, ...]
    adrg: tuple[str, ...]
    courses: tuple[str, ...]
    caty: tuple[str, ...]
    share: Floats
    weight: Floats
    days: Floats
    day_share: Floats
    season: Ints
    at: Ints
    diagnoses: Choice
    procedures: Choice
    further: Choice
    """Diagnoses that must stand beside the principal one."""

    def is_plain(self, place: int) -> bool:
        """Say whether a kind of stay needs a diagnosis alone, and is no newborn's.

        >>> found = stays()
        >>> found.is_plain(found.names.index("ES3")), found.is_plain(found.names.index("GD1"))
        (True, False)
        """
        group = np.array([place])
        operated = self.procedures.there(group)[0] or self.further.there(group)[0]
        return not operated and self.adrg[place][0] != "P"

    def of_course(self, course: str, begins: tuple[str, ...] = ("",)) -> list[int]:
        """Return the kinds of a course whose group begins so."""
        return [
            place
            for place, (known, adrg) in enumerate(zip(self.courses, self.adrg, strict=True))
            if known == course and adrg.startswith(begins)
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Kinds of out-patient visits, each a place in these arrays."""

    names: tuple[str, ...]
    caty: tuple[str, ...]
    weight: Floats
    season: Ints
    emergency: Floats
    diagnoses: Choice


def cell(female: Ints, band: Ints) -> Ints:
    """Return the number of a sex and band of ages."""
    return female * len(AGES) + band


@cache
def stays() -> Stays:
    """Return the kinds of stays.

    >>> found = stays()
    >>> found.names[:3], found.adrg[found.names.index("GB1b")]
    (('AH1', 'AE1', 'AG2'), 'GB1')
    """
    table = list(rows("synthetic", "case_mix.csv"))
    names = tuple(row["case"] for row in table)
    drawn: dict[str, list[tuple[int, float, int]]] = {"diagnosis": [], "procedure": [], "with": []}
    for row in rows("synthetic", "adrg_cases.csv"):
        drawn[row["role"]].append(
            (names.index(row["case"]), float(row["weight"]), pool().index(row["code"]))
        )
    choices = [_choice(drawn[role], len(names)) for role in ("diagnosis", "procedure", "with")]
    return Stays(
        names,
        tuple(row["adrg"] for row in table),
        tuple(row["course"] for row in table),
        tuple(row["caty"] for row in table),
        np.array([float(row["share"]) for row in table]),
        np.array([float(row["weight"]) for row in table]),
        np.array([float(row["days"]) for row in table]),
        np.array([float(row["day_share"]) for row in table]),
        np.array([SEASONS.index(row["season"]) for row in table]),
        np.array([at_number(row["at"]) for row in table]),
        *choices,
    )


@cache
def stay_choice(course: str, begins: tuple[str, ...] = ("",)) -> Choice:
    """Return which kind of stay of a course somebody of a cell has, by its share.

    Kinds whose group begins otherwise are left out.
    """
    table = list(rows("synthetic", "case_mix.csv"))
    kept = [table[place] for place in stays().of_course(course, begins)]
    places = stays().of_course(course, begins)
    return _by_cell([(row["sex"], row["ages"], float(row["share"])) for row in kept], places)


@cache
def seen() -> Seen:
    """Return the kinds of out-patient visits.

    >>> seen().names[0], seen().caty[0]
    ('cold', 'A02')
    """
    table = list(rows("synthetic", "visit_mix.csv"))
    names = tuple(row["case"] for row in table)
    drawn = [
        (names.index(row["case"]), float(row["weight"]), pool().index(row["code"]))
        for row in rows("synthetic", "visit_cases.csv")
    ]
    return Seen(
        names,
        tuple(row["caty"] for row in table),
        np.array([float(row["weight"]) for row in table]),
        np.array([SEASONS.index(row["season"]) for row in table]),
        np.array([float(row["emergency"]) for row in table]),
        _choice(drawn, len(names)),
    )


@cache
def seen_choice() -> Choice:
    """Return which kind of visit somebody of a cell comes for."""
    table = list(rows("synthetic", "visit_mix.csv"))
    shares = [(row["sex"], row["ages"], float(row["share"])) for row in table]
    return _by_cell(shares, list(range(len(table))))


def _choice(drawn: list[tuple[int, float, int]], many: int) -> Choice:
    groups, weights, values = zip(*drawn, strict=True)
    return Choice(groups, weights, values, many)


def _by_cell(shares: list[tuple[str, str, float]], places: list[int]) -> Choice:
    groups: list[int] = []
    weights: list[float] = []
    values: list[int] = []
    for place, (sex, profile, share) in zip(places, shares, strict=True):
        by_age = ages(profile)
        for female, own in enumerate(SEXES):
            if sex in ("0", own):
                groups += range(female * len(AGES), (female + 1) * len(AGES))
                weights += (share * by_age).tolist()
                values += [place] * len(AGES)
    return Choice(groups, weights, values, len(SEXES) * len(AGES))

"""Profiles (概貌): how care depends on age, on the month, and where it is sought."""

from __future__ import annotations

from functools import cache

import numpy as np

from yibao.synthetic.region.care.choice import Choice, Floats, Ints
from yibao.synthetic.region.institutions import counts
from yibao.terms.tables import rows

AGES = (0, 1, 5, 15, 25, 35, 45, 55, 65, 75, 85)
"""The first age of each band."""
SEASONS = ("flat", "winter", "summer")
KINDS = tuple(counts())
"""Kinds of institutions, in the order of `institutions()`."""
_WEEK = (1.16, 1.10, 1.06, 1.04, 1.02, 0.86, 0.76)
"""Our assumption: from Monday on."""
_THURSDAY = 3
"""1970-01-01."""


@cache
def ages(profile: str) -> Floats:
    """Return the weight of each band of ages.

    >>> ages("newborn").tolist()[:2]
    [1.0, 0.0]
    """
    for row in rows("synthetic", "care_ages.csv"):
        if row["profile"] == profile:
            return np.array([float(row[str(age)]) for age in AGES])
    raise KeyError(profile)


def band(age: Ints) -> Ints:
    """Return the band of each age in years."""
    return np.searchsorted(AGES, np.maximum(age, 0), side="right") - 1


@cache
def _places() -> dict[str, Floats]:
    return {
        row["at"]: np.array([float(row[kind]) for kind in KINDS])
        for row in rows("synthetic", "care_places.csv")
    }


def at_number(at: str) -> int:
    """Return the number of a profile of places."""
    return list(_places()).index(at)


def of_kind(profile: str) -> Floats:
    """Return what a profile of places gives for each kind of institution.

    >>> float(of_kind("pharmacy")[KINDS.index("pharmacy")])
    1.0
    """
    return _places()[profile]


@cache
def kind_choice() -> Choice:
    """Return the kind of institution sought, by the number of a profile of places."""
    table = np.array(list(_places().values()))
    groups, kinds = np.nonzero(table)
    return Choice(groups, table[groups, kinds], kinds, len(table))


@cache
def _days(year: int) -> Choice:
    """Return the days of a year by season, in days since 1970."""
    first = np.datetime64(f"{year}-01-01")
    days = np.arange(first, np.datetime64(f"{year + 1}-01-01"))
    month = (days.astype("datetime64[M]") - first.astype("datetime64[M]")).astype(int)
    since = days.astype(np.int64)
    week = np.array(_WEEK)[(since + _THURSDAY) % len(_WEEK)]
    by_name = {row["season"]: row for row in rows("synthetic", "care_seasons.csv")}
    groups, weights = [], []
    for place, name in enumerate(SEASONS):
        months = np.array([float(by_name[name][str(one)]) for one in range(1, 13)])
        groups.append(np.full(len(since), place))
        weights.append(months[month] * week)
    return Choice(
        np.concatenate(groups),
        np.concatenate(weights),
        np.tile(since, len(SEASONS)),
        len(SEASONS),
    )


def days_of(year: int, season: Ints, luck: Floats) -> Ints:
    """Return a day of the year for each season, in days since 1970."""
    return _days(year).draw(season, luck)

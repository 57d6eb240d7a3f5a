"""What was planned (计划值): figures, and what the census says of ages and deaths."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from functools import cache

from yibao.synthetic.region.figures import value
from yibao.terms.tables import rows

_SIGNS = {"*": operator.mul, "/": operator.truediv, "+": operator.add, "-": operator.sub}
_CENSUS = "census_"
_DEATHS = "census_deaths"


def planned(formula: str, scale: float) -> float:
    """Return what a formula of figures comes to, read from left to right.

    Besides the names of `standards/synthetic` there are `scale`, `census_first_last`, the share
    of persons of those ages, and `census_deaths`, deaths a head and year.

    Raises:
        KeyError: a name means nothing.

    >>> round(planned("residents_insured * scale", 0.01))
    21620
    >>> round(planned("census_0_14", 1.0), 4)
    0.1733

    """
    first, *rest = formula.split()
    whole = _named(first, scale)
    for sign, name in zip(rest[::2], rest[1::2], strict=True):
        whole = _SIGNS[sign](whole, _named(name, scale))
    return float(whole)


def _named(name: str, scale: float) -> float:
    if name == "scale":
        return scale
    if name == _DEATHS:
        return census_deaths()
    if name.startswith(_CENSUS):
        first, last = name.removeprefix(_CENSUS).split("_")
        return census_share(range(int(first), int(last) + 1))
    return value(name)


def census_share(ages: Iterable[int]) -> float:
    """Return the share of persons of some ages; within a band all ages are as common."""
    wanted, persons = set(ages), _persons()
    whole = sum(persons.values())
    return sum(many for (age, _), many in persons.items() if age in wanted) / whole


def census_deaths() -> float:
    """Return the deaths a head and year of persons as old as those of the census at its end.

    In the midst of that year they are half a year younger.
    """
    hazard = {
        (int(row["age"]), gend): float(row[column]) / 1000
        for row in rows("synthetic", "mortality.csv")
        for gend, column in (("1", "male_permille"), ("2", "female_permille"))
    }
    oldest = max(age for age, _ in hazard)
    persons = _persons()
    dead = sum(
        many * (hazard[min(age, oldest), gend] + hazard[min(max(age - 1, 0), oldest), gend]) / 2
        for (age, gend), many in persons.items()
    )
    return dead / sum(persons.values())


@cache
def _persons() -> dict[tuple[int, str], float]:
    """Return the persons of the census by age and sex."""
    found: dict[tuple[int, str], float] = {}
    for row in rows("synthetic", "population.csv"):
        ages = range(int(row["first"]), int(row["last"]) + 1)
        for age in ages:
            found[age, row["gend"]] = float(row["persons"]) / len(ages)
    return found

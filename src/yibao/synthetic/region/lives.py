"""When the persons of a piece were born and die (出生与死亡), by census and mortality."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache

import numpy as np

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.drawing import Bools, Ints, Reals, evenly
from yibao.synthetic.region.figures import value
from yibao.terms.shipped import standards_root

ALIVE = np.iinfo(np.int64).min
"""The day of death of who lives."""
YEAR_DAYS = 365.2425
_EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Return a day as the number of days since 1970.

    >>> day_number(date(1970, 1, 2))
    1
    """
    return (day - _EPOCH).days


def born(draws: np.random.Generator, many: int, asked: Asked) -> tuple[Ints, Bools, Ints]:
    """Return the age at the end of the last year, whether female, and the birthday of many.

    Ages are those of the census. Who would be born after the last day was born a year before it,
    so that the persons of a year are the same on whichever day of it the request ends.
    """
    first, last, female, persons = _census()
    cell = evenly(draws, many, persons)
    width = last - first + 1
    age = first[cell] + np.floor(draws.random(many) * width[cell]).astype(np.int64)
    years = np.array(
        [day_number(date(asked.last_day.year - each, 1, 1)) for each in range(int(last.max()) + 1)]
    )
    birth = years[age] + np.floor(draws.random(many) * 365).astype(np.int64)
    birth[birth > day_number(asked.last_day)] -= 365
    return age, female[cell], birth


def deaths(
    draws: np.random.Generator, asked: Asked, female: Bools, birth: Ints, frailty: Reals
) -> Ints:
    """Return the day on which each dies, or `ALIVE`.

    A constant hazard by the age in the middle of the time asked for; the frail die earlier.
    """
    first, last = day_number(asked.first_day), day_number(asked.last_day)
    since = np.maximum(birth, first)
    age = np.clip(((first + last) / 2 - birth) / YEAR_DAYS, 0, None).astype(np.int64)
    yearly = _hazard()[np.minimum(age, len(_hazard()) - 1), female.astype(np.int64)]
    share = value("frailty_in_death")
    hazard = yearly * (1 - share + share * frailty)
    after = draws.exponential(size=len(birth)) / hazard * YEAR_DAYS
    day = since + np.floor(np.minimum(after, 1e6)).astype(np.int64)
    return np.where(day <= last, day, ALIVE)


@cache
def _census() -> tuple[Ints, Ints, Bools, Reals]:
    """Return the first and the last age of each cell, whether of women, and its persons."""
    rows = list(_table("population.csv"))
    return (
        np.array([int(row["first"]) for row in rows]),
        np.array([int(row["last"]) for row in rows]),
        np.array([row["gend"] == "2" for row in rows]),
        np.array([float(row["persons"]) for row in rows]),
    )


@cache
def _hazard() -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return deaths a person and year by age and sex."""
    rows = _table("mortality.csv")
    return (
        np.array([[float(row["male_permille"]), float(row["female_permille"])] for row in rows])
        / 1000
    )


def _table(name: str) -> list[dict[str, str]]:
    with (standards_root() / "synthetic" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))

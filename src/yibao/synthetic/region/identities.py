"""Who is poor, disabled, entitled (人员身份): categories as the policy of the region names them."""

from __future__ import annotations

from functools import cache

import numpy as np

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.drawing import Bools, Reals, chosen, chosen_groups, rounded
from yibao.synthetic.region.figures import value
from yibao.synthetic.region.homes import Homes
from yibao.synthetic.region.jobs import quota
from yibao.synthetic.region.streams import stream
from yibao.terms.tables import rows

_CHILD, _ADULT, _OLD, _VERY_OLD = 18, 25, 60, 75


def identities(
    asked: Asked, piece: int, people: Homes, resident: Bools, ill: Bools
) -> dict[str, Bools]:
    """Return who of a piece is of each category."""
    draws = stream(asked.seed, "identities", piece)
    found = _poor(draws, piece, people, resident)
    poor = found["registered_poor"] | found["out_of_poverty"]
    found |= _allowances(draws, piece, people, resident, poor)
    needy = found["minimum_living"] | found["minimum_living_edge"] | poor
    found |= _disabled(draws, people, needy)
    found |= _of_illness(draws, piece, resident, ill)
    found |= _others(draws, people, resident)
    return found


def identity_codes(categories: dict[str, Bools]) -> dict[str, Bools]:
    """Return the national identities (psn_idet_type) that categories have, and who has them."""
    codes = _codes()
    return {codes[name]: who for name, who in categories.items() if name in codes}


@cache
def _codes() -> dict[str, str]:
    table = rows("facts", "codes.csv")
    return {row["name"]: row["code"] for row in table if row["dictionary"] == "psn_idet_type"}


def _of_residents(name: str, piece: int) -> int:
    """Return how many of a piece are of a category that is a share of residents."""
    return quota(value(name) * value("residents_insured") / value("insured"), piece)


def _poor(
    draws: np.random.Generator, piece: int, people: Homes, resident: Bools
) -> dict[str, Bools]:
    """Return the poor of 2020, by household: still in the transition, or lastingly out of it."""
    size = people.members(resident)
    rural = np.ones(len(size))
    rural[people.home[people.urban]] = 0.0
    insured = value("poor_insured") / value("insured")
    poor = chosen_groups(draws, quota(insured, piece), size, rural)
    many = quota(insured * value("registered_poor_share"), piece)
    registered = chosen_groups(draws, many, size, poor.astype(float))
    return {
        "registered_poor": registered[people.home] & resident,
        "out_of_poverty": (poor & ~registered)[people.home] & resident,
    }


def _allowances(
    draws: np.random.Generator, piece: int, people: Homes, resident: Bools, poor: Bools
) -> dict[str, Bools]:
    """Return who has an allowance; nobody has two of them."""
    alone = people.size[people.home] == 1
    many = _of_residents("category_destitute", piece)
    destitute = chosen(draws, many, resident & alone & (people.age >= _OLD))
    free = resident & ~destitute
    size = people.members(free)
    weight = np.ones(len(size))
    weight[people.home[poor]] = value("allowance_poor_weight")
    many = _of_residents("category_minimum_living", piece)
    living = chosen_groups(draws, many, size, weight)
    weight[living] = 0.0
    many = _of_residents("category_minimum_living_edge", piece)
    edge = chosen_groups(draws, many, size, weight)
    many = _of_residents("category_poverty_monitored", piece)
    watched = chosen_groups(draws, many, people.members(poor), np.ones(len(size)))
    return {
        "destitute": destitute,
        "minimum_living": living[people.home] & free,
        "minimum_living_edge": edge[people.home] & free,
        "poverty_monitored": watched[people.home] & poor,
    }


def _disabled(draws: np.random.Generator, people: Homes, needy: Bools) -> dict[str, Bools]:
    many = len(people.age)
    weight: Reals = np.where(people.age >= _OLD, value("disabled_old_weight"), 1.0)
    severe = rounded(draws, value("category_disabled_severe") * many)
    low_income = rounded(draws, value("category_low_income_disabled") * many)
    found = chosen(draws, severe, weight)
    return {
        "disabled_severe": found,
        "low_income_disabled": chosen(draws, low_income, weight * (needy & ~found)),
    }


def _of_illness(
    draws: np.random.Generator, piece: int, resident: Bools, ill: Bools
) -> dict[str, Bools]:
    weight = np.where(ill, value("illness_poor_filed_weight"), 1.0) * resident
    made = {}
    for category in ("illness_poor", "expense_poor"):
        made[category] = chosen(draws, _of_residents(f"category_{category}", piece), weight)
        weight = weight * ~made[category]
    return made


def _others(draws: np.random.Generator, people: Homes, resident: Bools) -> dict[str, Bools]:
    age = people.age
    soldiers = (age >= _ADULT) * np.where(people.female, value("entitled_women_weight"), 1.0)
    groups = {
        "entitled_group": (np.ones(len(age), dtype=bool), soldiers),
        "orphan": (age < _CHILD, (age < _CHILD) & resident),
        "distressed_child": (age < _CHILD, (age < _CHILD) & resident),
        "retrenched_worker": (resident & (age >= _VERY_OLD), resident & (age >= _VERY_OLD)),
        "poor_worker": (~resident, ~resident),
    }
    made: dict[str, Bools] = {}
    for category, (of, weight) in groups.items():
        many = rounded(draws, value(f"category_{category}") * float(of.sum()))
        made[category] = chosen(draws, many, weight)
    return made

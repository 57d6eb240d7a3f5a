"""Families (家庭): who of a piece lives with whom, and who is called after whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yibao.synthetic.region.figures import value
from yibao.synthetic.region.names import SURNAMES

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]

_BEFORE = {False: 23, True: 21}
"""Nobody is married before, by whether a woman: the ages of the law and the year of a wedding."""
_YOUNG, _OLD, _VERY_OLD = 25, 60, 75
_GROWN, _LEAVES = 18, 30
_PARENT_FROM = 58
_YOUNGEST_MOTHER, _OLDEST_MOTHER = 19, 44
_AGES = 110
_GENERATIONS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Families:
    """The head of each person's household and the number of each person's surname."""

    head: Ints
    surname: Ints


def families(draws: np.random.Generator, age: Ints, female: Bools) -> Families:
    """Let persons live together: couples, their children, their parents."""
    head = np.arange(len(age))
    surname = draws.integers(0, len(SURNAMES), len(age))
    married = _may_marry(draws, age, female)
    husband, wife = _couples(draws, age, married & ~female, married & female)
    head[wife] = husband
    _with_grandparents(draws, age, head, surname, (female, husband))
    in_couple = np.zeros(len(age), dtype=bool)
    in_couple[husband] = in_couple[wife] = True
    stays = draws.random(len(age)) < value("grown_children_at_home")
    young = (age < _GROWN) | ((age < _LEAVES) & stays)
    child = np.flatnonzero(young & ~in_couple)
    _with_mothers(draws, age, head, surname, (child, husband, wife))
    for _ in range(_GENERATIONS):
        head = head[head]
    return Families(head, surname)


def _may_marry(draws: np.random.Generator, age: Ints, female: Bools) -> Bools:
    share = np.where(female, value("married_women_more"), 0.0) + value("married_share")
    share[(age >= _OLD) & (age < _VERY_OLD)] *= value("married_old")
    share[age >= _VERY_OLD] *= value("married_very_old")
    for of_women, young in ((False, "married_young_men"), (True, "married_young_women")):
        share[(female == of_women) & (age < _YOUNG)] = value(young)
        share[(female == of_women) & (age < _BEFORE[of_women])] = 0.0
    found: Bools = draws.random(len(age)) < share
    return found


def _couples(draws: np.random.Generator, age: Ints, men: Bools, women: Bools) -> tuple[Ints, Ints]:
    """Pair men and women of an age, the husband somewhat older."""
    husbands, wives = np.flatnonzero(men), np.flatnonzero(women)
    many = min(len(husbands), len(wives))
    husbands = draws.permutation(husbands)[:many]
    wives = draws.permutation(wives)[:many]
    wanted = age[husbands] - value("couple_age_gap") + draws.normal(0.0, 1.5, many)
    return (
        husbands[np.argsort(wanted, kind="stable")],
        wives[np.argsort(age[wives] + draws.random(many), kind="stable")],
    )


def _relatives(
    draws: np.random.Generator, own: Ints, theirs: Ints, *, older: bool
) -> tuple[Ints, Bools]:
    """Choose for each own age somebody a generation older or younger, and say whether there is one.

    Of those that may be it, each is as likely as a mother of that age is.
    """
    ages = np.arange(_AGES)
    many = np.bincount(theirs, minlength=_AGES)
    gap = (ages[None, :] - ages[:, None]) * (1 if older else -1)
    spread = (gap - value("mothers_age")) / value("mothers_age_spread")
    fits = (gap >= _YOUNGEST_MOTHER) & (gap <= _OLDEST_MOTHER)
    reached = np.cumsum(np.exp(-(spread**2) / 2) * fits * many, axis=1)
    whole = reached[own, -1]
    wanted = draws.random(len(own)) * whole
    chosen = np.minimum((reached[own] <= wanted[:, None]).sum(axis=1), _AGES - 1)
    first = np.cumsum(many) - many
    turn = np.floor(draws.random(len(own)) * many[chosen]).astype(np.int64)
    place = np.minimum(first[chosen] + turn, len(theirs) - 1)
    found: Bools = whole > 0
    return np.argsort(theirs, kind="stable")[place], found


def _with_mothers(
    draws: np.random.Generator,
    age: Ints,
    head: Ints,
    surname: Ints,
    people: tuple[Ints, Ints, Ints],
) -> None:
    child, husband, wife = people
    if not len(wife):
        return
    place, found = _relatives(draws, age[child], age[wife], older=True)
    child, father = child[found], husband[place[found]]
    head[child] = father
    surname[child] = surname[father]


def _with_grandparents(
    draws: np.random.Generator,
    age: Ints,
    head: Ints,
    surname: Ints,
    people: tuple[Bools, Ints],
) -> None:
    """Let old couples, and the old who are alone, live with a son and his wife."""
    female, husband = people
    alone = head == np.arange(len(age))
    shares = draws.random(len(age)) < value("grandparents_with_children")
    old = np.flatnonzero(alone & shares & (age >= _PARENT_FROM))
    if not len(husband):
        return
    place, found = _relatives(draws, age[old], age[husband], older=False)
    old, son = old[found], husband[place[found]]
    son, first = np.unique(son, return_index=True)
    old = old[first]
    head[old] = son
    fathers = ~female[old]
    surname[son[fathers]] = surname[old[fathers]]

"""An invented year (演示年度): persons, visits and bills, the same for the same seed and law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from yibao.benefit.classify import Line
from yibao.benefit.person import Person
from yibao.benefit.stay import Stay
from yibao.policy.plan import Plan
from yibao.synthetic.bills import draw_bill
from yibao.synthetic.diary import Diary
from yibao.synthetic.items import Item
from yibao.synthetic.offers import Offer, offers
from yibao.synthetic.people import people
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

STAY_SHARE = 0.15
BLIND_SHARE = 0.08
"""Visits drawn without a look at whether their rule is known, to see how the unknown is met."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What arrives at the counter: a person, a stay, and the lines of its bill with their items."""

    person: Person
    stay: Stay
    items: tuple[Item, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SampleYear:
    """A year of claims in the order in which they ended; everybody and everything is invented."""

    year: int
    seed: int
    persons: tuple[Person, ...]
    claims: tuple[Claim, ...]
    known: int
    """How many claims were drawn from the ways of care whose rule is known; the rest from all."""


def sample_year(
    plan: Plan, year: int, seed: int, persons: int = 200, visits: int = 2000
) -> SampleYear:
    """Invent a year of visits under a region's law.

    Most visits are drawn from the ways of care whose rule a trial has found known; a small share
    is drawn from all. Kinds of care that the region has no benefit for do not occur.

    Raises:
        InvalidInput: code ``sample_size``, for a size that cannot be drawn; ``no_benefit``, for a
            region without any layer.

    """
    _check_sizes(persons, visits)
    everybody = people(plan, year, seed, persons)
    offered = offers(plan, year, everybody)
    rng = np.random.default_rng([seed, 2])
    drawn, known = _draw(offered, everybody, visits, rng)
    first, last = plan.policy.benefit_year.bounds(year)
    stays: list[tuple[Person, Stay]] = []
    for person in everybody:
        ways = [offer.way for offer in drawn if offer.person is person]
        stays += [(person, stay) for stay in Diary(first, last, rng).enter(ways)]
    stays.sort(key=lambda pair: (pair[1].discharge, pair[1].admission, int(pair[0].number)))
    claims = tuple(_claims(stays, rng))
    return SampleYear(year, seed, everybody, claims, known)


def _claims(stays: list[tuple[Person, Stay]], rng: np.random.Generator) -> Iterator[Claim]:
    width = len(str(len(stays)))
    for number, (person, stay) in enumerate(stays, 1):
        items, lines = draw_bill(stay, rng)
        yield Claim(person, replace(stay, number=f"{number:0{width}}"), items, lines)


def _draw(
    offered: list[Offer], everybody: tuple[Person, ...], visits: int, rng: np.random.Generator
) -> tuple[list[Offer], int]:
    """Draw so many offers, first those whose rule is known: also say how many of these.

    An offer is the likelier, the more often its way is taken and the more sickly its person is.
    """
    frailty = dict(
        zip((p.number for p in everybody), rng.gamma(1.5, 1.0, len(everybody)), strict=True)
    )
    stays = round(visits * STAY_SHARE)
    blind = round(visits * BLIND_SHARE)
    blind_stays = round(blind * STAY_SHARE)
    known = [offer for offer in offered if offer.known]
    wanted = [
        ([offer for offer in known if offer.way.is_stay], stays - blind_stays),
        ([offer for offer in known if not offer.way.is_stay], visits - stays - blind + blind_stays),
    ]
    drawn: list[Offer] = []
    for group, count in wanted:
        drawn += _taken(group, count, frailty, rng)
    # What the known ways could not fill comes out of all.
    return drawn + _taken(offered, visits - len(drawn), frailty, rng), len(drawn)


def _taken(
    group: list[Offer], count: int, frailty: dict[str, float], rng: np.random.Generator
) -> list[Offer]:
    if not group:
        return []
    chances = np.array([offer.way.weight * frailty[offer.person.number] for offer in group])
    picked = rng.choice(len(group), max(count, 0), p=chances / chances.sum())
    return [group[position] for position in picked.tolist()]


def _check_sizes(persons: int, visits: int) -> None:
    if 1 <= persons <= 20_000 and 1 <= visits <= 200_000:
        return
    raise InvalidInput(
        "sample_size",
        "persons, visits",
        Text(
            f"{persons} 人 {visits} 次就诊超出演示范围。",
            f"{persons} persons and {visits} visits are not for a demonstration.",
        ),
        Text("人数 1 至 20000，就诊 1 至 200000。", "Persons 1 to 20,000, visits 1 to 200,000."),
    )

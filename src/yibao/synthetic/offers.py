"""Which ways of care the law at hand can settle (规则可及), found out by trying."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from yibao.benefit.person import Person, assemble
from yibao.benefit.settle import settle
from yibao.benefit.visit import Amounts
from yibao.policy.plan import Plan
from yibao.policy.plan.used import rows_of
from yibao.synthetic.asked import asked
from yibao.synthetic.people import people
from yibao.synthetic.ways import Way, ways_of
from yibao.terms.errors import YibaoError

_TRIAL = {"main": Amounts(full_self=5_000, first_pay=10_000, in_scope=300_000)}
_FROM_THE_ENDS = timedelta(days=9)
_FEW_PERSONS = 16
_FIRST_YEAR = 2010


@dataclass(frozen=True, slots=True)
class Offer:
    """A person and a way of care that the region has a benefit for; `known`: a trial settled."""

    person: Person
    way: Way
    known: bool


def offers(plan: Plan, year: int, persons: Sequence[Person]) -> list[Offer]:
    """List what each person may be offered in a year; a kind of care without a benefit is not."""
    first, last = plan.policy.benefit_year.bounds(year)
    days = first + _FROM_THE_ENDS, last - _FROM_THE_ENDS
    known = asked(plan)
    return [
        Offer(person, way, all(_settles(person, way, day, plan) for day in days))
        for person in persons
        for way in ways_of(person, days[0], known)
        if all((person.insured_on(day).scheme, way.care) in plan.programs for day in days)
    ]


def fullest_year(plan: Plan) -> int:
    """Return the year in which most ways of care have a known rule; of several the earliest.

    Only years in which some value of the law begins to hold are looked at.
    """
    begins = {row.provenance.first for layer in plan.layers for row in rows_of(layer)}
    begun = {plan.policy.benefit_year.year_of(day) for day in begins}
    years = sorted(year for year in begun if year >= _FIRST_YEAR) or [_FIRST_YEAR]

    def known(year: int) -> int:
        persons = people(plan, year, 1, _FEW_PERSONS)
        return sum(offer.known for offer in offers(plan, year, persons))

    return max(years, key=lambda year: (known(year), -year))


def _settles(person: Person, way: Way, day: date, plan: Plan) -> bool:
    stay = way.stay("trial", day, day)
    try:
        settle(assemble(person, replace(stay, amounts=_TRIAL), plan), plan)
    except YibaoError:
        return False
    return True

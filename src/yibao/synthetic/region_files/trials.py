"""What of a region's law is known for whom (规则可及): found out by settling trial visits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import takewhile

from yibao.benefit.settle import settle
from yibao.benefit.visit import Amounts, FactValue, Visit
from yibao.policy.plan import Plan
from yibao.synthetic.region_files.profiles import Profile
from yibao.synthetic.ways import Way
from yibao.terms.errors import YibaoError

_WAN = 1_000_000
"""Ten thousand yuan in fen."""
STEPS = (
    *(300_000, 2 * _WAN, 5 * _WAN, 10 * _WAN, 20 * _WAN),
    *(30 * _WAN, 50 * _WAN, 100 * _WAN, 300 * _WAN, 600 * _WAN),
)
"""The bills that are tried, in fen: small ones, and such as reach every layer and ceiling."""
KNOWN_FROM = 2 * _WAN
"""A way of care counts as known if bills up to here settle."""
_APART = "separate"

NUMBERS = {
    "continuous_years": 5,
    "zero_claim_years": 1,
    "annual_wage": 7_200_000,
    "annual_pension": 3_600_000,
    "monthly_wage": 600_000,
    "premium": 40_000,
    "carried_over": 5_000,
}
"""What a person of the middle brings along (money in fen), where the law asks for it."""


@dataclass(frozen=True, eq=False)
class Trials:
    """Settles one visit of every kind on every day on which the law changes in a year."""

    plan: Plan
    year: int
    tracks: tuple[str, ...]
    """On which tracks a bill may have lines."""
    _found: dict[object, int] = field(default_factory=dict)

    def covered(self, profile: Profile, way: Way) -> bool:
        """Return whether the region has such a benefit at all, its rule known or not."""
        return (profile.group.scheme, way.care) in self.plan.programs

    def limit_fen(self, profile: Profile, way: Way) -> int:
        """Return the largest bill up to which visits of a kind settle, in fen; 0: none does.

        A track of which nothing is known does not count: no item on it will be charged.
        """
        main, *apart = (self._limit_fen(profile, way, track) for track in self.tracks)
        return min([main, *(limit for limit in apart if limit >= KNOWN_FROM)])

    def knows_track(self, profile: Profile, way: Way, track: str) -> bool:
        """Return whether lines of a track can be settled for visits of a kind."""
        return self._limit_fen(profile, way, track) >= KNOWN_FROM

    def _limit_fen(self, profile: Profile, way: Way, track: str) -> int:
        asked = asked_facts(self.plan, profile.group.scheme, way.care)
        return min(self._of_age(profile, way, track, age, asked) for age in trial_ages(profile))

    def _of_age(
        self, profile: Profile, way: Way, track: str, age: int, asked: frozenset[str]
    ) -> int:
        facts = trial_facts(self.plan, profile, way, age)
        told = (item for item in facts.items() if item[0] in asked)
        key = (profile.group.scheme, way.care, track, *told)
        if key not in self._found:
            self._found[key] = min(
                self._settled_up_to(profile.group.scheme, way, day, track, facts)
                for day in days_of_change(self.plan, self.year)
            )
        return self._found[key]

    def _settled_up_to(
        self, scheme: str, way: Way, day: date, track: str, facts: dict[str, FactValue]
    ) -> int:
        def tried(amount: int) -> bool:
            bill = {track: Amounts(amount // 20, 0, amount // 10, amount)}
            return settles(Visit(scheme, way.care, day, day, day, facts, bill), self.plan)

        if track != self.tracks[0] and tried(STEPS[-1]):
            return STEPS[-1]
        return max(takewhile(tried, STEPS), default=0)


def asked_facts(plan: Plan, scheme: str, care: str) -> frozenset[str]:
    """Name the facts that visits of a kind are told apart by, in rules and in ceilings."""
    layers = [plan.layers[position] for position in plan.programs[scheme, care]]
    quotas = [cap.quota for layer in layers for cap in layer.caps if cap.quota]
    together = any(quota.combine != _APART for quota in quotas)
    return plan.required[scheme, care] | ({"filed"} if together else frozenset())


def settles(visit: Visit, plan: Plan) -> bool:
    """Return whether a visit can be settled at the beginning of a person's year."""
    try:
        settle(visit, plan)
    except YibaoError:
        return False
    return True


def trial_ages(profile: Profile) -> tuple[int, ...]:
    """Return the ages to try: the youngest, the middle, the oldest that anybody turns."""
    youngest, oldest = profile.ages
    return youngest, (youngest + oldest) // 2, oldest + 2


def trial_facts(plan: Plan, profile: Profile, way: Way, age: int) -> dict[str, FactValue]:
    """Return the facts of a visit of a kind."""
    numbers: dict[str, FactValue] = {name: NUMBERS[name] for name in asked_numbers(plan)}
    return numbers | {
        "status": profile.group.status,
        "age": age,
        "category": frozenset({profile.category} - {""}),
        "cover": frozenset(profile.cover),
        "rank": profile.rank,
        "filed": frozenset(profile.filed),
        "premium_class": profile.premium_class,
        "level": way.provider.level,
        "provider_kind": way.provider.kind,
        "place": way.place,
        "filing": way.filing,
        "disease": way.disease,
        "delivery": way.delivery,
    }


def asked_numbers(plan: Plan) -> tuple[str, ...]:
    """Name the numbers of a person that the rules of a plan ask about."""
    asked = frozenset().union(*plan.required.values())
    return tuple(name for name in NUMBERS if name in asked)


def days_of_change(plan: Plan, year: int) -> tuple[date, ...]:
    """Return the first and last day of a benefit year, and those on which the law changes."""
    first, last = plan.policy.benefit_year.bounds(year)
    inside = {day for day in _changes(plan) if first < day <= last}
    return tuple(sorted({first, last} | inside))


def _changes(plan: Plan) -> Iterator[date]:
    for row in plan.rows:
        yield row.provenance.first
        if row.provenance.last is not None and row.provenance.last != date.max:
            yield row.provenance.last + timedelta(days=1)

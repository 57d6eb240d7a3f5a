"""An invented year, settled (演示结算): every claim in the declared order, person by scheme."""

from __future__ import annotations

from dataclasses import dataclass

from yibao.benefit.accumulators import Accumulators
from yibao.benefit.classify import ClassifiedLine, classify
from yibao.benefit.corrections import in_order
from yibao.benefit.person import Person, assemble
from yibao.benefit.settle import settle
from yibao.benefit.settlement import Settlement
from yibao.benefit.visit import Visit
from yibao.policy.plan import Plan
from yibao.synthetic.sample_year import Claim, SampleYear
from yibao.terms.errors import YibaoError


@dataclass(frozen=True, slots=True)
class Settled:
    """A claim that was settled."""

    claim: Claim
    lines: tuple[ClassifiedLine, ...]
    settlement: Settlement


@dataclass(frozen=True, slots=True)
class Refused:
    """A claim that was not settled, and why; it leaves the accumulators as they were."""

    claim: Claim
    error: YibaoError


@dataclass(frozen=True, slots=True)
class SettledYear:
    """A sample year and what became of each claim, in the order of settlement."""

    plan: Plan
    sample: SampleYear
    settled: tuple[Settled, ...]
    refused: tuple[Refused, ...]

    def of_person(self, person: Person) -> tuple[Settled, ...]:
        """Return what was settled of one person."""
        return tuple(one for one in self.settled if one.claim.person is person)

    def refused_of(self, person: Person) -> tuple[Refused, ...]:
        """Return what was refused of one person."""
        return tuple(one for one in self.refused if one.claim.person is person)


def settle_year(sample: SampleYear, plan: Plan) -> SettledYear:
    """Settle a sample year; a claim that is refused is reported and stops nothing."""
    settled: list[Settled] = []
    refused: list[Refused] = []
    visits: list[Visit] = []
    claims = {claim.stay.number: claim for claim in sample.claims}
    for claim in sample.claims:
        try:
            visits.append(assemble(claim.person, claim.stay, plan))
        except YibaoError as error:
            refused.append(Refused(claim, error))
    states: dict[tuple[str, str], Accumulators] = {}
    for visit in in_order(visits, plan):
        claim = claims[visit.number]
        key = claim.person.number, visit.scheme
        try:
            billed, lines = classify(visit, claim.lines, plan)
            settlement = settle(billed, plan, states.get(key))
        except YibaoError as error:
            refused.append(Refused(claim, error))
            continue
        states[key] = settlement.after
        settled.append(Settled(claim, lines, settlement))
    return SettledYear(plan, sample, tuple(settled), tuple(refused))

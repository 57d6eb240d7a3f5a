"""Strategies that invent the visits of one person, in the order in which they are settled."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from oracle.drawn_layers import STAYS, VISITS
from oracle.drawn_values import CATEGORIES, DISEASES, LEVELS, LINKS, PLACES, STATUSES, Draw
from oracle.plans import TRACK
from yibao.benefit import Amounts, Visit
from yibao.benefit.visit import FactValue

FIRST_DAY = date(2023, 2, 1)
GAPS = (14, 7, 8, 30, 31, 0, 1, 45, 30, 90, 7, 180)
# Amounts on and around the thresholds of the drawn policies, and far beyond them.
MARKS = (100_00, 0, 1, 99, 500_00, 620_00, 2000_00, 3000_00, 10_000_00, 40_000_00, 110_000_00)
LARGEST = 10**11
ZERO_IF_NOT_GIVEN = ("continuous_years", "zero_claim_years", "carried_over")
A, B, C, D = DISEASES
FILED = tuple(map(frozenset, ([A, B], [A], [A, B, C], [B, C], [], [C, D], DISEASES)))


@st.composite
def visit_sequences(draw: st.DrawFn, most: int = 12, in_order: bool = False) -> list[Visit]:
    """Invent 1 to `most` visits of one person in one scheme."""
    d = Draw(draw)
    scheme = "390" if d.chance(8) else "310"
    person = _person(d)
    if d.chance(15):
        person = {name: fact for name, fact in person.items() if name not in ZERO_IF_NOT_GIVEN}
    day = FIRST_DAY + timedelta(days=d.between(0, 330))
    visits = []
    for number in range(d.between(1, most)):
        day += timedelta(days=d.pick(GAPS))
        visits.append(_visit(d, str(number + 1), scheme, day, dict(person)))
        day = visits[-1].discharge
    if not in_order and d.chance(25):
        place = d.between(0, len(visits) - 1)
        visits.append(visits.pop(place))
    return visits


def _person(d: Draw) -> dict[str, FactValue]:
    return {
        "status": d.pick(STATUSES),
        "age": d.pick([45, 0, 17, 18, 60, 69, 70, 101]),
        "continuous_years": d.pick([0, 5, 6, 40]),
        "zero_claim_years": d.pick([0, 3, 9]),
        "annual_wage": d.pick([60_000_00, 0, 60_000_01, 123_456_78]),
        "annual_pension": d.pick([30_000_00, 7_777_77]),
        "monthly_wage": 5_000_00,
        "premium": d.pick([400_00, 400_01]),
        "carried_over": 0,
        "filed": d.pick(FILED),
        "category": frozenset(d.some(CATEGORIES, 0)),
        "cover": frozenset(d.some(["extra"], 0)),
        "premium_class": d.pick(["single", "low", "high"]),
        "rank": d.pick(["none", "county"]),
    }


def _visit(d: Draw, number: str, scheme: str, day: date, facts: dict[str, FactValue]) -> Visit:
    care = d.pick(["inpatient", "inpatient", *VISITS, STAYS[1]])
    if d.chance(1):
        care = "delivery"
    stay = care in STAYS
    discharge = day + timedelta(days=d.pick([5, 0, 12, 35]) if stay else 0)
    facts |= {"level": d.pick(LEVELS), "place": d.pick(PLACES)}
    if d.chance(55 if stay else 10):
        facts["link"] = d.pick(LINKS[1:])
    if d.chance(60):
        facts["disease"] = d.pick(["none", *DISEASES])
    if d.chance(40):
        facts["filing"] = d.pick(["none", "long_term", "referral", "emergency", "temporary"])
        facts["signed"] = d.pick(["yes", "no"])
        facts["delivery"] = d.pick(["none", "natural"])
        facts["provider_kind"] = d.pick(["hospital", "tcm_hospital", "clinic"])
        facts["provider_list"] = frozenset(d.some(["named"], 0))
        facts["event"] = frozenset(d.some(["flood"], 0))
    if d.chance(8):
        facts["status"] = d.pick(STATUSES)
        facts["filed"] = d.pick(FILED)
    return Visit(
        scheme=scheme,
        care=care,
        admission=day,
        discharge=discharge,
        settlement=discharge + timedelta(days=d.pick([0, 0, 3, 40])),
        facts=facts,
        amounts=_amounts(d),
        number=number,
    )


def _amounts(d: Draw) -> dict[str, Amounts]:
    tracks = {"main": Amounts(in_scope=_amount(d))}
    if d.chance(40):
        tracks["main"] = Amounts(_amount(d), _amount(d), _amount(d), tracks["main"].in_scope)
    if d.chance(20):
        tracks[TRACK] = Amounts(in_scope=_amount(d), first_pay=_amount(d))
    return tracks


def _amount(d: Draw) -> int:
    shape = d.between(0, 9)
    if shape < 4:
        return max(0, d.pick(MARKS) + d.between(-1, 1))
    return d.between(0, LARGEST if shape == 4 else 50_000_00)

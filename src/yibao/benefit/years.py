"""Accumulators per benefit year (年度累计): the counts of a year beside those that run on.

A visit of a later benefit year than the accumulators' begins the yearly counts anew; one of an
earlier year is refused, for it would wipe out this year's. So whoever settles in the order of
arrival keeps, per person and scheme, the accumulators of each year. What runs on over all years
(months, rolling and lifetime counts, the chains of stays) is the same in all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yibao.benefit.accumulators import Accumulators
from yibao.benefit.days import year_day
from yibao.benefit.settlement import Settlement
from yibao.benefit.visit import Visit
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Int
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

Years = Mapping[int, Accumulators]
"""Benefit year → the accumulators as they stand for a visit of that year."""

_RINGS = {
    period: layout.RING_OF_PERIOD[code]
    for code, period in enumerate(layout.PERIODS)
    if layout.RING_OF_PERIOD[code]
}


def year_of(visit: Visit, plan: Plan) -> int:
    """Return the benefit year in which a visit counts."""
    return plan.policy.benefit_year.year_of(year_day(visit, plan))


def years_of(history: Sequence[Settlement], plan: Plan) -> dict[int, Accumulators]:
    """Return the accumulators per benefit year as a history leaves them.

    Not after a reversal that kept the later settlements: then they are in its `Correction`.
    """
    states = [state.under(plan) for state in _states(history)]
    last_of = {state.year: state for state in states if state.year}
    return {year: joined(states[-1], own, plan) for year, own in last_of.items()}


def for_year(years: Years, year: int, plan: Plan) -> Accumulators:
    """Return the accumulators on which a visit of a benefit year is settled."""
    if year in years:
        return years[year].under(plan)
    standing = newest(years, plan).under(plan)
    # A later year is begun by the kernel; an earlier one has to be begun here.
    return _begun(standing, year, plan) if year < standing.year else standing


def _begun(common: Accumulators, year: int, plan: Plan) -> Accumulators:
    """Begin the yearly counts of a year beside those that run on."""
    numbers = common.numbers.copy()
    numbers[plan.arrays.year_slots] = 0
    numbers[layout.STATE_YEAR] = year
    return Accumulators(plan.slots, numbers)


def _states(history: Sequence[Settlement]) -> list[Accumulators]:
    return [*(settlement.before for settlement in history[:1]), *(s.after for s in history)]


def check_reaches_back(history: Sequence[Settlement], year: int) -> None:
    """Refuse a history that begins after a year, whose counts it therefore does not tell.

    Raises:
        InvalidInput: code ``history_incomplete``.

    """
    opening = history[0].before.year if history else 0
    if opening > year:
        raise InvalidInput(
            "history_incomplete",
            "history",
            Text(
                f"结算历史从 {opening} 年起，缺少 {year} 年。",
                f"The history begins in {opening} and does not tell the year {year}.",
            ),
            Text("从更早的年度起提供结算。", "Give the settlements from an earlier year on."),
        )


def joined(common: Accumulators, yearly: Accumulators, plan: Plan) -> Accumulators:
    """Put the counts of a year beside those that run on over all years."""
    numbers = common.numbers.copy()
    own = [layout.STATE_YEAR, *plan.arrays.year_slots.tolist()]
    numbers[own] = yearly.numbers[own]
    return Accumulators(plan.slots, numbers)


def newest(years: Years, plan: Plan) -> Accumulators:
    """Return the accumulators of the newest year."""
    return years[max(years)] if years else Accumulators.empty(plan)


def less(state: Accumulators, undone: Settlement, plan: Plan) -> Accumulators:
    """Take out of the counts what a settlement added to them."""
    before, after = undone.before.under(plan), undone.after.under(plan)
    numbers = state.numbers.copy()
    for slot in plan.slots:
        if slot.first == layout.STATE_YEAR:
            continue
        part = slice(slot.first, slot.first + slot.length)
        was, became = before.numbers[part], after.numbers[part]
        if slot.name.startswith("chain:"):
            if (numbers[part] == became).all():
                numbers[part] = was
        elif slot.period in _RINGS:
            _less_in_rings(numbers[part], was, became, _RINGS[slot.period])
        elif slot.period == "lifetime":
            numbers[part] -= became - was
        elif state.year == after.year:
            numbers[part] -= became - (was if before.year == after.year else 0)
    return Accumulators(plan.slots, numbers)


def _less_in_rings(numbers: Int, was: Int, became: Int, size: int) -> None:
    """Take out of rings, period by period, what a settlement added; in place."""
    for first in range(0, len(numbers), 1 + size):
        newest = int(became[first])
        for period in range(newest - size + 1, newest + 1):
            bucket = first + 1 + period % size
            added = became[bucket] - (was[bucket] if _in_ring(was[first], size, period) else 0)
            if _in_ring(numbers[first], size, period):
                numbers[bucket] -= added


def _in_ring(newest: int, size: int, period: int) -> bool:
    return newest - size < period <= newest

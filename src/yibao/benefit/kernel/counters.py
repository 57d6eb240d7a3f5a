"""Read and add to the accumulators: one count per day, month, quarter, year, or twelve months.

A count per day, month or quarter is a ring: the newest period, then a place for each of the last
few. So a late claim finds the count of its own month, and a window of twelve months is the sum of
a ring. What is older than the ring is no longer counted.
"""

from yibao.benefit.kernel.machine import compiled
from yibao.policy.plan.layout import (
    COUNTER_PERIOD,
    COUNTER_SLOT,
    COUNTER_WIDTH,
    DAY,
    DISEASE,
    MONTH,
    PERIOD_DAY,
    PERIOD_LIFETIME,
    PERIOD_QUARTER,
    PERIOD_ROLLING,
    PERIOD_VISIT,
    PERIOD_YEAR,
    QUARTER,
    RING_OF_PERIOD,
    STATE_YEAR,
    YEAR,
)


@compiled
def open_year(plan, facts, state):  # type: ignore[no-untyped-def]
    """Clear what counts per benefit year, when the visit belongs to another year."""
    if state[STATE_YEAR] != facts[YEAR]:
        for position in range(plan.year_slots.shape[0]):
            state[plan.year_slots[position]] = 0
        state[STATE_YEAR] = facts[YEAR]


@compiled
def period_of(period, facts):  # type: ignore[no-untyped-def]
    """Return the day, month or quarter that the visit counts in."""
    if period == PERIOD_DAY:
        return facts[DAY]
    if period == PERIOD_QUARTER:
        return facts[QUARTER]
    return facts[MONTH]


@compiled
def slot_of(plan, counter, facts, length):  # type: ignore[no-untyped-def]
    """Return where a counter lies; one that is wider than 1 has a place for each disease."""
    slot = plan.counters[counter, COUNTER_SLOT]
    if plan.counters[counter, COUNTER_WIDTH] > 1:
        slot += facts[DISEASE] * length
    return slot


@compiled
def in_ring(state, slot, size, current):  # type: ignore[no-untyped-def]
    """Return what a ring holds for one period."""
    if state[slot] - size < current <= state[slot]:
        return state[slot + 1 + current % size]
    return 0


@compiled
def used(plan, counter, facts, state):  # type: ignore[no-untyped-def]
    """Return what a counter holds for the period of this visit."""
    period = plan.counters[counter, COUNTER_PERIOD]
    if period == PERIOD_VISIT:
        return 0
    if period in (PERIOD_YEAR, PERIOD_LIFETIME):
        return state[slot_of(plan, counter, facts, 1)]
    size = RING_OF_PERIOD[period]
    slot = slot_of(plan, counter, facts, 1 + size)
    current = period_of(period, facts)
    if period != PERIOD_ROLLING:
        return in_ring(state, slot, size, current)
    total = 0
    for back in range(size):
        total += in_ring(state, slot, size, current - back)
    return total


@compiled
def add(plan, counter, facts, state, amount):  # type: ignore[no-untyped-def]
    """Add to a counter in the period of this visit."""
    period = plan.counters[counter, COUNTER_PERIOD]
    if period == PERIOD_VISIT or amount == 0:
        return
    if period in (PERIOD_YEAR, PERIOD_LIFETIME):
        state[slot_of(plan, counter, facts, 1)] += amount
        return
    size = RING_OF_PERIOD[period]
    slot = slot_of(plan, counter, facts, 1 + size)
    current = period_of(period, facts)
    if current > state[slot]:
        for gone in range(max(state[slot] + 1, current - size + 1), current + 1):
            state[slot + 1 + gone % size] = 0
        state[slot] = current
    if current > state[slot] - size:
        state[slot + 1 + current % size] += amount

"""Read and add to the accumulators: one count per day, month, quarter, year, or twelve months.

A count per day, month or quarter is a ring: the newest period, then a place for each of the last
few. So a late claim finds the count of its own month, and a window of twelve months is the sum of
a ring. What is older than the ring is no longer counted.
"""

from yibao.benefit.kernel.machine import compiled
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Int, PlanArrays


@compiled
def open_year(plan: PlanArrays, facts: Int, state: Int) -> None:
    """Clear what counts per benefit year, when the visit belongs to another year."""
    if state[layout.STATE_YEAR] != facts[layout.YEAR]:
        for position in range(plan.year_slots.shape[0]):
            state[plan.year_slots[position]] = 0
        state[layout.STATE_YEAR] = facts[layout.YEAR]


@compiled
def period_of(period: int, facts: Int) -> int:
    """Return the day, month or quarter that the visit counts in."""
    if period == layout.PERIOD_DAY:
        return facts[layout.DAY]
    if period == layout.PERIOD_QUARTER:
        return facts[layout.QUARTER]
    return facts[layout.MONTH]


@compiled
def slot_of(counters: Int, counter: int, facts: Int, length: int) -> int:
    """Return where a counter lies; one that is wider than 1 has a place for each disease."""
    slot = counters[counter, layout.COUNTER_SLOT]
    if counters[counter, layout.COUNTER_WIDTH] > 1:
        slot += facts[layout.DISEASE] * length
    return slot


@compiled
def in_ring(state: Int, slot: int, size: int, current: int) -> int:
    """Return what a ring holds for one period."""
    if state[slot] - size < current <= state[slot]:
        return state[slot + 1 + current % size]
    return 0


@compiled
def used(counters: Int, counter: int, facts: Int, state: Int) -> int:
    """Return what a counter holds for the period of this visit."""
    period = counters[counter, layout.COUNTER_PERIOD]
    if period == layout.PERIOD_VISIT:
        return 0
    if period in (layout.PERIOD_YEAR, layout.PERIOD_LIFETIME):
        return state[slot_of(counters, counter, facts, 1)]
    size = layout.RING_OF_PERIOD[period]
    slot = slot_of(counters, counter, facts, 1 + size)
    current = period_of(period, facts)
    if period != layout.PERIOD_ROLLING:
        return in_ring(state, slot, size, current)
    total = 0
    for back in range(size):
        total += in_ring(state, slot, size, current - back)
    return total


@compiled
def add(counters: Int, counter: int, facts: Int, state: Int, amount: int) -> None:
    """Add to a counter in the period of this visit."""
    period = counters[counter, layout.COUNTER_PERIOD]
    if period == layout.PERIOD_VISIT or amount == 0:
        return
    if period in (layout.PERIOD_YEAR, layout.PERIOD_LIFETIME):
        state[slot_of(counters, counter, facts, 1)] += amount
        return
    size = layout.RING_OF_PERIOD[period]
    slot = slot_of(counters, counter, facts, 1 + size)
    current = period_of(period, facts)
    if current > state[slot]:
        for gone in range(max(state[slot] + 1, current - size + 1), current + 1):
            state[slot + 1 + gone % size] = 0
        state[slot] = current
    if current > state[slot] - size:
        state[slot + 1 + current % size] += amount

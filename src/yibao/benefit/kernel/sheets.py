"""What a layer comes to for one kind of visit, on one sheet (一页清单): decision 0010.

A layer asks many decision lists, but what they give hangs on the kind of visit alone, unless a
list reckons with a number of the visit. So all of it is worked out once for a kind and written
down in a row of numbers: the deductible with its adjustments, the bands with their ratios, how is
rounded, the limits, and where the counters lie. `settle_on_sheet` does what `settle_layer` does,
for a visit that is linked to no other and that nobody traces.
"""

from yibao.benefit.kernel.bands import cost_cut_off, rounding_of
from yibao.benefit.kernel.bill import sum_of_parts, unpaid
from yibao.benefit.kernel.caps import limit_of
from yibao.benefit.kernel.chain import lengthen
from yibao.benefit.kernel.counters import used
from yibao.benefit.kernel.deductible import standard
from yibao.benefit.kernel.desk import ASK, Desk
from yibao.benefit.kernel.lists import adjust_all, holds, look_up
from yibao.benefit.kernel.machine import compiled, compiled_apart
from yibao.benefit.kernel.numbers import FAR, PPM, round_ppm
from yibao.benefit.kernel.results import charge, write_result
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Int, PlanArrays

(
    STATE,
    DEDUCTIBLE,
    BORNE,
    CEILING,
    BORNE_UNDER_CEILING,
    AXIS,
    AXIS_COUNTER,
    ROUND_MODE,
    ROUND_UNIT,
    ROUND_PER_BAND,
    REACH,
    BANDS,
    CAPS,
) = range(13)
"""The numbers of a sheet; then its bands, then its caps. Counters are told by their slots."""
HEAD = 13
BAND_WIDTH = 3
"""Over, to, ratio."""
CAP_WIDTH = 3
"""On what (`layout.ON_FUND`, `layout.ON_COST`), limit, slot."""
UNASKED, ABSENT, FLAT, WALKED = range(4)
"""The state of a sheet: not drawn up yet; the layer does not hold; drawn up; cannot be."""
NO_SLOT, SLOTS = -1, -2
"""In place of a slot: nothing is counted beyond the visit; several counters are looked at."""


def width_of(layers: Int) -> int:
    """Return how many numbers a sheet of these layers takes at most."""
    if not len(layers):
        return HEAD
    bands = int((layers[:, layout.L_BANDS_END] - layers[:, layout.L_BANDS]).max())
    caps = int((layers[:, layout.L_CAPS_END] - layers[:, layout.L_CAPS]).max())
    return HEAD + BAND_WIDTH * bands + CAP_WIDTH * caps


@compiled
def state_of_sheet(plan: PlanArrays, desk: Desk, layer: int) -> int:
    """Return how a layer is to be settled for the visit at hand; draw its sheet up if need be."""
    if desk.trace.shape[0] > 0 or desk.facts[layout.LINK] != layout.LINK_NONE:
        return WALKED if holds(plan, desk, plan.layers[layer, layout.L_WHEN]) else ABSENT
    sheet = desk.memo.sheets[desk.memo.place[0], layer]
    if sheet[STATE] == UNASKED:
        draw_up(plan, desk, layer)
    return sheet[STATE]


@compiled_apart
def draw_up(plan: PlanArrays, desk: Desk, layer: int) -> None:
    """Draw up the sheet of a layer for this kind of visit, if nothing on it can change."""
    sheet = desk.memo.sheets[desk.memo.place[0], layer]
    rule = plan.layers[layer]
    if not holds(plan, desk, rule[layout.L_WHEN]):
        sheet[STATE] = ABSENT
        return
    sheet[STATE] = WALKED
    if rule[layout.L_FIXED] != layout.NONE:
        return
    if rule[layout.L_FLOOR] != layout.NONE:
        status, _, _ = look_up(plan, desk, rule[layout.L_FLOOR])
        if status != layout.NO_RULE:
            return
    if (
        write_deductible(plan, desk, layer, sheet)
        and write_bands(plan, desk, layer, sheet)
        and write_caps(plan, desk, layer, sheet)
    ):
        sheet[STATE] = FLAT


@compiled
def is_settled(plan: PlanArrays, desk: Desk, entry: int) -> bool:
    """Say whether a list gives a number that is the same for every visit of this kind."""
    status, _, _ = look_up(plan, desk, entry)
    return status == layout.OK and desk.memo.values[desk.memo.place[0], entry] != ASK


@compiled
def are_settled(plan: PlanArrays, desk: Desk, first: int, end: int) -> bool:
    """Say whether adjustments do the same for every visit of this kind."""
    for adjust in range(first, end):
        rule = plan.adjusts[adjust]
        status, _, _ = look_up(plan, desk, rule[layout.ADJUST_LIST])
        if status == layout.NO_RULE:
            continue
        if rule[layout.ADJUST_INPUT] != layout.NONE:
            return False
        if not is_settled(plan, desk, rule[layout.ADJUST_LIST]):
            return False
    return True


@compiled
def is_one_slot(plan: PlanArrays, counter: int) -> bool:
    """Say whether a counter lies in one slot, or counts nothing beyond the visit."""
    period = plan.counters[counter, layout.COUNTER_PERIOD]
    if period == layout.PERIOD_VISIT:
        return True
    whole = period in (layout.PERIOD_YEAR, layout.PERIOD_LIFETIME)
    return whole and plan.counters[counter, layout.COUNTER_WIDTH] == 1


@compiled
def slot_of_one(plan: PlanArrays, counter: int) -> int:
    """Return where a counter of one slot lies."""
    if plan.counters[counter, layout.COUNTER_PERIOD] == layout.PERIOD_VISIT:
        return NO_SLOT
    return plan.counters[counter, layout.COUNTER_SLOT]


@compiled
def write_deductible(plan: PlanArrays, desk: Desk, layer: int, sheet: Int) -> bool:
    """Write the deductible and its ceiling; say whether they are the same for this kind."""
    rule = plan.layers[layer]
    sheet[DEDUCTIBLE] = 0
    sheet[BORNE] = NO_SLOT
    sheet[CEILING] = FAR
    sheet[BORNE_UNDER_CEILING] = NO_SLOT
    entry = rule[layout.L_DEDUCTIBLE]
    if entry == layout.NONE:
        return True
    span = (rule[layout.L_DEDUCTIBLE_ADJUST], rule[layout.L_DEDUCTIBLE_ADJUST_END])
    counter = rule[layout.L_DEDUCTIBLE_COUNTER]
    if not is_settled(plan, desk, entry) or not are_settled(plan, desk, span[0], span[1]):
        return False
    if not is_one_slot(plan, counter):
        return False
    status, amount, _ = standard(plan, desk, layer)
    sheet[DEDUCTIBLE] = amount
    sheet[BORNE] = slot_of_one(plan, counter)
    # What is borne counts under a ceiling that only another layer may have.
    counter = rule[layout.L_CEILING_COUNTER]
    if counter != layout.NONE:
        if not is_one_slot(plan, counter):
            return False
        sheet[BORNE_UNDER_CEILING] = slot_of_one(plan, counter)
    ceiling = rule[layout.L_CEILING]
    if ceiling != layout.NONE:
        if not is_settled(plan, desk, ceiling):
            return False
        _, sheet[CEILING], _ = look_up(plan, desk, ceiling)
    return status == layout.OK


@compiled
def write_bands(plan: PlanArrays, desk: Desk, layer: int, sheet: Int) -> bool:
    """Write axis, bands and rounding; say whether they are the same for this kind."""
    rule = plan.layers[layer]
    sheet[AXIS] = sheet[AXIS_COUNTER] = NO_SLOT
    counter = rule[layout.L_AXIS_COUNTER]
    if counter != layout.NONE:
        if not is_one_slot(plan, counter):
            return False
        sheet[AXIS_COUNTER] = slot_of_one(plan, counter)
        if rule[layout.L_AXIS] == layout.AXIS_YEAR:
            sheet[AXIS] = sheet[AXIS_COUNTER]
    span = (rule[layout.L_ADJUST], rule[layout.L_ADJUST_END])
    settled = are_settled(plan, desk, span[0], span[1])
    for column in range(layout.L_ROUND_MODE, layout.L_ROUND_PER + 1):
        settled = settled and is_settled(plan, desk, rule[column])
    reach = 0
    at = HEAD
    for band in range(rule[layout.L_BANDS], rule[layout.L_BANDS_END]):
        for column in range(layout.BAND_OVER, layout.BAND_PAY + 1):
            entry = plan.bands[band, column]
            settled = settled and is_settled(plan, desk, entry)
            _, value, _ = look_up(plan, desk, entry)
            sheet[at + column] = value
        reach = max(reach, sheet[at + layout.BAND_TO])
        ratio = sheet[at + layout.BAND_PAY]
        _, ratio, _ = adjust_all(plan, desk, span, ratio, layout.T_ADJUST_RATIO, layer)
        sheet[at + layout.BAND_PAY] = max(0, min(PPM, ratio))
        at += BAND_WIDTH
    sheet[REACH] = reach
    sheet[BANDS] = rule[layout.L_BANDS_END] - rule[layout.L_BANDS]
    _, sheet[ROUND_MODE], sheet[ROUND_UNIT], per_band = rounding_of(plan, desk, layer)
    sheet[ROUND_PER_BAND] = 1 if per_band else 0
    return settled


@compiled
def write_caps(plan: PlanArrays, desk: Desk, layer: int, sheet: Int) -> bool:
    """Write the caps, behind the bands; say whether they are the same for this kind."""
    rule = plan.layers[layer]
    at = HEAD + BAND_WIDTH * sheet[BANDS]
    for cap in range(rule[layout.L_CAPS], rule[layout.L_CAPS_END]):
        limit = plan.caps[cap]
        if limit[layout.CAP_QUOTA] != layout.NONE:
            return False
        if not is_settled(plan, desk, limit[layout.CAP_LIMIT]):
            return False
        if not are_settled(plan, desk, limit[layout.CAP_ADJUST], limit[layout.CAP_ADJUST_END]):
            return False
        first, end = limit[layout.CAP_COUNTERS], limit[layout.CAP_COUNTERS_END]
        for entry in range(first, end):
            if not is_one_slot(plan, plan.cap_counters[entry]):
                return False
        status, most, _, _ = limit_of(plan, desk, cap, layer)
        if status != layout.OK:
            return False
        slot = slot_of_one(plan, plan.cap_counters[first])
        sheet[at] = limit[layout.CAP_ON]
        sheet[at + 1] = most
        sheet[at + 2] = SLOTS if slot != NO_SLOT and end - first > 1 else slot
        at += CAP_WIDTH
    sheet[CAPS] = rule[layout.L_CAPS_END] - rule[layout.L_CAPS]
    return True


@compiled
def held(state: Int, slot: int) -> int:
    """Return what is counted in a slot."""
    return state[slot] if slot >= 0 else 0


@compiled
def count(state: Int, slot: int, amount: int) -> None:
    """Add to a slot."""
    if slot >= 0:
        state[slot] += amount


@compiled
def under_caps(plan: PlanArrays, desk: Desk, layer: int, sheet: Int, on: int, amount: int) -> int:
    """Hold an amount under the caps of a sheet."""
    at = HEAD + BAND_WIDTH * sheet[BANDS]
    for cap in range(sheet[CAPS]):
        if sheet[at] == on and sheet[at + 1] < FAR:
            before = held(desk.state, sheet[at + 2])
            if sheet[at + 2] == SLOTS:
                rule = plan.caps[plan.layers[layer, layout.L_CAPS] + cap]
                for entry in range(rule[layout.CAP_COUNTERS], rule[layout.CAP_COUNTERS_END]):
                    before += used(plan.counters, plan.cap_counters[entry], desk.facts, desk.state)
            amount = min(amount, max(0, sheet[at + 1] - before))
        at += CAP_WIDTH
    return amount


@compiled
def count_under_caps(plan: PlanArrays, desk: Desk, layer: int, sheet: Int, cost: int) -> None:
    """Add what entered and what was paid to the first counter of every cap."""
    at = HEAD + BAND_WIDTH * sheet[BANDS]
    for cap in range(sheet[CAPS]):
        slot = sheet[at + 2]
        if slot == SLOTS:
            rule = plan.caps[plan.layers[layer, layout.L_CAPS] + cap]
            slot = slot_of_one(plan, plan.cap_counters[rule[layout.CAP_COUNTERS]])
        paid = desk.results[layer, layout.RESULT_PAID]
        count(desk.state, slot, paid if sheet[at] == layout.ON_FUND else cost)
        at += CAP_WIDTH


@compiled
def pay_on_bands(sheet: Int, start: int, end: int) -> int:
    """Return what the bands of a sheet pay on [start, end) of its axis.

    Which bands a cost reaches is another for each visit: no branch depends on it.
    """
    bands = sheet[BANDS]
    mode, unit = sheet[ROUND_MODE], sheet[ROUND_UNIT]
    product = 0
    paid = 0
    at = HEAD
    for _ in range(bands):
        cost = max(0, min(end, sheet[at + 1]) - max(start, sheet[at]))
        if sheet[ROUND_PER_BAND] == 1:
            paid += round_ppm(cost * sheet[at + 2], mode, unit)
        product += cost * sheet[at + 2]
        at += BAND_WIDTH
    if sheet[ROUND_PER_BAND] == 1:
        return paid
    return round_ppm(product, mode, unit)


@compiled_apart
def cut_off(desk: Desk, sheet: Int, start: int, end: int, paid: int) -> int:
    """Return the cost behind the point where the bands have paid so much, as the layer does."""
    bands = sheet[BANDS]
    at = HEAD
    for band in range(bands):
        desk.begins[band] = max(start, sheet[at])
        desk.costs[band] = max(0, min(end, sheet[at + 1]) - desk.begins[band])
        desk.ratios[band] = sheet[at + 2]
        at += BAND_WIDTH
    desk.begins[bands] = end - max(0, end - max(start, sheet[REACH]))
    desk.begins[bands + 1] = start
    return cost_cut_off(desk, bands, paid)


@compiled
def settle_on_sheet(plan: PlanArrays, desk: Desk, layer: int) -> None:
    """Settle a layer whose sheet is drawn up, step by step as `settle_layer` does."""
    rule = plan.layers[layer]
    sheet = desk.memo.sheets[desk.memo.place[0], layer]
    state = desk.state
    track = rule[layout.L_TRACK]
    base = sum_of_parts(plan, desk, rule[layout.L_PARTS], rule[layout.L_PARTS_END], track)
    base = min(base, unpaid(desk))
    if base == 0:
        lengthen(plan, desk, layer, layout.LINK_FULL, 0, 0, 0)
        return
    entering = under_caps(plan, desk, layer, sheet, layout.ON_COST, base)
    due = max(0, sheet[DEDUCTIBLE] - held(state, sheet[BORNE]))
    due = max(0, min(due, sheet[CEILING] - held(state, sheet[BORNE_UNDER_CEILING])))
    taken = min(due, entering)
    start = held(state, sheet[AXIS])
    end = start + entering
    on_axis = entering
    if rule[layout.L_BEGINS] == layout.FROM_ZERO:
        start += taken
    else:
        end -= taken
        on_axis = entering - taken
    earned = pay_on_bands(sheet, start, end)
    beyond = max(0, end - max(start, sheet[REACH]))
    paid = under_caps(plan, desk, layer, sheet, layout.ON_FUND, earned)
    if paid < earned:
        beyond += cut_off(desk, sheet, start, end, paid)
    taken = write_result(desk, layer, base, taken, beyond + base - entering, min(paid, base))
    charge(plan, desk, layer)
    count_under_caps(plan, desk, layer, sheet, entering)
    count(state, sheet[AXIS_COUNTER], on_axis)
    count(state, sheet[BORNE], taken)
    count(state, sheet[BORNE_UNDER_CEILING], taken)
    lengthen(plan, desk, layer, layout.LINK_FULL, taken, entering, on_axis)

"""What a layer pays on each stretch of its axis (分段支付)."""

from yibao.benefit.kernel.desk import ASK, Desk, record
from yibao.benefit.kernel.lists import adjust_all, look_up
from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.numbers import PPM, round_ppm
from yibao.policy.plan import layout
from yibao.policy.plan.layout import PlanArrays


@compiled
def rounding_of(plan: PlanArrays, desk: Desk, layer: int) -> tuple[int, int, int, bool]:
    """Return how a layer rounds: status, mode, unit in fen, whether per band."""
    rule = plan.layers[layer]
    mode_status, mode, _ = look_up(plan, desk, rule[layout.L_ROUND_MODE])
    unit_status, unit, _ = look_up(plan, desk, rule[layout.L_ROUND_UNIT])
    per_status, per, _ = look_up(plan, desk, rule[layout.L_ROUND_PER])
    return max(mode_status, unit_status, per_status), mode, unit, per == 1


@compiled
def lay_out(plan: PlanArrays, desk: Desk, layer: int, start: int, end: int) -> tuple[int, int, int]:
    """Cut [start, end) of the axis into bands: status, where it failed, cost above the last."""
    rule = plan.layers[layer]
    plain = desk.trace.shape[0] == 0 and rule[layout.L_ADJUST] == rule[layout.L_ADJUST_END]
    reach = 0
    for band in range(rule[layout.L_BANDS], rule[layout.L_BANDS_END]):
        position = band - rule[layout.L_BANDS]
        desk.costs[position] = 0
        desk.ratios[position] = 0
        over_status, over, _ = look_up(plan, desk, plan.bands[band, layout.BAND_OVER])
        if over_status != layout.OK:
            return over_status, plan.bands[band, layout.BAND_OVER], 0
        to_status, to, _ = look_up(plan, desk, plan.bands[band, layout.BAND_TO])
        if to_status != layout.OK:
            return to_status, plan.bands[band, layout.BAND_TO], 0
        reach = max(reach, to)
        cost = min(end, to) - max(start, over)
        if plain:
            # Which bands a cost reaches is another for each visit: no branch depends on it.
            known = desk.memo.values[desk.memo.place[0], plan.bands[band, layout.BAND_PAY]]
            if known != ASK:
                desk.begins[position] = max(start, over)
                desk.costs[position] = max(0, cost)
                desk.ratios[position] = max(0, min(PPM, known))
                continue
        if cost <= 0:
            continue
        status, ratio, row = look_up(plan, desk, plan.bands[band, layout.BAND_PAY])
        if status != layout.OK:
            return status, plan.bands[band, layout.BAND_PAY], 0
        span = (rule[layout.L_ADJUST], rule[layout.L_ADJUST_END])
        status, ratio, where = adjust_all(plan, desk, span, ratio, layout.T_ADJUST_RATIO, layer)
        if status != layout.OK:
            return status, where, 0
        desk.begins[position] = max(start, over)
        desk.costs[position] = cost
        desk.ratios[position] = max(0, min(PPM, ratio))
        paid_at = desk.ratios[position]
        record(desk, layout.T_BAND, layer, band, row, max(start, over), cost, paid_at)
    beyond = max(0, end - max(start, reach))
    bands = rule[layout.L_BANDS_END] - rule[layout.L_BANDS]
    desk.begins[bands] = end - beyond
    desk.begins[bands + 1] = start
    return layout.OK, layout.NONE, beyond


@compiled
def pay_on(desk: Desk, bands: int, mode: int, unit: int, per_band: bool) -> int:
    """Return what the bands pay together, rounded once or band by band."""
    if per_band:
        paid = 0
        for band in range(bands):
            paid += round_ppm(desk.costs[band] * desk.ratios[band], mode, unit)
        return paid
    product = 0
    for band in range(bands):
        product += desk.costs[band] * desk.ratios[band]
    return round_ppm(product, mode, unit)


@compiled
def cost_cut_off(desk: Desk, bands: int, paid: int) -> int:
    """Return the cost that lies behind the first point where the bands have paid `paid` fen.

    The point is rounded up to the fen, so that what was cut is never overstated.
    """
    left = paid * PPM
    end = desk.begins[bands]
    if left == 0:
        return end - desk.begins[bands + 1]
    for band in range(bands):
        product = desk.costs[band] * desk.ratios[band]
        if product >= left:
            return end - desk.begins[band] - -(-left // desk.ratios[band])
        left -= product
    return 0

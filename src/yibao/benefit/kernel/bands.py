"""What a layer pays on each stretch of its axis (分段支付)."""

from yibao.benefit.kernel.lists import adjust_all, evaluate, record
from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.numbers import PPM, round_ppm
from yibao.policy.plan.layout import (
    BAND_OVER,
    BAND_PAY,
    BAND_TO,
    L_ADJUST,
    L_ADJUST_END,
    L_BANDS,
    L_BANDS_END,
    L_ROUND_MODE,
    L_ROUND_PER,
    L_ROUND_UNIT,
    NONE,
    OK,
    T_ADJUST_RATIO,
    T_BAND,
)


@compiled
def rounding_of(plan, layer, facts, bits):  # type: ignore[no-untyped-def]
    """Return how a layer rounds: status, mode, unit in fen, whether per band."""
    rule = plan.layers[layer]
    mode_status, mode, _ = evaluate(plan, rule[L_ROUND_MODE], facts, bits)
    unit_status, unit, _ = evaluate(plan, rule[L_ROUND_UNIT], facts, bits)
    per_status, per, _ = evaluate(plan, rule[L_ROUND_PER], facts, bits)
    return max(mode_status, unit_status, per_status), mode, unit, per == 1


@compiled
def lay_out(plan, layer, start, end, facts, bits, costs, ratios, trace, count):  # type: ignore[no-untyped-def]
    """Cut [start, end) of the axis into bands: status, where it failed, cost above the last band."""
    rule = plan.layers[layer]
    reach = 0
    for band in range(rule[L_BANDS], rule[L_BANDS_END]):
        position = band - rule[L_BANDS]
        costs[position] = 0
        ratios[position] = 0
        over_status, over, _ = evaluate(plan, plan.bands[band, BAND_OVER], facts, bits)
        if over_status != OK:
            return over_status, plan.bands[band, BAND_OVER], 0
        to_status, to, _ = evaluate(plan, plan.bands[band, BAND_TO], facts, bits)
        if to_status != OK:
            return to_status, plan.bands[band, BAND_TO], 0
        reach = max(reach, to)
        cost = min(end, to) - max(start, over)
        if cost <= 0:
            continue
        status, ratio, row = evaluate(plan, plan.bands[band, BAND_PAY], facts, bits)
        if status != OK:
            return status, plan.bands[band, BAND_PAY], 0
        record(trace, count, T_BAND, layer, band, row, max(start, over), cost, ratio)
        status, ratio, where = adjust_all(
            plan,
            (rule[L_ADJUST], rule[L_ADJUST_END]),
            ratio,
            facts,
            bits,
            trace,
            count,
            T_ADJUST_RATIO,
            layer,
        )
        if status != OK:
            return status, where, 0
        costs[position] = cost
        ratios[position] = max(0, min(PPM, ratio))
    return OK, NONE, max(0, end - max(start, reach))


@compiled
def pay_on(costs, ratios, bands, mode, unit, per_band):  # type: ignore[no-untyped-def]
    """Return what the bands pay together, rounded once or band by band."""
    if per_band:
        paid = 0
        for band in range(bands):
            paid += round_ppm(costs[band] * ratios[band], mode, unit)
        return paid
    product = 0
    for band in range(bands):
        product += costs[band] * ratios[band]
    return round_ppm(product, mode, unit)


@compiled
def cost_cut_off(costs, ratios, bands, paid):  # type: ignore[no-untyped-def]
    """Return the cost that lies behind the point where the bands have paid `paid` fen.

    The point is rounded up to the fen, so that what was cut is never overstated.
    """
    left = paid * PPM
    behind = 0
    for band in range(bands):
        product = costs[band] * ratios[band]
        if product <= left:
            left -= product
            continue
        reached = -(-left // ratios[band])
        behind += costs[band] - min(costs[band], reached)
        left = 0
    return behind

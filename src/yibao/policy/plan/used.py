"""Which values and facts a layer uses."""

from __future__ import annotations

from yibao.policy.law import Layer
from yibao.policy.plan.lists import facts_of
from yibao.policy.values import Row


def facts_of_layer(layer: Layer) -> set[str]:
    """Name the facts that the rules of a layer ask about or count with."""
    facts = {test.fact for test in layer.when}
    for row in rows_of(layer):
        facts |= facts_of(row)
    adjustments = [*layer.adjust, *(a for cap in layer.caps for a in cap.adjust)]
    if layer.deductible:
        adjustments += layer.deductible.adjust
    return facts | {a.of for a in adjustments if a.of}


def rows_of(layer: Layer) -> list[Row]:
    """Return every row of every value of a layer."""
    values = [layer.fixed, layer.floor.share if layer.floor else None]
    adjustments = list(layer.adjust)
    if layer.deductible:
        rule = layer.deductible
        values += [rule.amount, rule.year_ceiling, rule.within_days, *rule.linked.values()]
        adjustments += rule.adjust
    for band in layer.bands.list if layer.bands else ():
        values += [band.over, band.to, band.pay]
    for cap in layer.caps:
        values.append(cap.limit)
        adjustments += cap.adjust
        if cap.quota:
            values += [cap.quota.plus, cap.quota.at_most, *cap.quota.diseases.values()]
    for adjustment in adjustments:
        values += [adjustment.operand, adjustment.at_most]
    return [row for value in values if value is not None for row in value.rows]

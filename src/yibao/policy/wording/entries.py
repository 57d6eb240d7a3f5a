"""Every value of a law, one after the other, with the rule it belongs to (逐项)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yibao.policy.law import Adjustment, Band, Bands, Cap, Deductible, Layer, Policy
from yibao.policy.values import Value


@dataclass(frozen=True, slots=True)
class Entry:
    """One value; `slot` says what it is, such as ``deductible.amount``, ``pay``, ``caps.limit``."""

    slot: str
    value: Value
    layer: Layer | None = None
    adjustment: Adjustment | None = None
    cap: Cap | None = None


def entries(policy: Policy) -> Iterator[Entry]:
    """List every value of a law once, in the order of the file's sections."""
    seen: set[tuple[str, int, str]] = set()
    for entry in _all(policy):
        mark = entry.value.mark
        place = (mark.file, mark.line, mark.key)
        if place not in seen:
            seen.add(place)
            yield entry


def _all(policy: Policy) -> Iterator[Entry]:
    for value in policy.procedure.values():
        yield Entry("procedure", value)
    for index in policy.indices.values():
        yield Entry("indices", index.value)
    lines = policy.lines
    yield Entry("lines.covered", lines.covered)
    yield Entry("lines.first_pay", lines.first_pay)
    if lines.away_first_pay:
        yield Entry("lines.away_first_pay", lines.away_first_pay)
    for name in policy.stack:
        yield from of_layer(policy.layers[name])
    for layer in policy.layers.values():
        if layer.name not in policy.stack:
            yield from of_layer(layer)
    for ceiling in policy.overall:
        yield Entry("overall", ceiling.share)
    for allowance in policy.allowances.values():
        yield Entry("allowances.times", allowance.times)
        for part in (allowance.lump, allowance.at_most):
            if part:
                yield Entry("allowances", part)
        yield from _adjustments("allowances.adjust", allowance.adjust, None)
    yield from _financing(policy)


def of_layer(layer: Layer) -> Iterator[Entry]:
    """List every value of a layer."""
    if layer.deductible:
        yield from _deductible(layer, layer.deductible)
    if layer.bands:
        for band in layer.bands.list:
            if not is_plain(band):
                yield Entry("bands.over", band.over, layer)
                yield Entry("bands.to", band.to, layer)
            yield Entry("pay", band.pay, layer)
    if layer.fixed:
        yield Entry("fixed", layer.fixed, layer)
    yield from _adjustments("adjust", layer.adjust, layer)
    for cap in layer.caps:
        yield from _cap(layer, cap)
    if layer.floor:
        yield Entry("floor", layer.floor.share, layer)
    for value in (layer.rounding.mode, layer.rounding.unit, layer.rounding.per):
        yield Entry("rounding", value, layer)


def is_plain(band: Band) -> bool:
    """Say whether a band stands for a plain `pay`, whose bounds nobody wrote."""
    return band.over.mark == band.pay.mark


def plain_pay(bands: Bands | None) -> Value | None:
    """Return the ratio of a layer that has one ratio for all of its base."""
    only = bands.list[0] if bands and len(bands.list) == 1 else None
    return only.pay if only and is_plain(only) else None


def _deductible(layer: Layer, rule: Deductible) -> Iterator[Entry]:
    yield Entry("deductible.amount", rule.amount, layer)
    yield from _adjustments("deductible.adjust", rule.adjust, layer)
    if rule.year_ceiling:
        yield Entry("deductible.year_ceiling", rule.year_ceiling, layer)
    for value in rule.linked.values():
        yield Entry("deductible.linked", value, layer)
    if rule.within_days:
        yield Entry("deductible.within_days", rule.within_days, layer)


def _cap(layer: Layer, cap: Cap) -> Iterator[Entry]:
    if cap.limit:
        yield Entry("caps.limit", cap.limit, layer, cap=cap)
    if cap.quota:
        for value in (cap.quota.plus, cap.quota.at_most, *cap.quota.diseases.values()):
            if value:
                yield Entry("caps.quota", value, layer, cap=cap)
    yield from _adjustments("caps.adjust", cap.adjust, layer)


def _adjustments(
    slot: str, adjustments: tuple[Adjustment, ...], layer: Layer | None
) -> Iterator[Entry]:
    for adjustment in adjustments:
        yield Entry(slot, adjustment.operand, layer, adjustment)
        if adjustment.at_most:
            yield Entry(f"{slot}.at_most", adjustment.at_most, layer)


def _financing(policy: Policy) -> Iterator[Entry]:
    waiting = policy.waiting
    if waiting:
        for value in (
            waiting.fixed_months,
            waiting.per_missed_year,
            waiting.count_from,
            waiting.repair_per_year,
            waiting.floor_missed_years,
            waiting.floor_months,
            waiting.newborn_days,
        ):
            if value:
                yield Entry("financing.waiting", value)
    for named in policy.financing.values():
        yield Entry("financing.values", named.value)

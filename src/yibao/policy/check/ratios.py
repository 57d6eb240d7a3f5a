"""Ratios beyond 100 % or below zero, as written and after adjustments (比例)."""

from __future__ import annotations

from collections.abc import Iterator

from yibao.policy.check.finding import Finding, Severity
from yibao.policy.law import Band, Layer, Policy
from yibao.policy.values import OPEN, Fixed, Kind, Linear, Row
from yibao.policy.wording.cases import Case, cases, fits
from yibao.policy.wording.conditions import case_words
from yibao.policy.wording.entries import entries
from yibao.policy.wording.evaluate import adjusted, asked_by, number
from yibao.terms.ratio import PPM, format_ratio
from yibao.terms.text import Text

_WITHIN = ("pay", "floor", "overall", "lines.first_pay", "lines.away_first_pay")
_COUNT_MAX = 120
"""No age and no count of years is greater."""


def ratios(policy: Policy) -> Iterator[Finding]:
    """Find ratios that no share can be."""
    for entry in entries(policy):
        if entry.value.kind is not Kind.RATIO or entry.slot not in _WITHIN:
            continue
        for row in entry.value.rows:
            for ratio in _extremes(row):
                if not 0 <= ratio <= PPM:
                    yield _beyond(row, ratio)
                    break


def _extremes(row: Row) -> list[int]:
    """Return the least and the greatest ratio that a row can give."""
    given = row.operand
    if isinstance(given, Fixed):
        return [given.number]
    if not isinstance(given, Linear) or given.per_million:
        return []
    own = [test for test in row.tests if test.fact == given.of]
    low = max((test.low for test in own), default=0)
    high = min((test.high for test in own), default=OPEN)
    return [given.plus + given.each * n for n in (max(low, 0), min(high, _COUNT_MAX))]


def _beyond(row: Row, ratio: int) -> Finding:
    said = format_ratio(ratio)
    over = ratio > PPM
    bound = "100%" if over else "0%"
    return Finding(
        Severity.ERROR,
        "ratio_over_100" if over else "ratio_below_0",
        row.mark,
        Text(
            f"比例达到 {said}，{'超过' if over else '低于'} {bound}。",
            f"The ratio comes to {said}, {'over' if over else 'below'} {bound}.",
        ),
        Text("写 0% 到 100% 之间的比例。", "Write a ratio between 0% and 100%."),
    )


def adjusted_ratios(policy: Policy) -> Iterator[Finding]:
    """Find ratios that adjustments which can hold together lift over 100 %.

    The kernel holds every ratio between 0 and 100 %, so nobody is paid too much; but a law that
    counts on that seldom means it.
    """
    for layer in policy.layers.values():
        for band in layer.bands.list if layer.bands and layer.adjust else ():
            worst = _worst(layer, band, policy)
            if worst is not None:
                yield _adjusted(band, *worst, policy)


def _worst(layer: Layer, band: Band, policy: Policy) -> tuple[int, Case] | None:
    asked = [layer.when, *asked_by([band.pay], layer.adjust)]
    worst: tuple[int, Case] | None = None
    for case in cases(asked, policy.names, together=True):
        base = number(band.pay, case, policy.indices)
        if base is None or not fits(layer.when, case):
            continue
        ratio = adjusted(base, layer.adjust, Kind.RATIO, case, policy.indices)
        if ratio is None or 0 <= ratio <= PPM or not 0 <= base <= PPM:
            continue
        if worst is None or abs(ratio) > abs(worst[0]):
            worst = ratio, case
    return worst


def _adjusted(band: Band, ratio: int, case: Case, policy: Policy) -> Finding:
    said = case_words({f: v for f, v in case.items() if f != "date"}, policy.names)
    over = ratio > PPM
    end = "at_most: 100%" if over else "at_least: 0%"
    return Finding(
        Severity.WARNING,
        "adjusted_over_100" if over else "adjusted_below_0",
        band.pay.mark,
        Text(
            f"各项调整后比例达到 {format_ratio(ratio)}（{said.zh}），结算时按"
            f"{'100%' if over else '0%'}。",
            f"Adjusted, the ratio comes to {format_ratio(ratio)} ({said.en}); settled as "
            f"{'100%' if over else '0%'}.",
        ),
        Text(
            f"如确为此意，在 adjust 末尾写 {{{end}}}。",
            f"If that is meant, end `adjust` with {{{end}}}.",
        ),
    )

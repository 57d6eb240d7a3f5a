"""Bands that leave a gap, overlap, or begin or end where nobody expects it (分段)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from yibao.policy.check.finding import Finding, Severity
from yibao.policy.law import Band, Bands, Layer, Policy
from yibao.policy.values import OPEN, Kind, Value
from yibao.policy.wording.cases import Case, cases, fits
from yibao.policy.wording.conditions import case_words
from yibao.policy.wording.entries import is_plain
from yibao.policy.wording.evaluate import adjusted, asked_by, asked_by_indices, number
from yibao.policy.wording.numbers import money
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class _Reach:
    """A band in one case: from where to where, in fen; its place in the file counts from 1."""

    over: int
    to: int
    position: int
    band: Band


def bands(policy: Policy) -> Iterator[Finding]:
    """Compare each band with the next, in every case that the bounds tell apart."""
    for layer in policy.layers.values():
        rule = layer.bands
        if rule is None or any(is_plain(band) for band in rule.list):
            continue
        reported: set[tuple[str, int]] = set()
        for case in _cases(layer, rule, policy):
            reaches = _reaches(rule, case, policy)
            for position, finding in _of_case(layer, rule, reaches, case, policy):
                if (finding.code, position) not in reported:
                    reported.add((finding.code, position))
                    yield finding


def _cases(layer: Layer, rule: Bands, policy: Policy) -> Iterator[Case]:
    bounds = [bound for band in rule.list for bound in (band.over, band.to)]
    asked = [layer.when, *asked_by(bounds), *asked_by_indices(policy.indices, set(policy.indices))]
    if layer.deductible:
        asked += asked_by([layer.deductible.amount], layer.deductible.adjust)
    return (case for case in cases(asked, policy.names) if fits(layer.when, case))


def _reaches(rule: Bands, case: Case, policy: Policy) -> list[_Reach]:
    found = []
    for position, band in enumerate(rule.list, 1):
        over = number(band.over, case, policy.indices)
        to = number(band.to, case, policy.indices)
        if over is None or to is None:
            return []
        found.append(_Reach(over, to, position, band))
    return sorted(found, key=lambda reach: (reach.over, reach.position))


def _of_case(
    layer: Layer, rule: Bands, reaches: list[_Reach], case: Case, policy: Policy
) -> Iterator[tuple[int, Finding]]:
    if not reaches:
        return
    bounds = [bound for band in rule.list for bound in (band.over, band.to)]
    asked = {test.fact for tests in asked_by(bounds) for test in tests} - {"date"}
    said = case_words({f: v for f, v in case.items() if f in asked}, policy.names)
    first, last = reaches[0], reaches[-1]
    for reach in reaches:
        if reach.to < reach.over:
            yield reach.position, _reversed(reach, said)
    if first.over > 0 and not _borne(layer, rule, first.over, case, policy):
        yield 0, _not_from_zero(first, said)
    for before, after in pairwise(reaches):
        if before.to < after.over:
            yield after.position, _gap(before, after, said)
        elif before.to > after.over and after.to > after.over:
            yield after.position, _overlap(before, after, said)
    if last.to < OPEN and not layer.caps:
        yield last.position, _ends(last, said)


def _borne(layer: Layer, rule: Bands, over: int, case: Case, policy: Policy) -> bool:
    """Say whether the deductible, which lies on the axis, reaches up to the first band."""
    if layer.deductible is None or rule.begins != "zero":
        return False
    amount = number(layer.deductible.amount, case, policy.indices)
    due = adjusted(amount, layer.deductible.adjust, Kind.MONEY, case, policy.indices)
    return due is not None and due >= over


def _finding(severity: Severity, code: str, value: Value, message: Text, remedy: Text) -> Finding:
    return Finding(severity, code, value.mark, message, remedy)


def _for(said: Text) -> Text:
    return Text(f"（{said.zh}）", f" ({said.en})") if said.en else Text("", "")


def _reversed(reach: _Reach, said: Text) -> Finding:
    over, to, whom = money(reach.over), money(reach.to), _for(said)
    return _finding(
        Severity.ERROR,
        "band_reversed",
        reach.band.to,
        Text(
            f"第{reach.position}段从{over.zh}起、到{to.zh}止{whom.zh}，止点在起点之前。",
            f"Band {reach.position} begins at {over.en} and ends before it, at {to.en}{whom.en}.",
        ),
        Text(f"to 写大于{over.zh}的数。", f"Write a `to` above {over.en}."),
    )


def _not_from_zero(first: _Reach, said: Text) -> Finding:
    over, whom = money(first.over), _for(said)
    return _finding(
        Severity.WARNING,
        "band_not_from_zero",
        first.band.over,
        Text(
            f"第一段从{over.zh}起{whom.zh}，以下不支付，起付线也未到此。",
            f"The first band begins at {over.en}{whom.en}; below it nothing is paid, and no "
            "deductible reaches up to it.",
        ),
        Text(
            f"加一段 {{over: 0元, to: {over.zh}, pay: 0%}}，或写起付线。",
            f"Add {{over: 0元, to: {over.zh}, pay: 0%}}, or write the deductible.",
        ),
    )


def _gap(before: _Reach, after: _Reach, said: Text) -> Finding:
    end, start, whom = money(before.to), money(after.over), _for(said)
    return _finding(
        Severity.ERROR,
        "band_gap",
        after.band.over,
        Text(
            f"第{before.position}段到{end.zh}止，第{after.position}段从{start.zh}起{whom.zh}，"
            "中间没有比例。",
            f"Band {before.position} ends at {end.en}, band {after.position} begins at "
            f"{start.en}{whom.en}: between them is no ratio.",
        ),
        Text(f"写 over: {end.zh}，或补一段。", f"Write over: {end.zh}, or a band between."),
    )


def _overlap(before: _Reach, after: _Reach, said: Text) -> Finding:
    end, start, whom = money(before.to), money(after.over), _for(said)
    over = Text("none", "none") if before.to >= OPEN else end
    return _finding(
        Severity.ERROR,
        "band_overlap",
        after.band.over,
        Text(
            f"第{before.position}段到{end.zh}止，第{after.position}段却从{start.zh}起{whom.zh}，"
            "重叠部分会付两次。",
            f"Band {before.position} ends at {end.en}, band {after.position} begins already at "
            f"{start.en}{whom.en}: what lies in both is paid twice.",
        ),
        Text(f"写 over: {end.zh}。", f"Write over: {end.zh}.")
        if before.to < OPEN
        else Text(
            f"第{before.position}段写 to: {start.zh}（现为 {over.zh}）。",
            f"Write to: {start.zh} in band {before.position} (now {over.en}).",
        ),
    )


def _ends(last: _Reach, said: Text) -> Finding:
    end, whom = money(last.to), _for(said)
    return _finding(
        Severity.INFO,
        "bands_end",
        last.band.to,
        Text(
            f"分段到{end.zh}为止{whom.zh}，且没有封顶线：以上计入 above_cap。",
            f"The bands end at {end.en}{whom.en} without a cap: what lies above is `above_cap`.",
        ),
        Text("如无上限，写 to: none。", "Write to: none if there is no end."),
    )

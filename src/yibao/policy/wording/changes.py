"""Two laws side by side: what the second says otherwise than the first (政策对比)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yibao.policy.law import Layer, Policy
from yibao.policy.values import OPEN, Kind, Row, Test
from yibao.policy.wording.cases import without_dates
from yibao.policy.wording.conditions import condition, dates_words, joined
from yibao.policy.wording.entries import Entry, entries, plain_pay
from yibao.policy.wording.grids import band_words
from yibao.policy.wording.labels import PERIODS, PROCEDURE, name_label
from yibao.policy.wording.lines import OTHERS, Speaker
from yibao.policy.wording.operands import operand
from yibao.policy.wording.rules import adjusted_words, base_words
from yibao.terms.funds import fund
from yibao.terms.text import Text

_EVER = (0, OPEN)
NOT_WRITTEN = Text("（无）", "(none)")
_SLOTS = {
    "deductible.amount": Text("起付线", "deductible"),
    "deductible.adjust": Text("起付线调整", "deductible, adjusted"),
    "deductible.year_ceiling": Text("起付线年度累计", "deductibles of a year"),
    "deductible.linked": Text("关联住院的起付线", "deductible of linked stays"),
    "deductible.within_days": Text("关联住院的间隔", "days between linked stays"),
    "pay": Text("支付比例", "ratio"),
    "fixed": Text("定额支付", "fixed sum"),
    "adjust": Text("比例调整", "ratio, adjusted"),
    "caps.limit": Text("限额", "cap"),
    "caps.quota": Text("病种限额", "cap of a disease"),
    "caps.adjust": Text("限额调整", "cap, adjusted"),
    "floor": Text("保底", "floor"),
    "rounding": Text("取整", "rounding"),
    "lines.covered": Text("是否纳入", "covered"),
    "lines.first_pay": Text("先行自付", "first pay"),
    "lines.away_first_pay": Text("异地先行自付", "first pay away from home"),
    "overall": Text("各层合计限制", "ceiling over all layers"),
    "allowances": Text("津贴", "allowance"),
    "allowances.times": Text("津贴", "allowance"),
    "allowances.adjust": Text("津贴调整", "allowance, adjusted"),
    "financing.waiting": Text("待遇等待期", "waiting"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: its key, what it is, and the rows that only one law has."""

    key: str
    label: Text
    before: tuple[Text, ...]
    after: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the second law says otherwise."""

    added: tuple[Layer, ...]
    removed: tuple[Layer, ...]
    changes: tuple[Change, ...]


def compare(before: Policy, after: Policy, year: int | None = None) -> Comparison:
    """Compare two laws, layers by their names and values by their keys.

    Args:
        before: the first law.
        after: the second.
        year: compare what holds in this calendar year only; None: whatever holds at any time.

    >>> from yibao.policy import load_policy
    >>> compare(load_policy("cn"), load_policy("cn")).changes
    ()

    """
    own, other = set(before.stack), set(after.stack)
    added = tuple(after.layers[name] for name in after.stack if name not in own)
    removed = tuple(before.layers[name] for name in before.stack if name not in other)
    left_out = {layer.name for layer in (*added, *removed)}
    changes = [*_structure(before, after, own & other), *_values(before, after, left_out, year)]
    return Comparison(added, removed, tuple(changes))


def _structure(before: Policy, after: Policy, common: set[str]) -> Iterator[Change]:
    """Compare what of a layer is no value: for whom, of what, out of which fund."""
    for name in (name for name in after.stack if name in common):
        old = dict(_about(before.layers[name], before))
        for what, now in _about(after.layers[name], after):
            if old[what] != now:
                label = _of_layer(after.layers[name], what)
                yield Change(f"layers.{name}", label, (old[what],), (now,))
    order = [[name for name in policy.stack if name in common] for policy in (before, after)]
    if order[0] != order[1]:
        said = [
            joined([policy.layers[name].label for name in names], " → ", " → ")
            for policy, names in zip((before, after), order, strict=True)
        ]
        label = Text("支付次序", "order of paying")
        yield Change("stack.order", label, (said[0],), (said[1],))


def _about(layer: Layer, policy: Policy) -> list[tuple[Text, Text]]:
    payer = fund(layer.fund)
    care = joined([name_label("care", kind, policy.names) for kind in layer.care])
    schemes = joined([name_label("scheme", scheme, policy.names) for scheme in layer.schemes])
    whom = condition(layer.when, policy.names, dates=True)
    return [
        (Text("基金", "fund"), Text(payer.label.zh, payer.label.en)),
        (Text("险种", "scheme"), schemes),
        (Text("医疗类别", "care"), care),
        (Text("适用", "for"), whom if whom.en else Text("所有人", "everybody")),
        (Text("计算基数", "base"), base_words(layer.base, policy.layers)),
    ]


@dataclass(frozen=True, slots=True)
class _Said:
    """One row in words, and what it must agree in with a row of the other law to be the same."""

    same: tuple[object, ...]
    text: Text


@dataclass(slots=True)
class _Item:
    """Something that both laws may say: its label, the key in the file, its rows."""

    label: Text
    key: str
    rows: list[_Said]


def _values(
    before: Policy, after: Policy, left_out: set[str], year: int | None
) -> Iterator[Change]:
    old, new = _items(before, left_out, year), _items(after, left_out, year)
    for name in [*old, *(name for name in new if name not in old)]:
        one, other = old.get(name), new.get(name)
        gone, come = _only(one, other), _only(other, one)
        item = other or one
        if item and (gone or come):
            yield Change(item.key, item.label, gone, come)


def _only(mine: _Item | None, other: _Item | None) -> tuple[Text, ...]:
    """Say the rows that only one of two items has."""
    if mine is None:
        return ()
    theirs = {said.same for said in other.rows} if other else set()
    return tuple(said.text for said in mine.rows if said.same not in theirs)


def _items(policy: Policy, left_out: set[str], year: int | None) -> dict[str, _Item]:
    """List what a law says, by names that do not hang on how it is written there."""
    found: dict[str, _Item] = {}
    speaker = Speaker(policy.names, policy.indices, date(year or 2000, 12, 31))
    for entry in entries(policy):
        layer = entry.layer
        if layer and (layer.name not in policy.stack or layer.name in left_out):
            continue
        if entry.slot in ("bands.over", "bands.to"):
            continue
        name, label = _named(entry, policy, speaker)
        item = found.setdefault(name, _Item(label, entry.value.mark.key, []))
        item.rows += _said(entry, speaker, year)
    return found


def _said(entry: Entry, speaker: Speaker, year: int | None) -> list[_Said]:
    """Say the rows of a value that hold in a year (None: ever)."""
    first, last = (date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()) if year else _EVER
    clipped = []
    for row in entry.value.rows:
        own = [test for test in row.tests if test.fact == "date"]
        low = max([test.low for test in own] + [first])
        high = min([test.high for test in own] + [last])
        if low <= high:
            clipped.append((row, (low, high)))
    windows = {window for _, window in clipped}
    dated = len(windows) > 1
    adjustment = entry.adjustment
    facts = (adjustment.operation, adjustment.of, adjustment.above) if adjustment else ()
    return [
        _Said(
            (facts, frozenset(without_dates(row.tests)), row.operand, window if dated else ()),
            _row(entry, row, speaker, window if dated else None, _alone(window, clipped)),
        )
        for row, window in clipped
    ]


def _alone(window: tuple[int, int], rows: list[tuple[Row, tuple[int, int]]]) -> bool:
    return sum(other == window for _, other in rows) == 1


def _row(
    entry: Entry, row: Row, speaker: Speaker, window: tuple[int, int] | None, alone: bool
) -> Text:
    rule = operand(row, entry.value.kind, speaker.indices)
    whom = condition(row.tests, speaker.names)
    if entry.adjustment:
        kind = Kind.RATIO if entry.slot == "adjust" else Kind.MONEY
        kind = Kind.DECIMAL if entry.slot.startswith("allowances") else kind
        rule = adjusted_words(entry.adjustment, row, kind, speaker)
    elif not whom.en and not alone:
        whom = OTHERS
    if window:
        when = dates_words(Test("date", low=window[0], high=window[1]))
        rule = Text(f"{rule.zh}（{when.zh}）", f"{rule.en} ({when.en})") if when.en else rule
    return Text(f"{whom.zh}：{rule.zh}", f"{whom.en}: {rule.en}") if whom.en else rule


def _named(entry: Entry, policy: Policy, speaker: Speaker) -> tuple[str, Text]:
    """Give a value a name that the same value has in the other law, and a label."""
    key = entry.value.mark.key
    if entry.slot == "procedure":
        return key, PROCEDURE.get(key.partition(".")[2], Text(key, key))
    if entry.slot in ("financing.values", "indices"):
        named = policy.financing if entry.slot == "financing.values" else policy.indices
        label = next((n.label for n in named.values() if n.value is entry.value), Text(key, key))
        return key, label
    what = _SLOTS.get(entry.slot.removesuffix(".at_most"), Text(key, key))
    layer = entry.layer
    if layer is None:
        return key, what
    prefix = f"layers.{layer.name}.{entry.slot}"
    if entry.slot == "pay" and layer.bands and plain_pay(layer.bands) is None:
        band = next(band for band in layer.bands.list if band.pay is entry.value)
        reach = band_words(band, speaker)
        what = Text(f"{what.zh}（{reach.zh}）", f"{what.en} ({reach.en})")
        return f"{prefix}:{reach.en}", _of_layer(layer, what)
    if entry.cap and entry.slot == "caps.limit":
        cap, period = entry.cap, PERIODS[entry.cap.per]
        on = Text("支付", "paid") if cap.on == "fund" else Text("费用", "cost")
        what = Text(f"{what.zh}（{period.zh}{on.zh}）", f"{what.en} ({on.en}, {period.en})")
        twins = [c for c in layer.caps if (c.on, c.per) == (cap.on, cap.per) and c.limit]
        return f"{prefix}:{cap.on}:{cap.per}:{twins.index(cap)}", _of_layer(layer, what)
    if entry.slot in ("adjust", "deductible.adjust", "caps.adjust", "deductible.amount"):
        return prefix, _of_layer(layer, what)
    return f"{prefix}:{key.rpartition('.')[2]}", _of_layer(layer, what)


def _of_layer(layer: Layer, what: Text) -> Text:
    return Text(f"{layer.label.zh}：{what.zh}", f"{layer.label.en}: {what.en}")

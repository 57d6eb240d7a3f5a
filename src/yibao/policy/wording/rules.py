"""The parts of a layer in words: base, deductible, adjustments, caps (各项规定)."""

from __future__ import annotations

from collections.abc import Mapping

from yibao.policy.facts import FACTS
from yibao.policy.law import Adjustment, Cap, Deductible, Layer, Policy, Quota
from yibao.policy.values import Kind, Row, Value
from yibao.policy.wording.labels import OPERATIONS, PARTS, PERIODS, PROCEDURE, name_label
from yibao.policy.wording.lines import (
    NOTHING,
    Line,
    Speaker,
    in_force,
    rule_words,
    value_lines,
    whom_words,
)
from yibao.terms.text import Text

_COMBINE = {
    "separate": Text("各病种分别计算", "each disease by itself"),
    "sum": Text("各病种限额相加", "limits added up"),
    "highest": Text("取最高的一种", "the highest"),
    "highest_plus_share": Text("最高的一种加次高的一部分", "the highest and a share of the next"),
    "highest_plus_fixed": Text("最高的一种加定额", "the highest and a fixed sum"),
    "highest_plus_each": Text(
        "最高的一种，每多一种加定额", "the highest and a sum for each further"
    ),
}


def base_words(parts: tuple[tuple[int, str], ...], layers: Mapping[str, Layer]) -> Text:
    """Say what a layer looks at: 政策范围内费用 − 职工住院统筹已支付."""
    zh: list[str] = []
    en: list[str] = []
    for sign, name in parts:
        head, _, tail = name.partition(".")
        said = PARTS[head]
        if tail in layers:
            label = layers[tail].label
            said = Text(f"“{label.zh}”{said.zh}", f"{said.en} “{label.en}”")
        elif tail:
            said = Text(f"{said.zh}（{tail}）", f"{said.en} ({tail})")
        mark = "− " if sign < 0 else "＋ " if zh else ""
        zh.append(mark + said.zh)
        en.append(mark.replace("＋", "+") + said.en)
    return Text(" ".join(zh), " ".join(en))


def deductible_lines(rule: Deductible, speaker: Speaker) -> list[Line]:
    """Say a deductible."""
    period = PERIODS[rule.per]
    what = Text(f"起付线（{period.zh}）", f"deductible ({period.en})")
    lines = value_lines(what, rule.amount, speaker)
    for adjustment in rule.adjust:
        lines += adjustment_lines(
            Text("起付线调整", "deductible, adjusted"), adjustment, Kind.MONEY, speaker
        )
    ceiling = Text("起付线年度累计不超过", "deductibles of a year at most")
    lines += value_lines(ceiling, rule.year_ceiling, speaker)
    for link, value in rule.linked.items():
        lines += value_lines(PROCEDURE[link], value, speaker)
    days = Text("间隔不超过（天）", "counts as linked within days")
    return lines + value_lines(days, rule.within_days, speaker)


def adjustment_lines(
    what: Text, adjustment: Adjustment, kind: Kind, speaker: Speaker
) -> list[Line]:
    """Say an adjustment: 退休人员提高五个百分点."""
    lines: list[Line] = []
    for row in adjustment.operand.rows:
        said = adjusted_words(adjustment, row, kind, speaker)
        label = adjustment.label
        rule = Text(f"{said.zh}（{label.zh}）", f"{said.en} ({label.en})") if label else said
        whom = whom_words(row, speaker.names, False)
        lines.append(Line(what, whom, rule, row.provenance, in_force(row, speaker.day)))
    return lines


def adjusted_words(adjustment: Adjustment, row: Row, kind: Kind, speaker: Speaker) -> Text:
    """Say what an adjustment does: 提高5个百分点, 乘以50%."""
    operation = adjustment.operation
    scaling = operation in ("times", "self_times", "times_each")
    said = rule_words(row, Kind.RATIO if scaling else kind, speaker)
    points = Text("个百分点", " points") if kind is Kind.RATIO and not scaling else NOTHING
    if operation in ("add", "add_each"):
        down = said.en.startswith("-")
        size = Text(said.zh.lstrip("-"), said.en.lstrip("-"))
        if points.en:
            size = Text(size.zh.rstrip("%") + points.zh, size.en.rstrip("%") + points.en)
        said = Text(
            f"{'降低' if down else '提高'}{size.zh}", f"{size.en} {'less' if down else 'more'}"
        )
    if adjustment.of:
        return _for_each(adjustment, said, kind, speaker)
    if operation == "add":
        return said
    if operation == "self_times":
        return Text(f"个人自付部分乘以{said.zh}", f"own share times {said.en}")
    label = OPERATIONS[operation]
    return Text(f"{label.zh}{said.zh}", f"{label.en} {said.en}")


def _for_each(adjustment: Adjustment, said: Text, kind: Kind, speaker: Speaker) -> Text:
    fact = FACTS.get(adjustment.of)
    label = fact.label if fact else Text(adjustment.of, adjustment.of)
    above = adjustment.above
    by = NOTHING
    if adjustment.operation == "times_each":
        by = Text("变动", "changed by ")
    most = NOTHING
    if adjustment.at_most:
        bound = rule_words(adjustment.at_most.rows[0], kind, speaker)
        most = Text(f"，最多{bound.zh}", f", at most {bound.en}")
    return Text(
        f"{label.zh}超过{above}后每增1，{by.zh}{said.zh}{most.zh}",
        f"each {label.en} beyond {above}: {by.en}{said.en}{most.en}",
    )


def cap_lines(layer: Layer, cap: Cap, policy: Policy, speaker: Speaker) -> list[Line]:
    """Say a cap and with which layers it is counted together."""
    period = PERIODS[cap.per]
    on = Text("支付", "paid") if cap.on == "fund" else Text("费用", "cost")
    what = Text(f"限额（{period.zh}{on.zh}）", f"cap ({on.en}, {period.en})")
    lines = value_lines(what, cap.limit, speaker)
    if cap.quota:
        lines += _quota_lines(what, cap.quota, speaker)
    for adjustment in cap.adjust:
        lines += adjustment_lines(
            Text("限额调整", "cap, adjusted"), adjustment, Kind.MONEY, speaker
        )
    shared = [
        other.label
        for other in policy.layers.values()
        if other.name != layer.name
        and any(c.on == cap.on and set(c.counters) & set(cap.counters) for c in other.caps)
    ]
    if shared:
        rule = Text(
            f"与{'、'.join(f'“{label.zh}”' for label in shared)}合并计算",
            f"counted together with {', '.join(f'“{label.en}”' for label in shared)}",
        )
        lines.append(Line(what, NOTHING, rule))
    return lines


def _quota_lines(what: Text, quota: Quota, speaker: Speaker) -> list[Line]:
    combine = _COMBINE[quota.combine]
    lines = [Line(what, NOTHING, combine)]
    for disease, value in quota.diseases.items():
        label = name_label("disease", disease, speaker.names)
        lines += [_of_disease(line, label) for line in value_lines(what, value, speaker)]
    plus: Value | None = quota.plus
    lines += value_lines(Text("多病种另加", "more for several diseases"), plus, speaker)
    return lines + value_lines(Text("合计不超过", "together at most"), quota.at_most, speaker)


def _of_disease(line: Line, label: Text) -> Line:
    whom = label
    if line.whom.en:
        whom = Text(f"{label.zh}、{line.whom.zh}", f"{label.en}, {line.whom.en}")
    return Line(line.what, whom, line.rule, line.provenance, line.in_force)

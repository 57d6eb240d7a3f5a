"""Findings about the list of benefits: value, limit, who decides, until when (清单用语)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yibao.policy.benefit_list import ListItem
from yibao.policy.check.finding import Finding, Severity
from yibao.policy.check.measure import Reading
from yibao.policy.law import Layer, Policy
from yibao.policy.provenance import Mark, Status
from yibao.policy.values import OPEN
from yibao.policy.wording.cases import Case
from yibao.policy.wording.conditions import case_words
from yibao.policy.wording.labels import INDICES
from yibao.policy.wording.numbers import number
from yibao.policy.wording.operands import multiple
from yibao.terms.text import Text

_MEASURES = {
    "deductible": Text("起付标准", "deductible"),
    "pay": Text("支付比例", "ratio"),
    "cap": Text("年度限额", "yearly cap"),
    "financing": Text("标准", "value"),
}
_WHO = {
    "nation": Text("国家", "the nation"),
    "province": Text("省级", "the province"),
    "region": Text("统筹地区", "the region"),
}


@dataclass(frozen=True, slots=True)
class Overstep:
    """A number beyond its limit, and for whom."""

    reading: Reading
    limit: int
    case: Case


def oversteps(
    policy: Policy, item: ListItem, layer: Layer | None, beyond: list[Overstep]
) -> Finding:
    """Say that a value oversteps its limit: by how much, who may set it, until when.

    One finding names the first number and the lines of the others.
    """
    first = beyond[0]
    mark = _mark(first.reading, layer, item)
    measure, who = _MEASURES[item.value], _authority(item)
    said = case_words(first.case, policy.names)
    whom = Text(f"（如{said.zh}）", f" (such as {said.en})") if said.en else Text("", "")
    name = layer.label if layer else item.label
    value, bound = number(first.reading.number, item.kind), number(first.limit, item.kind)
    how = _HOW[item.operator]
    reason, until, others = _reason(item), _phase_out(item), _others(beyond, mark)
    older = _older(item, first.reading)
    sure = item.status is Status.VERIFIED and not older.en
    return Finding(
        Severity.ERROR if sure else Severity.WARNING,
        "oversteps_list",
        mark,
        Text(
            f"{name.zh}{whom.zh}：{measure.zh} {value.zh} {how.zh} {bound.zh}（{reason.zh}）；"
            f"{who.zh}；{until.zh}{older.zh}{others.zh}。",
            f"{name.en}{whom.en}: the {measure.en} {value.en} {how.en} {bound.en} "
            f"({reason.en}); {who.en}; {until.en}{older.en}{others.en}.",
        ),
        _remedy(item, first.limit),
    )


_HOW = {
    "<=": Text("高于清单上限", "is above the list's limit of"),
    ">=": Text("低于清单下限", "is below the list's limit of"),
}


def _remedy(item: ListItem, limit: int) -> Text:
    if limit >= OPEN:
        zh, en = "改为 none", "Write none"
    else:
        written = number(limit, item.kind).zh
        above = item.operator == "<="
        zh = f"改为{'不高于' if above else '不低于'} {written}"
        en = f"Write {'at most' if above else 'at least'} {written}"
    return Text(
        f"{zh}，或报有权机关批准后写明文件。",
        f"{en}, or name the document by which those who decide allowed it.",
    )


def _reason(item: ListItem) -> Text:
    """Name the limit, how it comes about, and whether it is sure."""
    formula = _formula(item)
    doubt = Text("；清单条目未核实", "; the limit itself is unverified")
    if item.status is Status.VERIFIED:
        doubt = Text("", "")
    return Text(f"{item.label.zh}{formula.zh}{doubt.zh}", f"{item.label.en}{formula.en}{doubt.en}")


def _older(item: ListItem, reading: Reading) -> Text:
    """Say that the value is older than the limit: a newer one may exist that is not known here."""
    begins = max((test.low for test in item.when if test.fact == "date"), default=0)
    if reading.row is None or begins <= 0:
        return Text("", "")
    first, since = reading.row.provenance.first, date.fromordinal(begins)
    if first >= since:
        return Text("", "")
    return Text(
        f"；本值是 {first.year} 年的，该条自 {since} 起，请核对有无新规定",
        f"; the value is of {first.year}, the limit holds from {since}: look for a newer value",
    )


def _others(beyond: list[Overstep], mark: Mark) -> Text:
    marks = {step.reading.row.mark for step in beyond if step.reading.row}
    lines = sorted(
        {other.line for other in marks - {mark} if other.file == mark.file} - {mark.line}
    )
    if not lines:
        return Text("", "")
    listed = [str(line) for line in lines]
    return Text(f"；另见第 {'、'.join(listed)} 行", f"; also lines {', '.join(listed)}")


def _mark(reading: Reading, layer: Layer | None, item: ListItem) -> Mark:
    if reading.row is not None:
        return reading.row.mark
    return layer.mark if layer else item.mark


def differs(item: ListItem, layer: Layer | None, apart: list[tuple[Reading, int]]) -> Finding:
    """Say that values differ from a limit that is meant roughly."""
    kind = item.kind
    numbers = sorted({reading.number for reading, _ in apart})
    low, high = number(numbers[0], kind), number(numbers[-1], kind)
    span = low if len(numbers) == 1 else Text(f"{low.zh}—{high.zh}", f"{low.en} to {high.en}")
    limit = number(apart[0][1], kind)
    name = layer.label if layer else item.label
    measure = _MEASURES[item.value]
    if item.limit.kind == "step":
        measure = Text("各级比例之差", "difference between levels")
    return Finding(
        Severity.INFO,
        "differs_from_list",
        _mark(apart[0][0], layer, item),
        Text(
            f"{name.zh}：{measure.zh} {span.zh}，清单为 {limit.zh} 左右（{item.label.zh}）。",
            f"{name.en}: the {measure.en} is {span.en}, the list says about {limit.en} "
            f"({item.label.en}).",
        ),
        Text("清单只作原则性要求，请核对。", "The list means it roughly: look at it."),
    )


def not_checkable(item: ListItem, mark: Mark, index: str) -> Finding:
    """Say that a limit cannot be compared: it is unknown, or the index it hangs on is."""
    if index:
        label = INDICES.get(index, Text(index, index))
        message = Text(
            f"清单“{item.label.zh}”以{label.zh}为准，本地区未写这一数额。",
            f"The limit “{item.label.en}” hangs on the {label.en}, which is not known here.",
        )
        remedy = Text(
            f"在 indices 中写 {index}: {{label: …, value: …元}}。",
            f"Write {index}: {{label: …, value: …元}} under indices.",
        )
    else:
        message = Text(
            f"清单“{item.label.zh}”的限额未知。",
            f"The limit “{item.label.en}” is not known.",
        )
        remedy = Text("找到清单原文后写入。", "Write it once the list's text is found.")
    return Finding(Severity.INFO, "limit_not_checkable", mark, message, remedy)


def _formula(item: ListItem) -> Text:
    """Say how the limit comes about, where it is no plain number."""
    if item.limit.times:
        said = multiple(item.limit.times, {})
        return Text(f"：{said.zh}", f": {said.en}")
    if item.limit.kind == "plus":
        more = number(item.limit.number, item.kind)
        return Text(
            f"：普通参保人的标准加 {more.zh}", f": {more.en} more than ordinary persons have"
        )
    return Text("", "")


def _authority(item: ListItem) -> Text:
    who = item.authority
    own = _WHO[who.who]
    if who.may_delegate_to:
        other = _WHO[who.may_delegate_to]
        return Text(f"由{own.zh}决定，可授权{other.zh}", f"{own.en} decides or lets {other.en}")
    return Text(f"由{own.zh}决定", f"{own.en} decides")


def _phase_out(item: ListItem) -> Text:
    if item.phase_out is None:
        return Text("清理期限未知", "until when an excess must be gone is not known")
    return Text(f"须在 {item.phase_out} 前清理", f"an excess must be gone by {item.phase_out}")

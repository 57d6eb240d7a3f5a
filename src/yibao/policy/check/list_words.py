"""Findings about the list of benefits, in words: value, limit, who decides, until when (清单用语)."""

from __future__ import annotations

from yibao.policy.benefit_list import ListItem
from yibao.policy.check.finding import Finding, Severity
from yibao.policy.check.measure import Reading
from yibao.policy.law import Layer, Policy
from yibao.policy.provenance import Mark, Status
from yibao.policy.values import OPEN, Kind
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


def oversteps(
    policy: Policy, item: ListItem, layer: Layer | None, reading: Reading, limit: int, case: Case
) -> Finding:
    """Say that a value oversteps its limit: by how much, who may set it, until when."""
    kind = _kind(item)
    measure = _MEASURES[item.value]
    said = case_words(_personal(case), policy.names)
    whom = Text(f"（{said.zh}）", f" ({said.en})") if said.en else Text("", "")
    name = layer.label if layer else item.label
    value, bound = number(reading.number, kind), number(limit, kind)
    above = item.operator == "<="
    how = (
        Text("高于清单上限", "is above the list's limit of")
        if above
        else Text("低于清单下限", "is below the list's limit of")
    )
    may_be = Text("不高于", "at most") if above else Text("不低于", "at least")
    if limit >= OPEN:
        bound = Text("（不设限）", "“no limit”")
        may_be = Text("", "")
    sure = item.status is Status.VERIFIED
    doubt = Text("", "") if sure else Text("；清单条目未核实", "; the limit itself is unverified")
    deciding, until = _authority(item), _phase_out(item)
    return Finding(
        Severity.ERROR if sure else Severity.WARNING,
        "oversteps_list",
        reading.mark,
        Text(
            f"{name.zh}{whom.zh}：{measure.zh} {value.zh} {how.zh} {bound.zh}"
            f"（{item.label.zh}{_formula(item).zh}{doubt.zh}）；{deciding.zh}；{until.zh}。",
            f"{name.en}{whom.en}: the {measure.en} {value.en} {how.en} {bound.en} "
            f"({item.label.en}{_formula(item).en}{doubt.en}); {deciding.en}; {until.en}.",
        ),
        Text(
            f"改为{may_be.zh}{_written(limit, kind)}，或报有权机关批准后写明文件。",
            f"Write {may_be.en}{' ' if may_be.en else ''}{_written(limit, kind)}, or name the "
            "document by which those who decide allowed it.",
        ),
    )


def differs(item: ListItem, layer: Layer | None, apart: list[tuple[Reading, int]]) -> Finding:
    """Say that values differ from a limit that is meant roughly."""
    kind = _kind(item)
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
        apart[0][0].mark,
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


def _kind(item: ListItem) -> Kind:
    return item.kind


def _personal(case: Case) -> Case:
    return {fact: value for fact, value in case.items() if fact not in ("date", "place")}


def _formula(item: ListItem) -> Text:
    """Say how the limit comes about, where it is no plain number."""
    if item.limit.times:
        said = multiple(item.limit.times, {})
        return Text(f"：{said.zh}", f": {said.en}")
    if item.limit.kind == "plus":
        more = number(item.limit.number, _kind(item))
        return Text(
            f"：普通参保人的标准加 {more.zh}", f": {more.en} more than ordinary persons have"
        )
    return Text("", "")


def _written(limit: int, kind: Kind) -> str:
    """Write a limit as a policy file would."""
    return "none" if limit >= OPEN else number(limit, kind).zh


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

"""A region's whole law as a page to hold beside the notice: lines and grids (政策页)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yibao.policy.law import Layer, Policy
from yibao.policy.provenance import Source, Status
from yibao.policy.values import Kind
from yibao.policy.wording.conditions import condition, joined
from yibao.policy.wording.entries import entries, plain_pay
from yibao.policy.wording.grids import Grid, bands_grid
from yibao.policy.wording.labels import PROCEDURE, ROLES, name_label
from yibao.policy.wording.lines import NOTHING, Line, Speaker, value_lines
from yibao.policy.wording.rules import (
    adjustment_lines,
    base_words,
    cap_lines,
    deductible_lines,
)
from yibao.terms.funds import fund
from yibao.terms.text import Text

_AXIS = {
    ("visit", "zero"): Text("按本次费用分段，自第一元起", "bands of this bill from its first yuan"),
    ("visit", "deductible"): Text(
        "按本次起付线以上费用分段", "bands of this bill above its deductible"
    ),
    ("year", "zero"): Text("按年度累计费用分段，自第一元起", "bands of the year's cost from zero"),
    ("year", "deductible"): Text(
        "按年度累计起付线以上费用分段", "bands of the year's cost above the deductible"
    ),
}
_WAITING = {
    "fixed_months": Text("固定等待期（月）", "fixed months"),
    "per_missed_year": Text("每多断保一年另加（月）", "months for each further missed year"),
    "count_from": Text("自第几个断保年起另加", "the first missed year that counts"),
    "repair_per_year": Text("每补缴一年减少（月）", "months repaired by each year paid"),
    "floor_missed_years": Text(
        "断保满几年设最低等待期", "missed years from which there is a floor"
    ),
    "floor_months": Text("最低等待期（月）", "the floor in months"),
    "newborn_days": Text("新生儿参保期限（天）", "days for enrolling a newborn"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: a title, what holds for all of it, lines, and perhaps a grid of bands."""

    title: Text
    about: tuple[tuple[Text, Text], ...] = ()
    lines: tuple[Line, ...] = ()
    grid: Grid | None = None
    grid_title: Text = NOTHING


def page(policy: Policy, day: date) -> list[Section]:
    """Say a whole law, layer by layer in the order in which they pay.

    >>> from yibao.policy import load_policy
    >>> page(load_policy("cn"), date(2025, 1, 1))[0].title.zh
    '费用分类'
    """
    speaker = Speaker(policy.names, policy.indices, day)
    sections = [_lines_section(policy, speaker)]
    for number, name in enumerate(policy.stack, 1):
        sections.append(layer_section(policy.layers[name], policy, speaker, number))
    sections += [
        *_overall_section(policy, speaker),
        *_named_sections(policy, speaker),
        _procedure_section(policy, speaker),
        _unknown_section(policy),
    ]
    return [section for section in sections if section.lines or section.grid]


def layer_section(layer: Layer, policy: Policy, speaker: Speaker, number: int) -> Section:
    """Say one layer; `number` is its place in the order of paying."""
    payer = fund(layer.fund)
    schemes = joined([name_label("scheme", scheme, policy.names) for scheme in layer.schemes])
    care = joined([name_label("care", kind, policy.names) for kind in layer.care])
    whom = condition(layer.when, policy.names, dates=True)
    role = ROLES[layer.role]
    about = [
        (Text("性质", "role"), role),
        (
            Text("基金", "fund"),
            Text(f"{payer.label.zh} {layer.fund}", f"{payer.label.en} {layer.fund}"),
        ),
        (Text("险种", "scheme"), schemes),
        (Text("医疗类别", "care"), care),
    ]
    if whom.en:
        about.append((Text("适用", "for"), whom))
    if layer.track != "main":
        track = next(t.label for t in policy.lines.tracks if t.name == layer.track)
        about.append((Text("只看", "lines"), track))
    about.append((Text("计算基数", "base"), base_words(layer.base, policy.layers)))
    now = all(t.low <= speaker.day.toordinal() <= t.high for t in layer.when if t.fact == "date")
    idle = NOTHING if now else Text("（该日未施行）", " (not in force on that day)")
    return Section(
        title=Text(f"{number}. {layer.label.zh}{idle.zh}", f"{number}. {layer.label.en}{idle.en}"),
        about=tuple(about),
        lines=tuple(_layer_lines(layer, policy, speaker)),
        grid=_grid(layer, speaker),
        grid_title=_AXIS[layer.bands.axis, layer.bands.begins] if layer.bands else NOTHING,
    )


def _grid(layer: Layer, speaker: Speaker) -> Grid | None:
    if layer.bands is None or plain_pay(layer.bands):
        return None
    return bands_grid(layer.bands.list, speaker)


def _layer_lines(layer: Layer, policy: Policy, speaker: Speaker) -> list[Line]:
    lines = deductible_lines(layer.deductible, speaker) if layer.deductible else []
    lines += value_lines(Text("支付比例", "ratio"), plain_pay(layer.bands), speaker)
    lines += value_lines(Text("定额支付", "fixed sum"), layer.fixed, speaker)
    if layer.fixed and layer.remainder == "hospital":
        rest = Text("其余由医院承担", "the rest is the hospital's")
        lines.append(Line(Text("定额支付", "fixed sum"), NOTHING, rest))
    for adjustment in layer.adjust:
        lines += adjustment_lines(
            Text("比例调整", "ratio, adjusted"), adjustment, Kind.RATIO, speaker
        )
    for cap in layer.caps:
        lines += cap_lines(layer, cap, policy, speaker)
    if layer.floor:
        of = base_words(layer.floor.of, policy.layers)
        what = Text(f"保底（{of.zh}的）", f"floor (of {of.en})")
        lines += value_lines(what, layer.floor.share, speaker)
    mode = layer.rounding.mode
    if mode.rows[0].provenance.status is not Status.ASSUMED:
        lines += value_lines(Text("取整", "rounding"), mode, speaker)
        lines += value_lines(Text("取整单位", "rounded to"), layer.rounding.unit, speaker)
    return lines


def _lines_section(policy: Policy, speaker: Speaker) -> Section:
    lines = policy.lines
    said = value_lines(Text("是否纳入", "covered"), lines.covered, speaker)
    said += value_lines(Text("先行自付", "first pay"), lines.first_pay, speaker)
    away = Text("异地先行自付", "first pay away from home")
    said += value_lines(away, lines.away_first_pay, speaker)
    for track in lines.tracks:
        whom = condition(track.when, policy.names)
        said.append(Line(Text("单列费用", "set apart"), whom, track.label))
    return Section(Text("费用分类", "Lines of a bill"), lines=tuple(said))


def _overall_section(policy: Policy, speaker: Speaker) -> list[Section]:
    said: list[Line] = []
    for ceiling in policy.overall:
        of = base_words(ceiling.of, policy.layers)
        what = Text(f"各层合计不超过{of.zh}的", f"all layers at most, of {of.en}")
        said += value_lines(what, ceiling.share, speaker)
    return [Section(Text("总额限制", "Ceilings over all layers"), lines=tuple(said))]


def _named_sections(policy: Policy, speaker: Speaker) -> list[Section]:
    indices = [
        line for n in policy.indices.values() for line in value_lines(n.label, n.value, speaker)
    ]
    allowances: list[Line] = []
    for allowance in policy.allowances.values():
        label = allowance.label
        allowances += value_lines(label, allowance.times, speaker)
        for adjustment in allowance.adjust:
            allowances += adjustment_lines(label, adjustment, Kind.DECIMAL, speaker)
        lump = Text(f"{label.zh}：一次性", f"{label.en}: once")
        most = Text(f"{label.zh}：不超过", f"{label.en}: at most")
        allowances += value_lines(lump, allowance.lump, speaker)
        allowances += value_lines(most, allowance.at_most, speaker)
    waiting: list[Line] = []
    for key, what in _WAITING.items() if policy.waiting else ():
        waiting += value_lines(what, getattr(policy.waiting, key), speaker)
    financing = [
        line for n in policy.financing.values() for line in value_lines(n.label, n.value, speaker)
    ]
    return [
        Section(
            Text("津贴（天数或月数）", "Allowances, in days or months"), lines=tuple(allowances)
        ),
        Section(Text("待遇等待期", "Waiting"), lines=tuple(waiting)),
        Section(Text("筹资", "Financing"), lines=tuple(financing)),
        Section(Text("基准数", "Indices"), lines=tuple(indices)),
    ]


def _procedure_section(policy: Policy, speaker: Speaker) -> Section:
    said: list[Line] = []
    for key, value in policy.procedure.items():
        said += value_lines(PROCEDURE[key], value, speaker)
    start = policy.benefit_year
    day = f"{start.start_month:02d}-{start.start_day:02d}"
    begins = Text("待遇年度起始日", "first day of the benefit year")
    said.append(Line(begins, NOTHING, Text(day, day)))
    return Section(Text("程序（◇ 为假定）", "Procedure (◇ assumed)"), lines=tuple(said))


def _unknown_section(policy: Policy) -> Section:
    said = [
        Line(gap.label, NOTHING, Text(gap.note or f"（{gap.key}）", gap.note or f"({gap.key})"))
        for gap in policy.gaps
    ]
    return Section(Text("已知存在而规定未知", "Known to exist, rule unknown"), lines=tuple(said))


def cited_sources(policy: Policy) -> list[Source]:
    """List the sources that any value rests on, in the order in which they are first cited."""
    found: dict[str, Source] = {}
    for entry in entries(policy):
        for row in entry.value.rows:
            found.setdefault(row.provenance.source.name, row.provenance.source)
    return list(found.values())


def source_line(source: Source) -> Text:
    """Say a source: title, number, date, address."""
    mirror = Text("（转载）", " (mirror)") if source.mirror else NOTHING
    url = "" if source.url in ("", "unknown") else f" {source.url}"
    said = f"{source.name}：{source.cite()}"
    dated = f" {source.dated}" if source.dated else ""
    return Text(
        f"{said}{dated}{url}{mirror.zh}", f"{source.name}: {source.cite()}{dated}{url}{mirror.en}"
    )

"""The charts of the report, as options of ECharts (图表).

An option is plain data; a text that begins with @ names a function of `templates/report.js` that
formats numbers. Amounts are yuan here: floating numbers, to be looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from yibao.benefit.whatif import sums
from yibao.benefit.whatif.compare import Comparison
from yibao.benefit.whatif.equity import cumulative, lorenz
from yibao.benefit.whatif.groups import BY_NAME, CHANGE_LABELS, NO_CHANGE
from yibao.benefit.whatif.payers import Paid
from yibao.benefit.whatif.report.equity_tables import incomes
from yibao.benefit.whatif.report.group_tables import labelled
from yibao.benefit.whatif.report.table import mean, quotient
from yibao.terms.funds import SUMMARY_LABELS
from yibao.terms.money import FEN_PER_YUAN
from yibao.terms.text import Text

Option = dict[str, Any]
COLOUR_A, COLOUR_B = "#9aa7b4", "#0b6e83"
LESS, MORE = "#2f6fb0", "#d1661f"
"""Pays less, pays more: a pair that colour-blind readers tell apart."""
ROW = 26
"""Height of a bar and its gap, in pixels."""
_FRAME = 74
_ROOM = 0.2
_ON_AXIS = {"@money": "@round", "@yuan": "@count", "@percent": "@share"}
"""A number on an axis is shorter than one at a bar."""
GROUPS_SHOWN = 24
"""A chart shows so many groups; the table below has all of them."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: where it stands, what it says in words, its height and its option."""

    key: str
    title: Text
    height: int
    option: Option


def of_funds(comparison: Comparison, lang: str) -> Chart:
    """Draw what every payer pays under A and B."""
    a, b = (payers.by_field for payers in comparison.payers)
    shown = [name for name in SUMMARY_LABELS if a.get(name, Paid()).fen or b.get(name, Paid()).fen]
    labels = [SUMMARY_LABELS[name].of(lang) for name in shown]
    values = [[side.get(name, Paid()).fen for name in shown] for side in (a, b)]
    total = comparison.total.sums[0]
    for label, first in (
        (Text("医院负担", "hospitals"), sums.HOSPITAL_A),
        (Text("个人负担", "persons"), sums.PERSONAL_A),
    ):
        if total[first] or total[first + 1]:
            labels.append(label.of(lang))
            for side, law in zip(values, (0, 1), strict=True):
                side.append(int(total[first + law]))
    title = Text("各方支付", "Who pays how much")
    option = _pairs(labels, [list(map(_yuan, side)) for side in values], "@money", lang)
    return Chart("funds", title, _FRAME + 2 * ROW * len(labels), option)


def of_changes(comparison: Comparison, name: str, lang: str) -> Chart:
    """Draw how much more a person of each group pays on average."""
    grouped = comparison.groups[name]
    rows = labelled(comparison, name)[:GROUPS_SHOWN]
    change = grouped.sums[:, sums.PERSONAL_B] - grouped.sums[:, sums.PERSONAL_A]
    means = [mean(int(change[at]), int(grouped.persons[at])) or 0 for _, at in rows]
    option = _frame([label.of(lang) for label, _ in rows], "@yuan")
    option["legend"] = {"show": False}
    option["grid"]["top"] = 8
    option["xAxis"] |= _with_room([_yuan(one) for one in means])
    option["series"] = [
        {
            "name": Text("人均变化", "per person").of(lang),
            "type": "bar",
            "barMaxWidth": 16,
            "data": [_signed(_yuan(one), one) for one in means],
            "label": {"show": True, "formatter": "@yuan", "fontSize": 11},
        }
    ]
    title = Text(f"按{BY_NAME[name].label.zh}", f"By {BY_NAME[name].label.en}")
    return Chart(f"change_{name}", title, 44 + ROW * len(rows), option)


def of_sizes(comparison: Comparison, lang: str) -> Chart:
    """Draw how many persons pay less and more, by size; those without a change are told."""
    counted = comparison.total.classes[0].tolist()
    classes = [at for at in range(len(CHANGE_LABELS)) if at != NO_CHANGE]
    option = _frame([CHANGE_LABELS[at].of(lang) for at in classes], "@count")
    option["legend"] = {"show": False}
    option["grid"]["top"] = 8
    option["series"] = [
        {
            "name": Text("人数", "persons").of(lang),
            "type": "bar",
            "barMaxWidth": 18,
            "data": [
                {"value": counted[at], "itemStyle": {"color": LESS if at < NO_CHANGE else MORE}}
                for at in classes
            ],
            "label": {"show": True, "position": "right", "formatter": "@count", "fontSize": 11},
        }
    ]
    title = Text("少付与多付的人数", "Persons who pay less, and more")
    return Chart("sizes", title, 44 + ROW * len(classes), option)


def of_ratios(comparison: Comparison, name: str, lang: str) -> Chart:
    """Draw the effective reimbursement ratio of each group under A and B."""
    grouped = comparison.groups[name]
    rows = labelled(comparison, name)[:GROUPS_SHOWN]
    bill = grouped.sums[:, sums.BILL]
    values = [
        [quotient(int(grouped.sums[at, sums.FUND_A + law]), int(bill[at])) for _, at in rows]
        for law in (0, 1)
    ]
    option = _pairs([label.of(lang) for label, _ in rows], values, "@percent", lang)
    title = Text(f"按{BY_NAME[name].label.zh}", f"By {BY_NAME[name].label.en}")
    return Chart(f"ratio_{name}", title, _FRAME + int(1.6 * ROW * len(rows)), option)


def of_lorenz(comparison: Comparison, lang: str) -> Chart:
    """Draw the Lorenz curves of personal payments."""
    names = [Text(f"方案 {law}", f"law {law}").of(lang) for law in "AB"]
    curves = [lorenz(amounts) for amounts in comparison.personal]
    option = _curves(lang, Text("就诊者累计占比", "share of persons with a visit"))
    styles = ((COLOUR_A, "solid", 3), (COLOUR_B, "dashed", 2))
    option["series"] += [
        _curve(name, curve, *style)
        for name, curve, style in zip(names, curves, styles, strict=True)
    ]
    title = Text("洛伦兹曲线：个人负担", "Lorenz curves: personal payments")
    return Chart("lorenz", title, 380, option)


def of_concentration(comparison: Comparison, lang: str) -> Chart | None:
    """Draw the concentration curves by income group; None without income groups."""
    poor = incomes(comparison)
    if poor is None:
        return None
    persons = cumulative(poor.persons)
    option = _curves(lang, Text("人口累计占比（低收入在前）", "share of persons, poorest first"))
    for name, label, colours in (
        ("fund", Text("基金支付", "funds"), (COLOUR_A, COLOUR_B)),
        ("personal", Text("个人负担", "persons"), ("#e0b48d", MORE)),
    ):
        for law, amounts, colour, style in zip(
            "AB", poor.amounts[name], colours, (("solid", 3), ("dashed", 2)), strict=True
        ):
            curve = list(zip(persons, cumulative(amounts), strict=True))
            option["series"].append(_curve(f"{label.of(lang)} {law}", curve, colour, *style))
    title = Text("集中曲线：按收入组", "Concentration curves: by income group")
    return Chart("concentration", title, 380, option)


# Parts of options -----------------------------------------------------------------------------


def _yuan(fen: int) -> float:
    return fen / FEN_PER_YUAN


def _signed(number: float, change: int) -> Option:
    side = "right" if change >= 0 else "left"
    colour = MORE if change > 0 else LESS
    return {"value": number, "itemStyle": {"color": colour}, "label": {"position": side}}


def _with_room(numbers: Sequence[float]) -> Option:
    """Return ends of an axis that leave room for the figures at the ends of bars."""
    least, most = min(0.0, *numbers), max(0.0, *numbers)
    room = (most - least) * _ROOM
    ends: Option = {}
    if least < 0:
        ends = {"min": least - room, "max": most + room}
    return ends and {
        **ends,
        "axisLabel": {"formatter": "@count", "showMinLabel": False, "showMaxLabel": False},
    }


def _frame(labels: Sequence[str], formatter: str) -> Option:
    """Return an option of horizontal bars, the first group on top."""
    return {
        "animation": False,
        "aria": {"enabled": True},
        "grid": {"left": 8, "right": 56, "top": 40, "bottom": 8, "containLabel": True},
        "tooltip": {
            "trigger": "axis",
            "axisPointer": {"type": "shadow"},
            "valueFormatter": formatter,
        },
        "xAxis": {
            "type": "value",
            "splitNumber": 4,
            "axisLabel": {"formatter": _ON_AXIS.get(formatter, formatter), "hideOverlap": True},
            "splitLine": {"lineStyle": {"color": "#e8ecf0"}},
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": list(labels),
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": "#b9c2cc"}},
            "axisLabel": {"interval": 0, "color": "#33404d"},
        },
        "series": [],
    }


def _pairs(
    labels: Sequence[str], values: Sequence[Sequence[float | None]], formatter: str, lang: str
) -> Option:
    """Return an option of bars in pairs, A above B."""
    option = _frame(labels, formatter)
    option["legend"] = {"top": 4, "left": 0, "itemWidth": 14, "itemHeight": 10}
    option["series"] = [
        {
            "name": Text(f"方案 {law}", f"law {law}").of(lang),
            "type": "bar",
            "barMaxWidth": 14,
            "itemStyle": {"color": colour},
            "data": list(side),
            "label": {"show": True, "position": "right", "formatter": formatter, "fontSize": 11},
        }
        for law, colour, side in zip("AB", (COLOUR_A, COLOUR_B), values, strict=True)
    ]
    return option


def _curves(lang: str, below: Text) -> Option:
    """Return an option of curves from 0 to 1, with the line of equality."""
    axis = {
        "type": "value",
        "min": 0,
        "max": 1,
        "axisLabel": {"formatter": "@share"},
        "splitLine": {"lineStyle": {"color": "#e8ecf0"}},
    }
    equal = _curve(Text("完全平等", "equality").of(lang), [(0, 0), (1, 1)], "#b9c2cc", "dotted", 1)
    return {
        "animation": False,
        "aria": {"enabled": True},
        "legend": {"top": 0, "left": 0, "itemWidth": 16, "itemHeight": 3, "icon": "rect"},
        "grid": {"left": 8, "right": 16, "top": 56, "bottom": 34, "containLabel": True},
        "tooltip": {"trigger": "axis", "valueFormatter": "@percent"},
        "xAxis": {**axis, "name": below.of(lang), "nameLocation": "middle", "nameGap": 28},
        "yAxis": dict(axis),
        "series": [equal],
    }


def _curve(
    name: str, points: Sequence[tuple[float, float]], colour: str, style: str, width: int
) -> Option:
    return {
        "name": name,
        "type": "line",
        "showSymbol": len(points) < 20 and style != "dotted",
        "symbolSize": 5,
        "data": [list(point) for point in points],
        "lineStyle": {"color": colour, "type": style, "width": width},
        "itemStyle": {"color": colour},
    }

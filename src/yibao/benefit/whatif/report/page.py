"""The page of a report (report.html): one file that asks the network for nothing (测算报告页)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from yibao.benefit.whatif.compare import Comparison
from yibao.benefit.whatif.report import charts, words
from yibao.benefit.whatif.report.assets import charts_library, template
from yibao.benefit.whatif.report.charts import Chart
from yibao.benefit.whatif.report.gather import Tables, not_given
from yibao.benefit.whatif.report.method import METHOD
from yibao.benefit.whatif.report.table import Figure, Table, shown
from yibao.terms.text import Text

_CHANGES = ("income_group", "care", "scheme", "sex", "level", "county", "age", "bill", "category")
_RATIOS = ("income_group", "scheme", "level", "county")
"""Charts stand in pairs; neighbours have about equally many groups."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: a title, what is said, charts, tables."""

    key: str
    title: Text
    said: tuple[Text, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    """The others are folded away on a screen and printed all the same."""
    folded: tuple[Table, ...] = field(default=())


def page(comparison: Comparison, tables: Tables, lang: str) -> str:
    """Return the page as HTML."""
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(template),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "said": lambda text: text.of(lang),
        "shown": lambda cell: shown(cell, lang),
        "numeric": lambda cell: isinstance(cell, Figure),
    }
    sections = _sections(comparison, tables, lang)
    options = {chart.key: chart.option for section in sections for chart in section.charts}
    return environment.get_template("report.html.j2").render(
        **_head(comparison),
        lang=lang,
        sections=sections,
        tiles=words.tiles(comparison),
        style=template("report.css"),
        script=template("report.js"),
        library=charts_library(),
        options=as_script(options),
    )


def _head(comparison: Comparison) -> dict[str, Any]:
    laws, question = comparison.laws, comparison.question
    first, last = laws.a.policy.benefit_year.bounds(comparison.year)
    files = [question.claims, question.persons, question.lines]
    a, b = laws.names
    return {
        "title": Text(f"{a.zh}政策测算", f"{a.en}: what if the law were another"),
        "mark": words.mark(comparison),
        "hypothetical": laws.hypothetical,
        "laws": (("A", a, laws.place_a), ("B", b, laws.place_b)),
        "changes": laws.changes,
        "period": f"{first} – {last}",
        "files": [Path(path).name for path in files if path is not None],
        "result": words.result(comparison),
        "coverage": words.coverage(comparison),
        "unverified": question.allow_unverified,
        "t": Text,
    }


def _sections(comparison: Comparison, tables: Tables, lang: str) -> list[Section]:
    given = not_given(comparison)
    found = [
        Section(
            "law",
            Text("比较什么", "What is compared"),
            tables=tuple(tables.of("law_changes")),
        ),
        Section(
            "funds",
            Text("基金与个人", "Funds and persons"),
            charts=(charts.of_funds(comparison, lang),),
            tables=tuple(tables.of("total", "funds", "layers")),
        ),
        Section(
            "groups",
            Text("对谁有影响", "Who is affected"),
            (_per_person(), *([given] if given else [])),
            tuple(
                charts.of_changes(comparison, name, lang) for name in _there(comparison, _CHANGES)
            ),
            folded=tuple(tables.of(*(f"by_{name}" for name in comparison.groups))),
        ),
        _winners(comparison, tables, lang),
        Section(
            "ratios",
            Text("报销比例", "Reimbursement ratios"),
            (Text("实际报销比例＝基金支付÷总费用。", "Effective ratio = funds ÷ bill."),),
            tuple(charts.of_ratios(comparison, name, lang) for name in _there(comparison, _RATIOS)),
            tuple(tables.of("gaps")),
        ),
        _equity(comparison, tables, lang),
        Section(
            "limits",
            Text("未比较的就诊与依据", "What was not compared, and what this rests on"),
            (words.coverage(comparison),),
            tables=tuple(tables.of("not_compared", "sources")),
        ),
    ]
    return [*found, Section("method", Text("口径说明", "Method"), METHOD)]


def _winners(comparison: Comparison, tables: Tables, lang: str) -> Section:
    return Section(
        "winners",
        Text("受益与受损", "Winners and losers"),
        (
            Text(
                "按人、按全年计。负担不变的人不在图中，见表。",
                "By person, over the year. Who pays the same is not in the chart, see the table.",
            ),
        ),
        (charts.of_sizes(comparison, lang),),
        tuple(tables.of("sizes", "largest_losses", "largest_gains")),
        tuple(tables.of("winners_and_losers")),
    )


def _equity(comparison: Comparison, tables: Tables, lang: str) -> Section:
    curves = (charts.of_lorenz(comparison, lang), charts.of_concentration(comparison, lang))
    return Section(
        "equity",
        Text("公平性", "Equity"),
        (),
        tuple(curve for curve in curves if curve is not None),
        tuple(tables.of("indices", "heavy_payments")),
        tuple(tables.of("concentration")),
    )


def _per_person() -> Text:
    return Text(
        "图中为人均全年个人负担的变化（元）：向右为多付，向左为少付。",
        "Charts: change of what a person pays in the year, mean, yuan; right: more, left: less.",
    )


def _there(comparison: Comparison, names: Iterable[str]) -> list[str]:
    return [name for name in names if name in comparison.groups]


def as_script(options: dict[str, Any]) -> str:
    """Return data that cannot end the script it stands in."""
    return json.dumps(options, ensure_ascii=False).replace("<", "\\u003c")

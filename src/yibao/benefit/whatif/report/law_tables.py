"""Tables of the law: what B says otherwise, and what both rest on (规定与出处)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from yibao.benefit.whatif.compare import Comparison
from yibao.benefit.whatif.report.table import Cell, Column, Kind, Table
from yibao.policy.changed import LABEL, is_hypothesis
from yibao.policy.law import Policy
from yibao.policy.plan.used import rows_of
from yibao.policy.provenance import Source
from yibao.policy.values import Row, Unknown
from yibao.policy.wording.changes import NOT_WRITTEN, compare
from yibao.policy.wording.conditions import joined
from yibao.policy.wording.labels import STATUSES
from yibao.terms.text import Text

_ORDER = (*("hypothesis", "unverified", "assumed", "secondary", "verified", "unknown"),)
_LABELS = STATUSES | {"hypothesis": LABEL, "unknown": Text("未知", "unknown")}
_NONE = Text("（无）", "(none)")


def change_table(comparison: Comparison) -> Table:
    """Return what B says otherwise than A in the year; values set are listed as written."""
    laws = comparison.laws
    found = compare(laws.a.policy, laws.b.policy, comparison.year)
    rows: list[tuple[Cell, ...]] = [
        (Text("取消的层", "layer gone"), f"layers.{layer.name}", layer.label, _NONE)
        for layer in found.removed
    ]
    rows += [
        (Text("新增的层", "new layer"), f"layers.{layer.name}", _NONE, layer.label)
        for layer in found.added
    ]
    rows += [(one.label, one.key, _words(one.before), _words(one.after)) for one in found.changes]
    told = {one.key for one in found.changes}
    rows += [
        (LABEL, one.key, _NONE, one.written)
        for one in laws.changes
        if not any(one.key.startswith(key) for key in told)
    ]
    return Table(
        "law_changes",
        Text("方案 B 与方案 A 的规定差别", "What law B says otherwise than law A"),
        (
            Column("what", Text("项目", "what")),
            Column("key", Text("键", "key")),
            Column("before", Text("方案 A", "law A")),
            Column("after", Text("方案 B", "law B")),
        ),
        tuple(rows),
    )


def _words(rows: tuple[Text, ...]) -> Text:
    return joined(list(rows), "；", "; ") if rows else NOT_WRITTEN


def status_of(row: Row) -> str:
    """Say how sure a row of the law is: its status, `unknown`, or `hypothesis`."""
    if isinstance(row.operand, Unknown):
        return "unknown"
    if is_hypothesis(row.provenance.source):
        return "hypothesis"
    return row.provenance.status.value


def sources_table(comparison: Comparison) -> Table:
    """Return the sources of the values that the counted visits may have met, weakest first."""
    days = comparison.laws.a.policy.benefit_year.bounds(comparison.year)
    span = days[0].toordinal(), days[1].toordinal()
    counted = [
        Counter(
            (status_of(row), row.provenance.source)
            for row in _rows(plan.policy, met)
            if _holds(row, span)
        )
        for plan, met in zip((comparison.laws.a, comparison.laws.b), comparison.met, strict=True)
    ]
    keys = sorted(
        set(counted[0]) | set(counted[1]), key=lambda one: (_ORDER.index(one[0]), one[1].name)
    )
    rows = [
        (
            _LABELS[status],
            _cited(source),
            source.url,
            counted[0][status, source],
            counted[1][status, source],
        )
        for status, source in keys
    ]
    return Table(
        "sources",
        Text("所依据的规定及其可信程度", "What both laws rest on"),
        (
            Column("status", Text("可信程度", "status")),
            Column("source", Text("来源", "source")),
            Column("url", Text("网址", "address"), brief=False),
            Column("values_a", Text("值数 A", "values, A"), Kind.COUNT),
            Column("values_b", Text("值数 B", "values, B"), Kind.COUNT),
        ),
        tuple(rows),
        Text(
            "所计就诊可能适用的待遇层中、在该年度有效的值。未知的值从不使用：遇到它的就诊不能结算。",
            "Values in force in the year, of layers that the counted visits may meet. Unknown "
            "values are never used: a visit that meets one is refused.",
        ),
    )


def _rows(policy: Policy, met: frozenset[str]) -> Iterable[Row]:
    """List the rows that may have decided something, each once."""
    layers = [row for name in sorted(met) for row in rows_of(policy.layers[name])]
    lines = [*policy.lines.covered.rows, *policy.lines.first_pay.rows]
    if policy.lines.away_first_pay:
        lines += policy.lines.away_first_pay.rows
    procedure = [row for value in policy.procedure.values() for row in value.rows]
    return {(row.mark, row.provenance.first): row for row in (*layers, *lines, *procedure)}.values()


def _holds(row: Row, span: tuple[int, int]) -> bool:
    return all(
        test.low <= span[1] and span[0] <= test.high for test in row.tests if test.fact == "date"
    )


def _cited(source: Source) -> Text:
    if is_hypothesis(source):
        return Text("假设方案（--set 设定，没有来源）", "hypothesis (--set; no source)")
    return Text(source.cite(), source.cite())

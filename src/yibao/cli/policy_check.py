"""`yibao policy check`: findings as a table or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import typer
from rich.table import Table
from rich.text import Text as Styled

from yibao.cli.console import console
from yibao.policy.check import (
    SEVERITY_LABELS,
    Finding,
    Report,
    Severity,
    Target,
    check_target,
    region_targets,
    rows_by_status,
    shown_path,
    status_of_rows,
    targets,
    without_repeats,
)
from yibao.policy.provenance import Mark
from yibao.terms.text import Text

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


def run(
    paths: list[str], limits: Path | None, strict: bool, every: bool, as_json: bool, lang: str
) -> int:
    """Check what was asked for; return the exit code."""
    asked = [target for path in paths for target in targets(path)] if paths else region_targets()
    wanted = list(dict.fromkeys(asked))
    reports = [
        check_target(target, limits.resolve() if limits else None, strict=strict)
        for target in wanted
    ]
    reports = without_repeats(reports)
    counts = Counter(finding.severity for report in reports for finding in report.findings)
    if as_json:
        typer.echo(json.dumps(_as_json(reports, counts), ensure_ascii=False, indent=2))
    else:
        _print(reports, counts, every, lang)
    return 1 if counts[Severity.ERROR] else 0


def _print(reports: list[Report], counts: Counter[Severity], every: bool, lang: str) -> None:
    listed = [
        (finding, report.target)
        for report in reports
        for finding in report.findings
        if every or finding.severity is not Severity.INFO
    ]
    out = console()
    if listed:
        table = Table(box=None, padding=(0, 2, 1, 0), show_header=False)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for finding, target in sorted(listed, key=lambda pair: pair[0].order):
            label = SEVERITY_LABELS[finding.severity].of(lang)
            style = _STYLES[finding.severity]
            table.add_row(Styled(label, style=style), _words(finding, target, lang))
        out.print(table)
    out.print(_summary(reports, counts, every).of(lang), highlight=False)


def _words(finding: Finding, target: Target, lang: str) -> Styled:
    """Say a finding: place, problem, what to write, code."""
    path = shown_path(finding, target, Path.cwd())
    place = f"{path}:{finding.mark.line}: {finding.mark.key}\n"
    words = Styled(place, style="cyan").append(finding.message.of(lang), style="default")
    remedy = f"\n→ {finding.remedy.of(lang)}"
    return words.append(remedy, style="green").append(f" [{finding.code}]", style="dim")


def _summary(reports: list[Report], counts: Counter[Severity], every: bool) -> Text:
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    infos, laws = counts[Severity.INFO], len(reports)
    rows: dict[Mark, str] = {}
    for report in reports:
        rows |= status_of_rows(report.policy) if report.policy else {}
    statuses = Counter(rows.values())
    unknown = statuses["unknown"]
    more = Text("", "") if every or not infos else Text("（--all 列出）", " (--all lists them)")
    return Text(
        f"{laws} 个地区：{errors} 个错误，{warnings} 个警告，{infos} 条提示{more.zh}；"
        f"官方文件 {statuses['verified']} 行，汇编 {statuses['secondary']} 行，"
        f"未核实 {statuses['unverified']} 行，假定 {statuses['assumed']} 行，未知 {unknown} 行。",
        f"{laws} regions: {errors} errors, {warnings} warnings, {infos} to know{more.en}; rows of "
        f"values: {statuses['verified']} verified, {statuses['secondary']} secondary, "
        f"{statuses['unverified']} unverified, {statuses['assumed']} assumed, {unknown} unknown.",
    )


def _as_json(reports: list[Report], counts: Counter[Severity]) -> dict[str, object]:
    return {
        "counts": {severity.value: counts[severity] for severity in Severity},
        "regions": [
            {
                "place": report.target.place,
                "region": report.policy.region if report.policy else None,
                "label": _text(report.policy.label) if report.policy else None,
                "rows": dict(rows_by_status(report.policy)) if report.policy else None,
                "findings": [_finding(finding, report.target) for finding in report.findings],
            }
            for report in reports
        ],
    }


def _finding(finding: Finding, target: Target) -> dict[str, object]:
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "file": shown_path(finding, target, Path.cwd()),
        "line": finding.mark.line,
        "key": finding.mark.key,
        "message": _text(finding.message),
        "remedy": _text(finding.remedy),
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}

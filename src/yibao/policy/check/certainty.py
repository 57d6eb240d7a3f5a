"""How sure we are of a law: statuses counted, what is unknown or without limit listed (可信度)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from yibao.policy.check.finding import Finding, Severity
from yibao.policy.law import Policy
from yibao.policy.provenance import Mark, Status
from yibao.policy.values import Row, Unknown, Unlimited
from yibao.policy.wording.conditions import condition
from yibao.policy.wording.entries import entries
from yibao.policy.wording.labels import STATUSES, Names
from yibao.terms.text import Text

ASSUMPTIONS = "cn/assumptions.yaml"
"""The only file that may hold assumptions."""

_REMEDIES = {
    Status.SECONDARY: Text(
        "找到官方文件后改写来源和 status: verified。",
        "Once the official document is found, name it and write status: verified.",
    ),
    Status.UNVERIFIED: Text(
        "核实来源；在此之前结算遇到它会被拒绝。",
        "Verify it; until then a visit that reaches it is refused.",
    ),
    Status.ASSUMED: Text(
        "本地有规定的，在本地文件中写出。", "Write the region's own rule, if it has one."
    ),
}


def rows_by_status(policy: Policy) -> Counter[str]:
    """Count the rows of all values by status; `unknown` counts apart.

    >>> from yibao.policy import load_policy
    >>> rows_by_status(load_policy("cn"))["assumed"] > 0
    True
    """
    return Counter(status_of_rows(policy).values())


def status_of_rows(policy: Policy) -> dict[Mark, str]:
    """Return the status of each row by its place, so that laws with a common part add up."""
    return {
        row.mark: "unknown" if isinstance(row.operand, Unknown) else row.provenance.status.value
        for entry in entries(policy)
        for row in entry.value.rows
    }


def statuses(policy: Policy, strict: bool = False) -> Iterator[Finding]:
    """List the values that rest on less than an official document."""
    for entry in entries(policy):
        for status, remedy in _REMEDIES.items():
            rows = [row for row in entry.value.rows if row.provenance.status is status]
            if not rows:
                continue
            label = STATUSES[status.value]
            grave = strict and status is Status.UNVERIFIED
            sources = sorted({row.provenance.source.name for row in rows})
            yield Finding(
                Severity.ERROR if grave else Severity.INFO,
                status.value,
                entry.value.mark,
                Text(
                    f"{label.zh}：{len(rows)} 行，来源 {'、'.join(sources)}。",
                    f"{label.en}: rows {len(rows)}, source {', '.join(sources)}.",
                ),
                remedy,
            )


def misplaced_assumptions(policy: Policy) -> Iterator[Finding]:
    """Find assumptions outside the one file that may hold them."""
    for entry in entries(policy):
        for row in entry.value.rows:
            if row.provenance.status is Status.ASSUMED and row.mark.file != ASSUMPTIONS:
                yield Finding(
                    Severity.ERROR,
                    "assumed_elsewhere",
                    row.mark,
                    Text(
                        f"只有 {ASSUMPTIONS} 可以写 assumed。",
                        f"Only {ASSUMPTIONS} may hold assumptions.",
                    ),
                    Text(
                        "写明来源和它的 status；没有来源的写 unknown。",
                        "Name a source and its status; write unknown where there is none.",
                    ),
                )


def unknown_values(policy: Policy) -> Iterator[Finding]:
    """List what is unknown: values, and rules known to exist."""
    remedy = Text(
        "找到文件后写入；在此之前结算遇到它会被拒绝。",
        "Write it once the document is found; until then a visit that reaches it is refused.",
    )
    what = Text("未知", "unknown")
    for entry in entries(policy):
        for row in entry.value.rows:
            if isinstance(row.operand, Unknown):
                yield _listed("unknown", row, what, remedy, policy.names)
    for gap in policy.gaps:
        note = (f"：{gap.note}", f": {gap.note}") if gap.note else ("", "")
        yield Finding(
            Severity.INFO,
            "rule_unknown",
            gap.mark,
            Text(
                f"规定未知：{gap.label.zh}（{gap.key}）{note[0]}。",
                f"The rule is not known: {gap.label.en} ({gap.key}){note[1]}.",
            ),
            remedy,
        )


def no_limits(policy: Policy) -> Iterator[Finding]:
    """List the limits that say `none`."""
    for entry in entries(policy):
        if entry.slot == "bands.to":
            continue
        for row in entry.value.rows:
            if isinstance(row.operand, Unlimited):
                yield _listed(
                    "no_limit",
                    row,
                    Text("不设限", "no limit"),
                    Text("如有限额，写出数额。", "Write the amount if there is a limit."),
                    policy.names,
                )


def _listed(code: str, row: Row, what: Text, remedy: Text, names: Names) -> Finding:
    said = condition(row.tests, names, dates=True)
    note = (
        (f"；{row.provenance.note}", f"; {row.provenance.note}")
        if row.provenance.note
        else ("", "")
    )
    return Finding(
        Severity.INFO,
        code,
        row.mark,
        Text(f"{what.zh}（{said.zh}）{note[0]}。", f"{what.en} ({said.en}){note[1]}."),
        remedy,
    )

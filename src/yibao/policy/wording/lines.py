"""A value as lines: what, for whom, the rule, its source (逐行)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yibao.policy.law import Named
from yibao.policy.provenance import Provenance
from yibao.policy.values import Kind, Row, Unknown, Value
from yibao.policy.wording.cases import without_dates
from yibao.policy.wording.conditions import condition, dates_words
from yibao.policy.wording.labels import STATUSES, Names
from yibao.policy.wording.operands import operand
from yibao.terms.text import Text

NOTHING = Text("", "")
OTHERS = Text("其他", "others")
_MARKS = {"verified": "●", "secondary": "◐", "unverified": "○", "assumed": "◇"}


@dataclass(frozen=True, slots=True)
class Speaker:
    """What is needed to say a law: its names, its indices, and the day that is asked about."""

    names: Names
    indices: Mapping[str, Named]
    day: date


@dataclass(frozen=True, slots=True)
class Line:
    """One rule in words; `in_force` is false for another version of it."""

    what: Text
    whom: Text
    rule: Text
    provenance: Provenance | None = None
    in_force: bool = True


def status_mark(provenance: Provenance) -> str:
    """Return the sign of a status; `legend` explains the signs."""
    return _MARKS[provenance.status.value]


def legend() -> Text:
    """Explain the signs of the statuses.

    >>> legend().en
    '● official document, ◐ compilation, ○ unverified, ◇ assumed'
    """
    said = [(sign, STATUSES[name]) for name, sign in _MARKS.items()]
    return Text(
        "，".join(f"{sign} {label.zh}" for sign, label in said),
        ", ".join(f"{sign} {label.en}" for sign, label in said),
    )


def source_words(provenance: Provenance) -> Text:
    """Say where a rule comes from: sign, source, article, and since when or from which year."""
    named = provenance.source.name
    article = f" {provenance.article}" if provenance.article else ""
    since = Text(f"{provenance.first}起", f"from {provenance.first}")
    if not provenance.first_known:
        year = provenance.first.year
        since = Text(f"{year}年资料", f"as of {year}")
    sign = status_mark(provenance)
    return Text(f"{sign} {named}{article}，{since.zh}", f"{sign} {named}{article}, {since.en}")


def value_lines(what: Text, value: Value | None, speaker: Speaker) -> list[Line]:
    """Say a value: one line for each row, first those in force on the day asked about.

    Args:
        what: what the value is, such as 起付线.
        value: the value; none gives no lines.
        speaker: names, indices, day.

    >>> from yibao.policy import load_policy
    >>> law = load_policy("cn")
    >>> speaker = Speaker(law.names, law.indices, date(2025, 1, 1))
    >>> [line.rule.zh for line in value_lines(Text("覆盖", "covered"), law.lines.covered, speaker)]
    ['否', '否', '是']

    """
    if value is None:
        return []
    rows = [(row, in_force(row, speaker.day)) for row in value.rows]
    held = [row for row, now in rows if now]
    lines = [_line(what, row, value.kind, speaker, len(held) > 1) for row in held]
    if not held:
        lines = [Line(what, NOTHING, Text("该日没有规定", "no rule on that day"))]
    lines += [_other_version(what, row, value.kind, speaker) for row, now in rows if not now]
    return lines


def in_force(row: Row, day: date) -> bool:
    """Say whether a row holds on a day."""
    ordinal = day.toordinal()
    return all(t.low <= ordinal <= t.high for t in row.tests if t.fact == "date")


def whom_words(row: Row, names: Names, several: bool) -> Text:
    """Say for whom a row is; the last of several, without a condition, is for all others."""
    said = condition(row.tests, names)
    return said if said.en or not several else OTHERS


def rule_words(row: Row, kind: Kind, speaker: Speaker) -> Text:
    """Say what a row gives, with the note that explains why it is unknown."""
    rule = operand(row, kind, speaker.indices)
    note = row.provenance.note
    if isinstance(row.operand, Unknown) and note:
        return Text(f"{rule.zh}（{note}）", f"{rule.en} ({note})")
    return rule


def _line(what: Text, row: Row, kind: Kind, speaker: Speaker, several: bool) -> Line:
    whom = whom_words(row, speaker.names, several)
    return Line(what, whom, rule_words(row, kind, speaker), row.provenance)


def _other_version(what: Text, row: Row, kind: Kind, speaker: Speaker) -> Line:
    windows = [dates_words(test) for test in row.tests if test.fact == "date"]
    # The narrowest window is the last that was put around the row.
    when = windows[-1] if windows else NOTHING
    whom = condition(without_dates(row.tests), speaker.names)
    rule = rule_words(row, kind, speaker)
    said = Text(f"{rule.zh}（{when.zh}）", f"{rule.en} ({when.en})")
    return Line(what, whom, said, row.provenance, in_force=False)

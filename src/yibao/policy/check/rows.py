"""Rows of a decision list that no visit can ever meet, and gaps between versions (行与日期)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from yibao.policy.check.finding import Finding, Severity
from yibao.policy.law import Policy
from yibao.policy.values import OPEN, Row, Test
from yibao.policy.wording.cases import cases, fits, implies, possible, without_dates
from yibao.policy.wording.conditions import case_words, condition, dates_words
from yibao.policy.wording.entries import Entry, entries
from yibao.policy.wording.labels import Names
from yibao.terms.text import Text

Window = tuple[int, int]


def unreachable_rows(policy: Policy) -> Iterator[Finding]:
    """Find rows behind an earlier row that holds wherever they do, and rows that never hold."""
    for entry in entries(policy):
        rows = entry.value.rows
        for position, row in enumerate(rows):
            if not possible(row.tests, policy.names):
                yield _impossible(row, policy.names)
                continue
            before = rows[:position]
            earlier = next((r for r in before if implies(row.tests, r.tests, policy.names)), None)
            if earlier is not None:
                yield _unreachable(row, earlier, policy.names)


def _impossible(row: Row, names: Names) -> Finding:
    said = condition(row.tests, names, dates=True)
    return Finding(
        Severity.ERROR,
        "row_impossible",
        row.mark,
        Text(f"这一行的条件不能同时成立：{said.zh}。", f"No visit fits this row: {said.en}."),
        Text("改正 when、表中的键或日期，或删去这一行。", "Mend the when, the key or the dates."),
    )


def _unreachable(row: Row, earlier: Row, names: Names) -> Finding:
    said = condition(earlier.tests, names, dates=True)
    line = earlier.mark.line
    remedy = Text(
        f"把这一行移到第 {line} 行之前，或删去。", f"Move it before line {line}, or drop it."
    )
    if set(without_dates(row.tests)) == set(without_dates(earlier.tests)):
        first = row.provenance.first
        remedy = Text(
            f"写成 versions: [{{value: …}}, {{valid_from: {first}, value: …}}]。",
            f"Write versions: [{{value: …}}, {{valid_from: {first}, value: …}}].",
        )
    return Finding(
        Severity.ERROR,
        "unreachable",
        row.mark,
        Text(
            f"永远用不到：第 {line} 行（{said.zh}）已包括它。",
            f"It is never reached: line {line} ({said.en}) takes all of it.",
        ),
        remedy,
    )


def date_overlaps(policy: Policy) -> Iterator[Finding]:
    """Find rows with the same conditions whose days overlap in part."""
    for entry in entries(policy):
        known: dict[frozenset[object], list[Row]] = {}
        for row in entry.value.rows:
            same = known.setdefault(frozenset(without_dates(row.tests)), [])
            for other in same:
                mine, theirs = _window(row), _window(other)
                overlap = max(mine[0], theirs[0]), min(mine[1], theirs[1])
                # One inside the other is an exception for some days, or never reached.
                if overlap[0] <= overlap[1] and overlap not in (mine, theirs):
                    yield _overlap(row, other, overlap)
            same.append(row)


def _overlap(row: Row, other: Row, overlap: Window) -> Finding:
    older = row if _window(row)[0] < _window(other)[0] else other
    newer = other if older is row else row
    end = newer.provenance.first - timedelta(days=1)
    days = dates_words_of(overlap)
    return Finding(
        Severity.WARNING,
        "dates_overlap",
        older.mark,
        Text(
            f"与第 {newer.mark.line} 行条件相同而日期重叠（{days.zh}），以写在前面的为准。",
            f"Line {newer.mark.line} has the same conditions and some of the same days "
            f"({days.en}); the row written first holds.",
        ),
        Text(
            f"在较早的一行写 valid_to: {end}，或写成 versions。",
            f"Write valid_to: {end} in the older row, or versions.",
        ),
    )


def date_gaps(policy: Policy) -> Iterator[Finding]:
    """Find days between two versions of a value on which it has none."""
    for entry in entries(policy):
        windows = {_window(row) for row in entry.value.rows}
        # Without an end there is no gap behind anything.
        if all(high >= OPEN for _, high in windows):
            continue
        reported: set[Window] = set()
        for gap, row, said in _gaps(entry, policy.names):
            if gap not in reported:
                reported.add(gap)
                yield _gap(gap, row, said)


def _gaps(entry: Entry, names: Names) -> Iterator[tuple[Window, Row, Text]]:
    rows = entry.value.rows
    when = entry.layer.when if entry.layer else ()
    limits = [test for test in when if test.fact == "date"]
    begin = max((test.low for test in limits), default=0)
    end = min((test.high for test in limits), default=OPEN)
    for case in cases([without_dates(row.tests) for row in rows], names):
        held = [row for row in rows if fits(without_dates(row.tests), case)]
        last = OPEN
        for row in sorted(held, key=_window):
            low, high = _window(row)
            gap = max(last + 1, begin), min(low - 1, end)
            if last < OPEN and gap[0] <= gap[1]:
                yield gap, row, case_words(case, names)
            last = high if last >= OPEN else max(last, high)
            if last >= OPEN:
                break


def _gap(gap: Window, row: Row, said: Text) -> Finding:
    days = dates_words_of(gap)
    first = date.fromordinal(gap[0])
    for_zh, for_en = (f"（{said.zh}）", f" ({said.en})") if said.en else ("", "")
    return Finding(
        Severity.WARNING,
        "dates_gap",
        row.mark,
        Text(f"{days.zh}没有值{for_zh}。", f"There is no value {days.en}{for_en}."),
        Text(
            f"去掉上一版本的 valid_to，或补一个 valid_from: {first} 的版本（可为 unknown）。",
            f"Drop valid_to of the version before, or add one with valid_from: {first} "
            "(perhaps unknown).",
        ),
    )


def _window(row: Row) -> Window:
    own = [test for test in row.tests if test.fact == "date"]
    return max((t.low for t in own), default=0), min((t.high for t in own), default=OPEN)


def dates_words_of(window: Window) -> Text:
    """Say a stretch of days."""
    return dates_words(Test("date", low=window[0], high=window[1]))

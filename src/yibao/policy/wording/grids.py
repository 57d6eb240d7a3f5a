"""Bands as a grid: a row for each group of persons and level, a column for each band (分段表)."""

from __future__ import annotations

from dataclasses import dataclass

from yibao.policy.law import Band
from yibao.policy.provenance import Provenance
from yibao.policy.values import OPEN, Fixed, Row, Unlimited, Value
from yibao.policy.wording.cases import Tests, implies, without_dates
from yibao.policy.wording.conditions import condition
from yibao.policy.wording.lines import OTHERS, Speaker, in_force, rule_words
from yibao.policy.wording.numbers import money
from yibao.policy.wording.operands import operand
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class GridRow:
    """One group: for whom, the ratio of each band, and where the ratios come from."""

    whom: Text
    cells: tuple[Text, ...]
    provenances: tuple[Provenance, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of ratios by band."""

    head: tuple[Text, ...]
    rows: tuple[GridRow, ...]


def bands_grid(bands: tuple[Band, ...], speaker: Speaker) -> Grid:
    """Lay out bands: columns are bands, rows are the finest groups that the ratios tell apart."""
    lists = [[r for r in band.pay.rows if in_force(r, speaker.day)] for band in bands]
    groups: list[Tests] = []
    for rows in lists:
        for row in rows:
            tests = without_dates(row.tests)
            if not any(set(tests) == set(known) for known in groups):
                groups.append(tests)
    found = [(tests, [_cell(rows, tests, speaker) for rows in lists]) for tests in groups]
    whole = [(tests, cells) for tests, cells in found if all(cells)]
    # Where no group is in every band, show what there is.
    shown = whole or found
    laid = []
    for tests, cells in shown:
        said = condition(tests, speaker.names)
        whom = said if said.en or len(shown) == 1 else OTHERS
        laid.append(_row(whom, cells, bands, speaker))
    return Grid(tuple(band_words(band, speaker) for band in bands), tuple(laid))


def _cell(rows: list[Row], group: Tests, speaker: Speaker) -> Row | None:
    """Return the first row that takes in the whole group."""
    return next((row for row in rows if _takes_in(row, group, speaker)), None)


def _takes_in(row: Row, group: Tests, speaker: Speaker) -> bool:
    return implies(group, without_dates(row.tests), speaker.names)


def _row(whom: Text, cells: list[Row | None], bands: tuple[Band, ...], speaker: Speaker) -> GridRow:
    said = tuple(
        rule_words(cell, band.pay.kind, speaker) if cell else Text("—", "—")
        for cell, band in zip(cells, bands, strict=True)
    )
    sources: list[Provenance] = []
    for cell in cells:
        if cell and not any(_alike(cell.provenance, known) for known in sources):
            sources.append(cell.provenance)
    return GridRow(whom, said, tuple(sources))


def _alike(one: Provenance, other: Provenance) -> bool:
    return (one.source.name, one.status, one.first, one.article) == (
        other.source.name,
        other.status,
        other.first,
        other.article,
    )


def band_words(band: Band, speaker: Speaker) -> Text:
    """Say from where to where a band goes, as 1万元—5万元 or 5万元以上."""
    over, to = _bound(band.over, speaker), _bound(band.to, speaker)
    if _is_open(band.to):
        return Text(f"{over.zh}以上", f"over {over.en}")
    return Text(f"{over.zh}—{to.zh}", f"{over.en} to {to.en}")


def _bound(value: Value, speaker: Speaker) -> Text:
    rows = [row for row in value.rows if in_force(row, speaker.day)]
    said = [operand(row, value.kind, speaker.indices) for row in rows]
    if len(said) == 1:
        return said[0]
    numbers = [row.operand.number for row in rows if isinstance(row.operand, Fixed)]
    if len(numbers) == len(rows) and numbers:
        low, high = money(min(numbers)), money(max(numbers))
        return Text(f"（{low.zh}至{high.zh}）", f"({low.en} to {high.en})")
    return Text("（分情形）", "(by case)")


def _is_open(value: Value) -> bool:
    return all(
        isinstance(row.operand, Unlimited)
        or (isinstance(row.operand, Fixed) and row.operand.number >= OPEN)
        for row in value.rows
    )

"""Visits that at least one law refuses: they cannot be compared (无法比较的就诊).

docs/algorithms/whatif.md §2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yibao.benefit.runs.arrays import Flags
from yibao.benefit.runs.part import PartResult
from yibao.benefit.runs.rejects import COLUMNS, rejects
from yibao.benefit.whatif.pair import Pair, Side
from yibao.policy.wording.conditions import joined
from yibao.terms.text import Text

LISTED_MAX = 10_000
"""So many visits that one law alone refuses are listed by their numbers; the rest are counted."""


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Why visits were refused, and by which law: `a`, `b`, or `both` (then A's reason)."""

    by: str
    code: str
    field: str
    reason: str
    remedy: str

    @property
    def words(self) -> Text:
        """Why, and what to do."""
        parts = [_languages(text) for text in (self.reason, self.remedy)]
        return joined(parts, "", " ")


@dataclass(frozen=True, slots=True, order=True)
class Listed:
    """A visit that one law alone refuses."""

    setl_id: str
    psn_no: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Refused:
    """How many visits were refused for which reason, and those of one law alone by number."""

    counted: Counter[Reason]
    listed: tuple[Listed, ...]


def refused_of(pair: Pair, a: Side, b: Side, year: int) -> Refused:
    """Collect what was refused of a part."""
    settled_a, settled_b = pair.a.settled, pair.settled_b
    of_b = np.zeros(len(settled_b), np.bool_)
    of_b[pair.row_of_b] = settled_a & ~settled_b
    counted: Counter[Reason] = Counter()
    listed: list[Listed] = []
    for by, result, side, rows in (
        ("both", pair.a, a, ~settled_a & ~settled_b),
        ("a", pair.a, a, ~settled_a & settled_b),
        ("b", pair.b, b, of_b),
    ):
        table = _refused(result, side, rows, year)
        counted += Counter({_reason(by, row): row["count_all"] for row in _counted(table)})
        if by != "both":
            listed += [
                Listed(str(row["setl_id"]), str(row["psn_no"]), _reason(by, row))
                for row in table.slice(0, LISTED_MAX).to_pylist()
            ]
    return Refused(counted, tuple(listed))


def _refused(result: PartResult, side: Side, rows: Flags, year: int) -> pa.Table:
    """Return some of the refused rows of a result, each with its reason."""
    only = replace(result, problem=np.where(rows, result.problem, 0), settled=~rows)
    return rejects(only, side.plan, side.staging, side.lines, year)


def _counted(table: pa.Table) -> list[dict[str, Any]]:
    words = pa.table({name: pc.cast(table[name], pa.string()) for name in COLUMNS})
    counted: list[dict[str, Any]] = (
        words.group_by(list(COLUMNS)).aggregate([([], "count_all")]).to_pylist()
    )
    return counted


def _languages(text: str) -> Text:
    """Part a reason as `rejects` gives it: Chinese, a space, English."""
    zh, stop, en = text.rpartition("。 ")
    return Text(zh + "。", en) if stop else Text(text, text)


def _reason(by: str, row: Mapping[str, Any]) -> Reason:
    return Reason(by, *(str(row[name]) for name in COLUMNS))


def together(parts: Iterable[Refused]) -> Refused:
    """Add up what was refused of parts."""
    counted: Counter[Reason] = Counter()
    listed: list[Listed] = []
    for part in parts:
        counted += part.counted
        listed += part.listed
    return Refused(counted, tuple(sorted(listed)[:LISTED_MAX]))

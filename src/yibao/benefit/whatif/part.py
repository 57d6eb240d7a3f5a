"""Reduce one part, settled under both laws, to sums (单片汇总).

docs/algorithms/whatif.md §2. What leaves a part is small: sums by group, the extremes, the reasons
of what was refused, and two integers a person.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from yibao.benefit.runs.arrays import dense, integers
from yibao.benefit.whatif import sums
from yibao.benefit.whatif.burden import Entropy, Heavy, above_shares, above_sums, entropy
from yibao.benefit.whatif.extremes import Extremes, extremes
from yibao.benefit.whatif.groups import BILL_UP_TO, BY_NAME
from yibao.benefit.whatif.pair import Pair, Side
from yibao.benefit.whatif.payers import Payers, layers_met, payers
from yibao.benefit.whatif.refused import Refused, refused_of
from yibao.benefit.whatif.sums import Grouped, by_person, by_visit
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Int


@dataclass(frozen=True, slots=True, eq=False)
class PartSums:
    """What one part comes to."""

    total: Grouped
    groups: dict[str, Grouped]
    payers_a: Payers
    payers_b: Payers
    met_a: frozenset[str]
    met_b: frozenset[str]
    personal: tuple[Int, Int]
    """What each person pays under A and B."""
    heavy: Heavy
    entropy: Entropy | None
    extremes: Extremes
    refused: Refused
    other_years: int
    """Visits that both laws settle, of other benefit years."""


def reduce_part(pair: Pair, a: Side, b: Side, names: tuple[str, ...], year: int) -> PartSums:
    """Sum up the visits that count, by group and by person; `names` are the groupings."""
    chosen = np.flatnonzero(pair.counted)
    outs_a = pair.a.batch.outs[chosen]
    of_b = pair.row_of_b[chosen]
    outs_b = pair.b.batch.outs[of_b]
    rows = _measures(outs_a, outs_b)
    person = _numbered(dense(pair.a.staged["psn_no"])[chosen])
    last = _last_visits(person, integers(pair.a.staged["time"], missing=0)[chosen])
    persons = _by_person(person, rows)
    groups = _groups(pair, chosen, persons, names)
    of_person = {
        name: codes if name == "bill" else codes[last]
        for name, codes in groups.items()
        if BY_NAME[name].of_person
    }
    personal = persons[:, sums.PERSONAL_A], persons[:, sums.PERSONAL_B]
    return PartSums(
        total=by_person(np.zeros(len(persons), np.int64), persons),
        groups={
            name: by_person(of_person[name], persons)
            if name in of_person
            else by_visit(groups[name], person, rows)
            for name in groups
        },
        payers_a=payers(a.plan, outs_a, pair.a.batch.paid[chosen], person),
        payers_b=payers(b.plan, outs_b, pair.b.batch.paid[of_b], person),
        met_a=layers_met(a.plan, outs_a),
        met_b=layers_met(b.plan, outs_b),
        personal=personal,
        heavy=_heavy(pair, chosen[last], personal),
        entropy=entropy(of_person["county"], personal) if "county" in of_person else None,
        extremes=extremes(_keys(pair, chosen), person, rows, persons, groups),
        refused=refused_of(pair, a, b, year),
        other_years=int(np.count_nonzero(pair.a.settled & pair.settled_b & ~pair.of_year)),
    )


def _measures(outs_a: Int, outs_b: Int) -> Int:
    """Return the measures of each visit, in the order of `sums.MEASURES`."""
    assert np.array_equal(outs_a[:, layout.OUT_TOTAL], outs_b[:, layout.OUT_TOTAL]), "one bill"
    rows = np.ones((len(outs_a), len(sums.MEASURES)), np.int64)
    rows[:, sums.BILL] = outs_a[:, layout.OUT_TOTAL]
    for outs, first in ((outs_a, sums.IN_SCOPE_A), (outs_b, sums.IN_SCOPE_B)):
        for step, column in enumerate(
            (layout.OUT_IN_SCOPE, layout.OUT_FUND, layout.OUT_HOSPITAL, layout.OUT_PERSONAL)
        ):
            rows[:, first + 2 * step] = outs[:, column]
    return rows


def _keys(pair: Pair, chosen: Int) -> pa.Table:
    return pair.a.staged.select(["setl_id", "psn_no"]).take(pa.array(chosen))


def _numbered(person: Int) -> Int:
    """Return each visit's person, counted from 0; a person's visits lie together."""
    if len(person) == 0:
        return person
    numbers: Int = np.concatenate(([0], np.cumsum(person[1:] != person[:-1])))
    return numbers


def _by_person(person: Int, rows: Int) -> Int:
    if len(person) == 0:
        return rows
    firsts = np.flatnonzero(np.concatenate(([True], person[1:] != person[:-1])))
    whole: Int = np.add.reduceat(rows, firsts, axis=0)
    return whole


def _last_visits(person: Int, time: Int) -> Int:
    """Return the place of each person's last visit."""
    order = np.lexsort((time, person))
    if len(order) == 0:
        return order
    lasts = np.flatnonzero(np.concatenate((person[1:] != person[:-1], [True])))
    places: Int = order[lasts]
    return places


def _groups(pair: Pair, chosen: Int, persons: Int, names: tuple[str, ...]) -> dict[str, Int]:
    """Return the group of each counted visit, by grouping; the bands of bills by person."""
    groups = {}
    for name in names:
        if name == "bill":
            bounds = np.array(BILL_UP_TO)
            groups[name] = np.searchsorted(bounds, persons[:, sums.BILL], side="left")
        elif name == "certainty":
            groups[name] = pair.provisional[chosen].astype(np.int64)
        else:
            groups[name] = integers(pair.a.staged[f"group_{name}"])[chosen]
    return groups


def _heavy(pair: Pair, last: Int, personal: tuple[Int, Int]) -> Heavy:
    if "income_fen" not in pair.a.staged.schema.names:
        return above_sums(personal)
    return above_shares(personal, integers(pair.a.staged["income_fen"], missing=0)[last])

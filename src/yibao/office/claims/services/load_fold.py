"""Visits of the past folded by the bulk kernel (历史批量结算), a round for each place in line.

The first visit of everybody is one round, the second the next: so that the accumulators before
each settlement, which it keeps, are at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from yibao import benefit
from yibao.benefit.accumulators import Accumulators
from yibao.benefit.bulk import Batch, settle_batch
from yibao.benefit.corrections import in_order
from yibao.benefit.desks import Desks
from yibao.benefit.refusal import refusal
from yibao.benefit.years import for_year, joined
from yibao.office.claims import accumulators
from yibao.office.claims.accumulators import Row
from yibao.office.claims.past import RefusedPast
from yibao.office.claims.plans import kept
from yibao.office.claims.services.load_facts import Ready
from yibao.office.database.arrays import texts
from yibao.office.database.prepared import fetch
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Int
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

THREADS = 2
PersonScheme = tuple[str, str]
_KEPT = f"""
SELECT accumulator.person, accumulator.insutype, {accumulators.COLUMNS}
FROM claims_accumulator AS accumulator
WHERE (accumulator.person, accumulator.insutype)
    IN (SELECT * FROM unnest(%s::text[], %s::text[]))
GROUP BY accumulator.person, accumulator.insutype
"""  # noqa: S608 -- made of constants


@dataclass(frozen=True, slots=True)
class PastSettled:
    """A visit of the past settled; `settled` has no results by layer, what they paid is here."""

    ready: Ready
    settled: benefit.Settlement
    by_fund: dict[str, int]


@dataclass(slots=True)
class _Line:
    """A person's visits in a scheme, in the order of settlement, and the years as they stand."""

    visits: list[Ready]
    years: dict[int, Accumulators]
    """Of the years but the one the newest settlement counted in, as of their own end."""
    newest: Accumulators
    last: Ready | None = field(default=None)

    def before(self, year: int, plan: Plan) -> Accumulators:
        """Return the accumulators on which a visit of a benefit year is settled."""
        is_last = all(known < self.newest.year for known in self.years)
        if year == self.newest.year or (is_last and year > self.newest.year):
            return self.newest
        return for_year(self.rows(plan), year, plan)

    def rows(self, plan: Plan) -> dict[int, Accumulators]:
        """Return the accumulators of each year, with what runs on over all years."""
        found = {year: joined(self.newest, own, plan) for year, own in self.years.items()}
        if self.newest.year:
            found[self.newest.year] = self.newest
        return found

    def take(self, ready: Ready, after: Accumulators) -> None:
        """Go on from what a settlement left."""
        if self.newest.year not in (0, after.year):
            self.years[self.newest.year] = self.newest
        self.years.pop(after.year, None)
        self.newest, self.last = after, ready


@dataclass(frozen=True, slots=True)
class Counts:
    """A row of accumulators to be written, and the visit that was settled last."""

    person: str
    insutype: str
    row: Row
    last: Ready


def fold_all(
    readies: Sequence[Ready],
) -> tuple[list[PastSettled], list[Counts], list[RefusedPast]]:
    """Settle visits of the past, each on the accumulators that the one before left.

    Args:
        readies: in the order of settlement.

    Returns:
        Settlements in the same order, accumulators to be written, what the law refuses.

    """
    by_plan: dict[str, list[Ready]] = {}
    for ready in readies:
        by_plan.setdefault(ready.plan.hash, []).append(ready)
    settled: list[PastSettled] = []
    counts: list[Counts] = []
    refused: list[RefusedPast] = []
    for some in by_plan.values():
        plan = some[0].plan
        lines = _lines(some, plan)
        desks = Desks(plan)
        place = 0
        waiting = list(lines.values())
        while waiting:
            _round(waiting, place, plan, desks, settled, refused)
            place += 1
            waiting = [line for line in waiting if len(line.visits) > place]
        counts += _counts(lines, plan)
    order = {id(ready): at for at, ready in enumerate(readies)}
    settled.sort(key=lambda one: order[id(one.ready)])
    return settled, counts, refused


def _lines(readies: Sequence[Ready], plan: Plan) -> dict[PersonScheme, _Line]:
    visits: dict[PersonScheme, list[Ready]] = {}
    for ready in readies:
        visits.setdefault((ready.row.person, ready.visit.scheme), []).append(ready)
    known = {
        (person, insutype): accumulators.from_columns(*columns)
        for person, insutype, *columns in fetch(
            _KEPT, (texts(person for person, _ in visits), texts(scheme for _, scheme in visits))
        )
    }
    lines = {place: _line(some, known.get(place, {}), plan) for place, some in visits.items()}
    for (person, _), line in lines.items():
        _refuse_late(person, line, plan)
    return lines


def _refuse_late(person: str, line: _Line, plan: Plan) -> None:
    """Refuse what a region that folds late claims in at their place would fold elsewhere."""
    if plan.procedure("late_claim", line.visits[0].settled_on) != "refold":
        return
    visits = [ready.visit for ready in line.visits]
    if line.newest.year or in_order(visits, plan) != visits:
        raise InvalidInput(
            "late_claim",
            "setl_time",
            Text(
                f"{person} 的历史结算次序与待遇计算次序不同。",
                f"The past of {person} was not settled in the order of the fold.",
            ),
            Text("请逐笔结算。", "Settle it visit by visit."),
        )


def _line(visits: list[Ready], years: dict[int, Accumulators], plan: Plan) -> _Line:
    rows = {year: own.under(plan) for year, own in years.items()}
    newest = rows.pop(max(rows)) if rows else Accumulators.empty(plan)
    return _Line(visits, rows, newest)


def _round(
    lines: Sequence[_Line],
    place: int,
    plan: Plan,
    desks: Desks,
    settled: list[PastSettled],
    refused: list[RefusedPast],
) -> None:
    """Settle the visit at a place of every line."""
    some = [line.visits[place] for line in lines]
    befores = [line.before(ready.year, plan) for line, ready in zip(lines, some, strict=True)]
    batch = Batch.of_rows(
        np.arange(len(some) + 1),
        np.stack([ready.facts for ready in some]),
        np.stack([ready.amounts for ready in some]),
    )
    states = np.stack([before.numbers for before in befores])
    result = settle_batch(batch, plan, states, threads=THREADS, desks=desks)
    outs, paid = result.outs.tolist(), result.paid.tolist()
    for at, (line, ready, before) in enumerate(zip(lines, some, befores, strict=True)):
        if outs[at][layout.OUT_STATUS] != layout.OK:
            error = refusal(plan, ready.visit, result.outs[at])
            refused.append(RefusedPast(ready.past.number, error))
            continue
        after = Accumulators(plan.slots, result.states[at])
        made = benefit.Settlement(plan, ready.visit, before, after, tuple(outs[at]), ())
        by_fund = _by_fund(plan, outs[at][layout.OUT_PROGRAM], paid[at])
        settled.append(PastSettled(ready, made, by_fund))
        line.take(ready, after)


def _by_fund(plan: Plan, program: int, paid: Sequence[int]) -> dict[str, int]:
    """Return fund_pay_type → amount, for every fund that paid."""
    split: dict[str, int] = {}
    first, end = plan.arrays.program_spans[program].tolist()[:2]
    members: Int = plan.arrays.program_layers[first:end]
    for layer, fen in zip(members.tolist(), paid, strict=False):
        if fen:
            code = plan.layers[layer].fund
            split[code] = split.get(code, 0) + fen
    return split


def _counts(lines: dict[PersonScheme, _Line], plan: Plan) -> Iterable[Counts]:
    number = kept(plan)
    for (person, scheme), line in lines.items():
        if line.last is not None:
            for row in accumulators.rows_of(line.rows(plan), plan, number):
                yield Counts(person, scheme, row, line.last)

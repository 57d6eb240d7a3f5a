"""A person's accumulators in a scheme, a row for each benefit year (年度累计).

What runs on over all years — months, rolling and lifetime counts, chains of stays — is the same in
every row; so a settlement of one year also brings the rows of the others up to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from yibao.benefit.accumulators import Accumulators
from yibao.benefit.settlement import Settlement
from yibao.benefit.years import Years, for_year, joined
from yibao.office.claims.plans import slots_of
from yibao.policy.plan import Plan
from yibao.policy.plan.layout import Int

COLUMNS = """
    array_agg(accumulator.benefit_year ORDER BY accumulator.benefit_year),
    array_agg(accumulator.layout_id ORDER BY accumulator.benefit_year),
    array_agg(accumulator.numbers::text ORDER BY accumulator.benefit_year)
"""
"""What `from_columns` reads, of `claims_accumulator AS accumulator`."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row to be written: the accumulators of one benefit year."""

    year: int
    layout: int
    numbers: list[int]


def from_columns(
    years: Sequence[int] | None, layouts: Sequence[int] | None, numbers: Sequence[str] | None
) -> dict[int, Accumulators]:
    """Return the accumulators of each benefit year from what the database says of `COLUMNS`."""
    if years is None or layouts is None or numbers is None:
        return {}
    return {
        year: Accumulators(slots_of(layout), from_text(said))
        for year, layout, said in zip(years, layouts, numbers, strict=True)
    }


def from_text(said: str) -> Int:
    """Return the numbers of a `bigint[]` as the database writes it.

    >>> from_text("{7,-1}").tolist()
    [7, -1]
    """
    return np.array(said[1:-1].split(","), dtype=np.int64)


def before_of(years: Years, year: int, plan: Plan) -> Accumulators:
    """Return the accumulators on which a visit of a benefit year is settled."""
    return for_year(years, year, plan)


def rows_after(years: Years, settled: Settlement, plan: Plan, layout: int) -> list[Row]:
    """Return every row as it stands after a settlement.

    Args:
        years: the rows before it.
        settled: the settlement.
        plan: whose slots the rows have.
        layout: the number of those slots.

    """
    after = settled.after
    rows = [Row(after.year, layout, after.numbers.tolist())]
    for year, own in years.items():
        if year != after.year:
            rows.append(Row(year, layout, joined(after, own.under(plan), plan).numbers.tolist()))
    return rows


def rows_of(years: Mapping[int, Accumulators], plan: Plan, layout: int) -> list[Row]:
    """Return the rows that accumulators per benefit year are, in the slots of a plan."""
    return [Row(year, layout, own.under(plan).numbers.tolist()) for year, own in years.items()]


def restored(
    years: Years, undone_year: int, before: Accumulators, plan: Plan
) -> dict[int, Accumulators]:
    """Return the rows as they were before the newest settlement, which is undone.

    Args:
        years: the rows as they stand.
        undone_year: the benefit year in which the settlement counted.
        before: the accumulators that it was settled on.
        plan: whose slots the rows of other years are put into.

    """
    found = {
        year: joined(before.under(plan), own.under(plan), plan)
        for year, own in years.items()
        if year != undone_year
    }
    # Settled on the counts of an earlier year, or of none: it had begun the year's row itself.
    if before.year == undone_year:
        found[undone_year] = before
    return found

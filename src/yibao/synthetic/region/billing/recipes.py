"""Prescriptions (处方): one for the drugs and herbs that a visit takes home."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from yibao.synthetic.region.billing.called import Called
from yibao.synthetic.region.goods import Ints, goods
from yibao.synthetic.region.tables import PRESCRIPTIONS
from yibao.synthetic.region_files.arrow import keys

VISITS_A_PIECE = 10**7
_PREFIX = 995_000
_ACUTE_DAYS, _REGULAR_DAYS = 3, 30
_MOST_ACUTE, _MOST_REGULAR = 7, 84
"""Days that a prescription lasts: by its packs, in these bounds."""
_LONG_DAYS = 30
"""What lasts longer is a long prescription (长处方)."""
_PACK_DAYS = 7


class Recipes(NamedTuple):
    """The prescriptions, and the number of each line's; empty where it has none."""

    table: pa.Table
    numbers: pa.Array


def recipes(
    of: Called, visits: pa.Table, piece: int, visit: Ints, good: Ints, second: Ints
) -> Recipes:
    """Return the prescriptions of a piece, by a doctor for who does not stay.

    Args:
        of: the visits.
        visits: as a table, for their numbers.
        piece: number of the piece.
        visit: of each line, rising.
        good: of each line.
        second: of each line.

    """
    listed = goods()
    taken = listed.is_drug[good] | listed.is_herb[good]
    on_one = np.flatnonzero(taken & ~of.stay[visit] & (of.doctor[visit] >= 0))
    patient, first, packs = np.unique(visit[on_one], return_index=True, return_counts=True)
    regular = of.is_care("chronic", "two_diseases")[patient]
    least = np.where(regular, _REGULAR_DAYS, _ACUTE_DAYS)
    most = np.where(regular, _MOST_REGULAR, _MOST_ACUTE)
    days = np.clip(least + (packs - 1) * _PACK_DAYS, least, most)
    numbers = keys(_PREFIX, piece * VISITS_A_PIECE + patient, as_integers=False)
    columns = [
        numbers,
        visits["visit"].to_numpy()[patient],
        of.doctor[patient],
        pa.array(second[on_one[first]]).cast(pa.timestamp("s")),
        days,
        days > _LONG_DAYS,
        of.institution[patient],
    ]
    arrays = [
        column if isinstance(column, pa.Array) else pa.array(column).cast(field.type)
        for column, field in zip(columns, PRESCRIPTIONS, strict=True)
    ]
    table = pa.table(arrays, schema=PRESCRIPTIONS)
    return Recipes(table, _on_lines(numbers, len(visit), on_one, visit, patient))


def _on_lines(numbers: pa.Array, many: int, on_one: Ints, visit: Ints, patient: Ints) -> pa.Array:
    """Return the number of each line's prescription: every line of a visit has the same."""
    place = np.full(many, len(numbers), dtype=np.int64)
    place[on_one] = np.searchsorted(patient, visit[on_one])
    return pa.concat_arrays([numbers, pa.array([""])]).take(pa.array(place))

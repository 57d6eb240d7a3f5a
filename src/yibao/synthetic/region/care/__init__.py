"""Care (就医): what the persons of a piece come for, when, where, and at about what cost.

Courses make visits: acute stays, out-patients, purchases, filed diseases, pregnancies, cancer,
referrals. They are drawn by calendar year, so that a year is the same whatever is asked beside
it but for stays that its ends cut; then they are put in order, and written down.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.care.acute import acute, terminal
from yibao.synthetic.region.care.cancer import cancers
from yibao.synthetic.region.care.chronic import chronic
from yibao.synthetic.region.care.coding import up_coded
from yibao.synthetic.region.care.events import Events
from yibao.synthetic.region.care.order import in_order, within
from yibao.synthetic.region.care.outpatients import outpatients, purchases
from yibao.synthetic.region.care.people import people
from yibao.synthetic.region.care.piece import Piece
from yibao.synthetic.region.care.pregnancy import pregnancies
from yibao.synthetic.region.care.referral import with_referrals
from yibao.synthetic.region.care.table import visits_table
from yibao.synthetic.region.streams import stream

__all__ = ["visits"]


def visits(asked: Asked, piece: int, persons: pa.Table) -> pa.Table:
    """Return the visits of the persons of a piece, in order of person and time.

    Args:
        asked: the region, and the first and last day of care.
        piece: number of the piece.
        persons: its persons, as `tables.PERSONS` has them.

    Returns:
        A table of `tables.VISITS`. What is not over on the last day is left out.

    """
    known = people(persons)
    habits = stream(asked.seed, "care habits", piece).random(len(known))
    here = Piece(asked, piece, known, habits)
    made = Events.join(list(_all(here)))
    events = in_order(within(here, with_referrals(here, within(here, made))))
    return visits_table(here, up_coded(here, events))


def _all(piece: Piece) -> Iterator[Events]:
    first, last = piece.asked.first_day.year, piece.asked.last_day.year
    for year in range(first, last + 1):
        yield acute(piece, year)
        yield outpatients(piece, year)
        yield purchases(piece, year)
    for year in range(first - 1, last + 1):
        yield cancers(piece, year)
    for year in range(first, last + 2):
        yield from pregnancies(piece, year)
    yield terminal(piece)
    yield chronic(piece)

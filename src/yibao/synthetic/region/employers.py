"""Employers of the region (用人单位): those of all pieces, in the order of their numbers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.drawing import Ints, coded
from yibao.synthetic.region.jobs import KINDS, PIECE_PERSONS, Jobs, jobs
from yibao.synthetic.region.places import COUNTY_NAMES
from yibao.synthetic.region.population import people, persons, pieces
from yibao.synthetic.region.tables import EMPLOYERS
from yibao.synthetic.region_files.institutions import COUNTIES

_MONTHS = 12
_LABELS = {"government": "机关", "institution": "事业单位", "enterprise": "公司"}


def employers(asked: Asked) -> pa.Table:
    """Return the employers; the number of one in `persons` is its row here.

    The payroll is that of the year before, on which this year's bases stand.
    """
    last = pieces(asked) - 1
    parts = [_of(asked, piece, jobs(asked.seed, piece), piece == last) for piece in range(last + 1)]
    return pa.concat_tables(parts).combine_chunks()


def _of(asked: Asked, piece: int, offered: Jobs, is_last: bool) -> pa.Table:
    employer, base = offered.employer, offered.base_fen
    if is_last and people(asked) % PIECE_PERSONS:
        table = persons(asked, piece)
        employer, base = table["employer"].to_numpy(), table["base_fen"].to_numpy()
    number = offered.first + np.arange(len(offered.kind))
    own = employer >= 0
    place = employer[own] - offered.first
    many = np.bincount(place, minlength=len(number))
    payroll = np.zeros(len(number), dtype=np.int64)
    np.add.at(payroll, place, base[own] * _MONTHS)
    return pa.table(
        [
            _numbers(offered.county, number),
            _names(offered, number),
            coded(offered.county, COUNTIES),
            coded(offered.kind, KINDS),
            pa.array(many, pa.int32()),
            pa.array(payroll),
        ],
        schema=EMPLOYERS,
    )


def _numbers(county: Ints, number: Ints) -> pa.Array:
    turn = pc.utf8_lpad(pa.array(number + 1).cast(pa.string()), 6, "0")
    return pc.binary_join_element_wise("E", pa.array(COUNTIES).take(pa.array(county)), turn, "")


def _names(offered: Jobs, number: Ints) -> pa.Array:
    where = pa.array([f"示范{name}县" for name in COUNTY_NAMES.values()])
    what = pa.array([_LABELS[kind] for kind in KINDS])
    return pc.binary_join_element_wise(
        where.take(pa.array(offered.county)),
        pa.array(number + 1).cast(pa.string()),
        "号",
        what.take(pa.array(offered.kind)),
        "（演示）",
        "",
    )

"""Trace codes (药品追溯码): one of each pack that is sold, a number that no other pack has."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from yibao.synthetic.region.billing.called import Called
from yibao.synthetic.region.goods import Bools, Ints, goods, shown
from yibao.synthetic.region.numbers import texts
from yibao.synthetic.region.tables import TRACES
from yibao.synthetic.region_files.arrow import codes

_FIRST_DRUG = 8_990_000
"""The first seven digits name drug and pack; 899 is no manufacturer's."""
_SERIAL_DIGITS = 13
_PACKS_A_PIECE = 10**8
_SCATTER = 92_821
"""Prime to ten, so serial numbers that follow one another lie apart and none stands twice."""
_ZERO = ord("0")


def traces_of(
    of: Called,
    piece: int,
    visit: Ints,
    good: Ints,
    count: Ints,
    second: Ints,
    line_numbers: pa.ChunkedArray,
) -> pa.Table:
    """Return the trace codes of a piece: of who stays one a drug, of others one a pack.

    Args:
        of: the visits.
        piece: number of the piece.
        visit: of each line, rising.
        good: of each line.
        count: of each line.
        second: of each line.
        line_numbers: of each line.

    """
    traced = goods().is_drug[good]
    stayed = of.stay[visit]
    many = np.where(traced & ~stayed, count, 0)
    many[_first_of_drug(visit, good, traced & stayed)] = 1
    line = np.repeat(np.arange(len(visit)), many)
    coded = shown("codes")
    places = coded.indices.to_numpy()[good[line]].astype(np.int32)
    columns = {
        "trace_code": _codes(piece, good[line]),
        "feedetl_sn": line_numbers.combine_chunks().take(pa.array(line)),
        "med_list_codg": pa.DictionaryArray.from_arrays(pa.array(places), coded.dictionary),
        "institution": of.institution[visit[line]].astype(np.int32),
        "sold": pa.array(second[line]).cast(pa.timestamp("s")),
        "fault": codes(np.zeros(len(line), dtype=np.int64), [""]),
    }
    return pa.table([columns[field.name] for field in TRACES], schema=TRACES)


def _first_of_drug(visit: Ints, good: Ints, of_these: Bools) -> Ints:
    """Return the first line of each drug of each visit."""
    lines = np.flatnonzero(of_these)
    _, first = np.unique(visit[lines] * len(goods()) + good[lines], return_index=True)
    return lines[first]


def _codes(piece: int, good: Ints) -> pa.Array:
    """Return twenty digits for each pack."""
    whole = 10**_SERIAL_DIGITS
    serial = (piece * _PACKS_A_PIECE + np.arange(len(good), dtype=np.int64)) * _SCATTER % whole
    text = np.empty((len(good), 20), dtype=np.uint8)
    for place in range(_SERIAL_DIGITS):
        text[:, 19 - place] = serial % 10 + _ZERO
        serial = serial // 10
    drug = _FIRST_DRUG + good
    for place in range(7):
        text[:, 6 - place] = drug % 10 + _ZERO
        drug = drug // 10
    return texts(text)

"""What institutions hold of drugs and materials (进销存), month by month, from all that was sold.

A month's opening stock and what is bought less what is sold and lost is its closing stock, which is
the opening stock of the next month and never below nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.goods import Ints, goods, shown
from yibao.synthetic.region.streams import stream
from yibao.synthetic.region.tables import STOCK
from yibao.synthetic.region.written.whole import units
from yibao.synthetic.region_files.arrow import codes

SOLD = pa.schema(
    [
        ("institution", pa.int32()),
        ("good", pa.int32()),
        ("month", pa.int32()),  # 12 × year + month − 1
        ("sold_e4", pa.int64()),
    ]
)
"""What a piece sold."""
Table = np.ndarray[tuple[int, int], np.dtype[np.int64]]
_KEPT = ("set", "fill", "implant")
_E4 = 10_000
_E6_PER_FEN = 10_000
_EPOCH_YEAR = 1970
_SPARE_LEAST, _SPARE_SPAN = 0.3, 0.5
"""Of what is sold in a month on the average, what an institution likes to have left over."""
_PACK, _MANY = 10, 50
"""Of what is sold more often than `_MANY` times a month, so many are bought together."""
_LOSS_SHARE = 0.006
"""Months in which a unit breaks or expires; our assumption, as are those above."""


def sold(visits: pa.Table, lines: pa.Table) -> pa.Table:
    """Return what the visits of a piece took from the stock, by institution, good and month."""
    if not lines.num_rows:
        return SOLD.empty_table()
    listed = goods()
    coded = lines["med_list_codg"].combine_chunks()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    place = {code: number for number, code in enumerate(listed.codes)}
    numbers = np.array([place.get(code, -1) for code in coded.dictionary.to_pylist()])
    good = numbers[coded.indices.to_numpy()]
    kept = np.isin(listed.groups, _KEPT) | listed.is_drug | listed.is_herb
    those = np.flatnonzero((good >= 0) & kept[good])
    number = visits["visit"].to_numpy()
    order = np.argsort(number, kind="stable")
    visit = order[np.searchsorted(number[order], lines["visit"].to_numpy()[those])]
    day = lines["fee_ocur_time"].cast(pa.timestamp("s")).to_numpy().astype("datetime64[M]")[those]
    month = day.astype(np.int64) + _EPOCH_YEAR * 12
    institution = visits["institution"].to_numpy().astype(np.int64)[visit]
    return _summed(institution, good[those], month, units(lines["cnt"])[those])


def _summed(institution: Ints, good: Ints, month: Ints, count: Ints) -> pa.Table:
    months = int(month.max(initial=0)) + 1
    key = (institution * len(goods()) + good) * months + month
    keys, place = np.unique(key, return_inverse=True)
    whole = np.bincount(place, weights=count, minlength=len(keys)).astype(np.int64)
    pair = keys // months
    columns = [pair // len(goods()), pair % len(goods()), keys % months, whole]
    return pa.table(
        [pa.array(column).cast(field.type) for column, field in zip(columns, SOLD, strict=True)],
        schema=SOLD,
    )


def stock(asked: Asked, pieces: Iterable[pa.Table]) -> pa.Table:
    """Return the stock of all institutions for every month asked for.

    Args:
        asked: what is asked of the generator.
        pieces: what every piece sold, as `sold` returns it.

    """
    first, last = (day.year * 12 + day.month - 1 for day in (asked.first_day, asked.last_day))
    pair, sales = _matrix(pieces, first, last - first + 1)
    draws = stream(asked.seed, "stock")
    spare = _spare(draws, sales)
    opening = np.maximum(spare, (sales[:, 0] * (0.4 + draws.random(len(pair)))).astype(np.int64))
    opening = -(-opening // _E4) * _E4
    pack = np.where(sales.mean(axis=1) > _MANY * _E4, _PACK, 1) * _E4
    flows = []
    for number in range(sales.shape[1]):
        lost = np.where(draws.random(len(pair)) < _LOSS_SHARE, np.minimum(opening, _E4), 0)
        lacking = np.maximum(sales[:, number] + lost + spare - opening, 0)
        bought = -(-lacking // pack) * pack
        closing = opening + bought - sales[:, number] - lost
        flows.append((opening, bought, sales[:, number], lost, closing))
        opening = closing
    return _table(pair, flows, first)


def _matrix(pieces: Iterable[pa.Table], first: int, months: int) -> tuple[Ints, Table]:
    """Return pairs of institution and good, and what was sold of each in every month."""
    parts = [(piece, piece["institution"].to_numpy().astype(np.int64)) for piece in pieces]
    keys = [place * len(goods()) + piece["good"].to_numpy() for piece, place in parts]
    pair: Ints = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *keys]))
    sales = np.zeros((len(pair), months), dtype=np.int64)
    for (piece, _), key in zip(parts, keys, strict=True):
        # A line after the last month belongs to a stay that is not over: it counts in the last.
        month = np.clip(piece["month"].to_numpy() - first, 0, months - 1)
        np.add.at(sales, (np.searchsorted(pair, key), month), piece["sold_e4"].to_numpy())
    return pair, sales


def _spare(draws: np.random.Generator, sales: Table) -> Ints:
    share = _SPARE_LEAST + _SPARE_SPAN * draws.random(len(sales))
    whole = -(-(sales.mean(axis=1) * share).astype(np.int64) // _E4) * _E4
    spare: Ints = np.maximum(whole, _E4)
    return spare


def _table(pair: Ints, flows: Sequence[tuple[Ints, ...]], first: int) -> pa.Table:
    months, many = len(flows), len(pair)
    good = np.repeat(pair % len(goods()), months)
    coded = shown("codes")
    places = coded.indices.to_numpy()[good].astype(np.int32)
    days = [date((first + turn) // 12, (first + turn) % 12 + 1, 1) for turn in range(months)]
    month = np.tile(np.array(days, dtype="datetime64[D]"), many)
    columns = {
        "institution": np.repeat(pair // len(goods()), months).astype(np.int32),
        "med_list_codg": pa.DictionaryArray.from_arrays(pa.array(places), coded.dictionary),
        "month": pa.array(month).cast(pa.date32()),
        "price_e6": goods().price_fen[good] * _E6_PER_FEN,
        "fault": codes(np.zeros(many * months, dtype=np.int64), [""]),
    }
    for turn, name in enumerate(("opening_e4", "bought_e4", "sold_e4", "lost_e4", "closing_e4")):
        columns[name] = np.stack([flow[turn] for flow in flows], axis=1).reshape(-1)
    return pa.table([columns[field.name] for field in STOCK], schema=STOCK)

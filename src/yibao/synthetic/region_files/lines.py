"""The lines file (费用明细文件): what each bill charges for; lines of a bill stand together."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from yibao.benefit.files.columns import LINES
from yibao.synthetic.region_files.arrow import codes, decimals, keys, money, times
from yibao.synthetic.region_files.catalogue import SLOTS, catalogue
from yibao.synthetic.region_files.claims import PERSON_PREFIX, settlement_keys, settlement_numbers
from yibao.synthetic.region_files.draws import SIZE, Draws, Int, Stream, geometric, log_normal
from yibao.synthetic.region_files.item_columns import ItemColumns
from yibao.synthetic.region_files.parquet import ParquetFile
from yibao.synthetic.region_files.prices import Prices, draw_prices
from yibao.synthetic.region_files.setting import PIECE_ROWS, Setting
from yibao.synthetic.region_files.visits import Visits

LINE_PREFIX = 993_000
_LINES_AT_ONCE = 300_000
_MOST_TIMES_MEAN = 12
_STAYS_HAVE = 3
"""A stay has so many times the lines of another visit, those beyond the first."""
_SPREAD = 1.0
_PRICED_SHARE = SIZE * 7 // 10
_FIRST_SECOND = 6 * 3600
_BLOCKS = PIECE_ROWS + 1
_FIELDS = 9
_NUMBER = pa.decimal128(16, 4)
_PRICE = pa.decimal128(18, 6)
_SHARE = pa.decimal128(5, 4)
_E6_PER_E4 = 100


class _Block(NamedTuple):
    """Some visits of a piece, with the visit of each line."""

    visits: slice
    first_line: Int
    """Where the lines of each visit begin."""
    visit: Int
    """Of each line: its visit, counted within the block."""
    draws: Draws


class LinesFile:
    """Draws the lines of visits that have a total, and says what they sum to."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        listed = catalogue(setting.trials, setting.mix)
        self._items = ItemColumns(listed.items)
        self._table = listed.table
        self._weights = log_normal(_SPREAD)
        self._counts, self._counts_of_stays = _counts(setting)
        self._is_stay = np.array([way.is_stay for way in setting.mix.ways])

    def write(self, visits: Visits, piece: int, file: ParquetFile) -> Int:
        """Write the lines of a piece; return the bill that those of each visit make, in fen."""
        draws = self._draws(piece, 0, len(visits.visit), 1)
        draw = draws.take()
        stay = self._is_stay[visits.way]
        counts = np.where(stay, self._counts_of_stays[draw], self._counts[draw])
        settlement = settlement_numbers(self._setting, visits)
        bills = np.empty(len(counts), dtype=np.int64)
        for number, part in enumerate(_cut(counts), 1):
            block = self._block(piece, number, part, counts[part])
            prices, columns = self._lines(visits, block)
            columns |= self._keys(visits.person[part], settlement[part], block.visit)
            columns["feedetl_sn"] = self._line_numbers(file.rows, len(block.visit))
            order = [name for name in LINES if name in columns]
            file.write(pa.RecordBatch.from_arrays([columns[name] for name in order], order))
            bills[part] = np.add.reduceat(prices.amount_fen, block.first_line)
        return bills

    def _lines(self, visits: Visits, block: _Block) -> tuple[Prices, dict[str, pa.Array]]:
        draws, visit = block.draws, block.visit
        begin, days = visits.begin[block.visits], (visits.end - visits.begin)[block.visits] + 1
        weight = self._weights[draws.take()]
        total = visits.parts.total[block.visits][visit]
        whole = np.add.reduceat(weight, block.first_line)[visit]
        item = self._table[visits.way[block.visits][visit], draws.take() % SLOTS]
        days_of_line = days[visit]
        wanted = np.maximum(total * weight // whole, 1)
        prices = draw_prices(wanted, days_of_line, self._items.per_day[item], draws)
        until = visits.settled_second[block.visits][visit] - _FIRST_SECOND
        day = begin[visit] + draws.below(days_of_line)
        columns = {
            "fee_ocur_time": times(day, _FIRST_SECOND + draws.below(until)),
            "det_item_fee_sumamt": money(prices.amount_fen),
            **self._prices(item, prices, draws.take()),
            **self._items.columns(item, draws.take()),
        }
        return prices, columns

    def _prices(self, item: Int, prices: Prices, draw: Int) -> dict[str, pa.Array]:
        price = prices.price_e4 * _E6_PER_E4
        ceiling = prices.ceiling_e4 * _E6_PER_E4
        first_pay = self._items.first_pay_e4[item]
        return {
            "cnt": decimals(prices.quantity_e4, _NUMBER),
            "pric": decimals(price, _PRICE, draw < _PRICED_SHARE),
            "pric_uplmt_amt": decimals(ceiling, _PRICE, self._items.has_ceiling[item]),
            "selfpay_prop": decimals(first_pay, _SHARE, self._items.is_payable[item]),
        }

    def _keys(self, person: Int, settlement: Int, visit: Int) -> dict[str, pa.Array]:
        """Return the keys of lines, each key once and its place by line: far less to write."""
        integers = self._setting.asked.integer_keys
        persons, person_place = np.unique(person, return_inverse=True)
        settlements, settlement_place = np.unique(settlement, return_inverse=True)
        psn_no = keys(PERSON_PREFIX, persons + 1, as_integers=integers)
        setl_id = settlement_keys(self._setting, settlements)
        return {
            "psn_no": codes(person_place[visit], psn_no),
            "setl_id": codes(settlement_place[visit], setl_id),
        }

    def _line_numbers(self, before: int, count: int) -> pa.Array:
        asked = self._setting.asked
        numbers = np.arange(before + 1, before + count + 1)
        return keys(LINE_PREFIX + asked.year, numbers, as_integers=asked.integer_keys)

    def _block(self, piece: int, number: int, part: slice, counts: Int) -> _Block:
        ends = np.cumsum(counts)
        visit = np.repeat(np.arange(len(counts)), counts)
        draws = self._draws(piece, number, len(visit), _FIELDS)
        return _Block(part, ends - counts, visit, draws)

    def _draws(self, piece: int, block: int, rows: int, fields: int) -> Draws:
        number = piece * _BLOCKS + block
        return Draws(self._setting.asked.seed, Stream.LINES, number, rows=rows, fields=fields)


def _counts(setting: Setting) -> tuple[Int, Int]:
    """Return the numbers of lines to draw from, of a visit and of a stay.

    All visits together have the mean that was asked for.
    """
    share, mean = setting.share_of_stays, setting.asked.lines_per_visit
    more = (mean - 1) / (1 + (_STAYS_HAVE - 1) * share)
    most = mean * _MOST_TIMES_MEAN
    return geometric(1 + more, most), geometric(1 + _STAYS_HAVE * more, most)


def _cut(counts: Int) -> list[slice]:
    """Cut visits into runs of about so many lines as are drawn at once."""
    ends = np.cumsum(counts)
    runs = int(ends[-1]) // _LINES_AT_ONCE + 1
    wanted = [int(ends[-1]) * run // runs for run in range(1, runs)]
    edges = [0, *(np.searchsorted(ends, wanted) + 1).tolist(), len(counts)]
    return [slice(first, end) for first, end in pairwise(edges) if end > first]

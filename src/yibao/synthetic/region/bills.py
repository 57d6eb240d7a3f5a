"""The bills of a piece of the region (费用明细): lines by day, prescriptions, trace codes.

docs/algorithms/synthetic-region.md tells how a bill is made; the modules of `billing` do it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.billing.called import Called, called
from yibao.synthetic.region.billing.charges import Charges
from yibao.synthetic.region.billing.outpatients import charge_visits
from yibao.synthetic.region.billing.packs import traces_of
from yibao.synthetic.region.billing.recipes import Recipes, recipes
from yibao.synthetic.region.billing.stays import charge_stays
from yibao.synthetic.region.goods import Ints, goods, sellers, shown
from yibao.synthetic.region.streams import stream
from yibao.synthetic.region.tables import LINES
from yibao.synthetic.region_files.arrow import codes, decimals, keys, money

LINES_A_PIECE = 10**7
"""More lines than a piece ever has: numbers of lines of different pieces never meet."""
_LINE_PREFIX = 994_000
_E4, _E6_PER_FEN = 10_000, 10_000
_REFUSED_SHARE = 0.12
"""Of lines of a drug that is paid for in some cases only: how many are no such case."""
_LIMITED = ("approved", "refused")


@dataclass(frozen=True, slots=True, eq=False)
class Bills:
    """What was charged in a piece, each table as `tables` has it."""

    lines: pa.Table
    prescriptions: pa.Table
    traces: pa.Table

    def with_lines(self, lines: pa.Table) -> Bills:
        """Return the same with other lines."""
        return replace(self, lines=lines)


def lines(asked: Asked, piece: int, visits: pa.Table) -> Bills:
    """Return the bills of the visits of a piece; the same request gives the same ones.

    Args:
        asked: what is asked of the generator.
        piece: number of the piece.
        visits: its visits, as `tables.VISITS`.

    """
    draws = stream(asked.seed, "bills", piece)
    charges = Charges(called(visits), draws)
    charge_stays(charges)
    charge_visits(charges)
    visit, good, count, second, price = charges.gathered()
    made = recipes(charges.of, visits, piece, visit, good, second)
    table = _table(charges.of, visits, piece, draws, made, (visit, good, count, second, price))
    traces = traces_of(charges.of, piece, visit, good, count, second, table["feedetl_sn"])
    return Bills(table, made.table, traces)


def _table(
    of: Called,
    visits: pa.Table,
    piece: int,
    draws: np.random.Generator,
    made: Recipes,
    charged: tuple[Ints, Ints, Ints, Ints, Ints],
) -> pa.Table:
    visit, good, count, second, price = charged
    listed = goods()
    ceiling = sellers().ceiling_fen(good, of.institution[visit])
    refused = (draws.random(len(visit), dtype=np.float32) < _REFUSED_SHARE).astype(np.int64)
    payable = np.array([item != "03" for item in listed.classes])[good]
    columns = {
        "setl_id": pa.DictionaryArray.from_arrays(
            pa.array(visit.astype(np.int32)), visits["setl_id"].combine_chunks()
        ),
        "psn_no": _of_visits(visits["psn_no"], visit),
        "visit": visits["visit"].to_numpy()[visit],
        "feedetl_sn": keys(
            _LINE_PREFIX, piece * LINES_A_PIECE + _counted(visit), as_integers=False
        ),
        "fee_ocur_time": pa.array(second).cast(pa.timestamp("s")),
        "med_list_codg": _of_goods("codes", good),
        "medins_list_codg": _of_goods("local_codes", good),
        "med_chrgitm_type": _of_goods("charge_types", good),
        "chrgitm_lv": _of_goods("classes", good),
        "limited": codes(np.where(listed.limited[good], refused, -1), _LIMITED),
        "tag": _of_goods("tags", good),
        "cnt": decimals(count * _E4, LINES.field("cnt").type),
        "pric": decimals(price * _E6_PER_FEN, LINES.field("pric").type),
        "det_item_fee_sumamt": money(price * count),
        "pric_uplmt_amt": decimals(
            ceiling * _E6_PER_FEN, LINES.field("pric_uplmt_amt").type, ceiling > 0
        ),
        "selfpay_prop": decimals(
            listed.first_pay_e4[good], LINES.field("selfpay_prop").type, payable
        ),
        "doctor": of.doctor[visit].astype(np.int32),
        "rx_no": made.numbers,
        "fault": codes(np.zeros(len(visit), dtype=np.int64), [""]),
    }
    return pa.table([columns[field.name] for field in LINES], schema=LINES)


def _counted(visit: Ints) -> Ints:
    return np.arange(len(visit), dtype=np.int64)


def _of_visits(column: pa.ChunkedArray, visit: Ints) -> pa.DictionaryArray:
    """Return a text of each line's visit: every text once, and where it belongs."""
    flat = column.cast(pa.string()).combine_chunks()
    coded = pc.dictionary_encode(flat)
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    places = coded.indices.to_numpy()[visit].astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(places), coded.dictionary)


def _of_goods(name: str, good: Ints) -> pa.DictionaryArray:
    coded = shown(name)
    places = coded.indices.to_numpy()[good].astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(places), coded.dictionary)

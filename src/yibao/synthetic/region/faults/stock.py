"""Faults of stock (进销存不符): more was sold than was ever there, or bought and never sold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.drawing import rounded
from yibao.synthetic.region.faults.kinds import kinds
from yibao.synthetic.region.faults.rows import Rows
from yibao.synthetic.region.institutions import institutions
from yibao.synthetic.region.streams import stream
from yibao.synthetic.region.tables import FAULTS

_E4, _E6_PER_FEN = 10_000, 10_000
_FIRST_ACT = 1 << 60
"""Acts in the stock have numbers that no piece gives."""


@dataclass(frozen=True, slots=True, eq=False)
class PlantedStock:
    """The stock with faults in it, and their key."""

    stock: pa.Table
    faults: pa.Table


def plant_stock(asked: Asked, stock: pa.Table) -> PlantedStock:
    """Let stock not fit sales: of some drugs and months less was bought than was sold.

    The closing stock stays as it is counted, so opening + bought − sold − lost falls short of it.
    """
    kind = kinds()["stock_short"]
    draws = stream(asked.seed, f"fault {kind.name}")
    bought, sold = (stock[name].to_numpy() for name in ("bought_e4", "sold_e4"))
    may = np.flatnonzero((bought > 0) & (sold > 0))
    many = min(rounded(draws, kind.rate * len(may)), len(may))
    codes = institutions()["fixmedins_code"]
    rows, key = Rows(stock), []
    for number, place in enumerate(np.sort(draws.permutation(may)[:many])):
        share = int(draws.integers(30, 80))
        before = int(bought[place])
        row = rows.change(
            int(place), fault=kind.name, bought_e4=before * (100 - share) // 100 // _E4 * _E4
        )
        missing = before - row["bought_e4"]
        key.append(
            {
                "fault": kind.name,
                "table": "stock",
                "key": "|".join(
                    (
                        codes[row["institution"]].as_py(),
                        row["med_list_codg"],
                        row["month"].isoformat(),
                    )
                ),
                "fault_id": _FIRST_ACT + number,
                "day": row["month"],
                "amount_fen": missing * row["price_e6"] // _E4 // _E6_PER_FEN,
            }
        )
    return PlantedStock(rows.whole(), pa.Table.from_pylist(key, schema=FAULTS))

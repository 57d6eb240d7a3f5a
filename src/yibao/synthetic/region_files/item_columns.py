"""The catalogue in columns (目录字段): what a line says of its item, looked up by item."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from yibao.synthetic.items import Item
from yibao.synthetic.region_files.arrow import NO_CODE, codes
from yibao.synthetic.region_files.catalogue import is_limited
from yibao.synthetic.region_files.claims import Named
from yibao.synthetic.region_files.draws import SIZE, Int
from yibao.terms.tables import rows

_LIMITED = ("approved", "refused")
_REFUSED_SHARE = SIZE // 4
_PPM_PER_UNIT = 100
"""`selfpay_prop` has four decimals."""


class ItemColumns:
    """Tables with a row for each item of a catalogue."""

    def __init__(self, items: Sequence[Item]) -> None:
        code_of = _first_codes()
        kinds = [code_of.get(("item", item.kind), "") for item in items]
        uncoded = ["" if code else item.kind for item, code in zip(items, kinds, strict=True)]
        tags = ["" if item.tag == "none" else item.tag for item in items]
        named = (
            Named.of("chrgitm_lv", [code_of["class", item.item_class] for item in items]),
            Named.of("med_chrgitm_type", kinds),
            Named.of("item", uncoded),
            Named.of("tag", tags),
        )
        self._named = tuple(column for column in named if len(column.names))
        self._limited = np.array([is_limited(item) for item in items])
        self.per_day = np.array([item.per_day for item in items])
        self.has_ceiling = np.array([item.ceiling_fen is not None for item in items])
        self.first_pay_e4 = np.array([item.first_pay_ppm // _PPM_PER_UNIT for item in items])
        self.is_payable = np.array([item.item_class != "c" for item in items])

    def columns(self, item: Int, draw: Int) -> dict[str, pa.Array]:
        """Return the columns of names for lines that charge for these items."""
        refused = (draw < _REFUSED_SHARE).astype(np.int64)
        limited = np.where(self._limited[item], refused, NO_CODE)
        return {
            **{named.name: named.column(item) for named in self._named},
            "limited": codes(limited, _LIMITED),
        }


def _first_codes() -> dict[tuple[str, str], str]:
    """Return for each fact and name the first national code that means it."""
    found: dict[tuple[str, str], str] = {}
    for row in rows("facts", "codes.csv"):
        found.setdefault((row["fact"], row["name"]), row["code"])
    return found

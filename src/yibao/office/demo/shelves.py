"""What the institutions of the demo region have on their price lists (演示院内目录)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from yibao.office.catalogue.demo_shelves import Priced, fill_shelves
from yibao.office.demo.chosen import Chosen, chosen
from yibao.synthetic.region.goods import HERB, Goods, goods, sellers
from yibao.synthetic.region.institutions import institutions

_PRICE_E6_PER_FEN = 10_000
_COUNTER = "pharmacy"


def fill_chosen() -> int:
    """Put everything that the named institutions have on their lists; return how much was new."""
    return fill_shelves({one.code: shelf_of(one) for one in chosen()})


def fill_sold(sold: Mapping[int, Iterable[str]]) -> int:
    """Put what institutions sold on their lists, too; return how much was new.

    Args:
        sold: national codes by the institution's place.

    """
    codes = institutions()["fixmedins_code"].to_pylist()
    places = {code: place for place, code in enumerate(goods().codes)}
    return fill_shelves(
        {
            codes[at]: _priced(sorted({places[code] for code in some if code in places}), at)
            for at, some in sold.items()
        }
    )


def shelf_of(one: Chosen) -> list[Priced]:
    """Return what a named institution offers, in the order of the catalogue."""
    return _priced([good for good in range(len(goods())) if _has(one, good)], one.place)


def _has(one: Chosen, good: int) -> bool:
    listed = goods()
    if one.kind == _COUNTER:
        return bool(listed.is_drug[good]) or listed.groups[good] == HERB
    return bool(listed.place[good] <= sellers().tier[one.place])


def _priced(some: Sequence[int], institution: int) -> list[Priced]:
    listed: Goods = goods()
    local = listed.local_codes
    number = np.array(some, dtype=np.int64)
    prices = sellers().price_fen(number, np.full(len(number), institution)) if some else number
    return [
        Priced(listed.codes[good], local[good], int(fen) * _PRICE_E6_PER_FEN)
        for good, fen in zip(some, prices, strict=True)
    ]

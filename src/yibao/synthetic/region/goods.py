"""What is sold and done (目录): drugs, tests, beds, operations, consumables, with invented prices.

`standards/synthetic/goods.csv` holds the catalogue; a row's place in it is the number of a good.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from yibao.synthetic.region.institutions import institutions
from yibao.terms.tables import rows

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]

DRUG_GROUPS = ("oral", "injection", "inhaled", "external")
"""Groups of drugs that are sold in packs with a trace code."""
HERB = "herb"
_SERVICE_GROUPS = {
    *("consultation", "round", "bed", "nursing", "test", "imaging", "daily", "special"),
    *("anaesthesia", "operation", "support", "other"),
}
_ONCE_A_DAY = _SERVICE_GROUPS - {"special"}
TIERS = {
    "village": 0,
    "station": 0,
    "clinic": 1,
    "community": 1,
    "township": 1,
    "primary": 2,
    "secondary": 3,
    "tcm": 3,
    "tertiary": 4,
    "tertiary_b": 4,
    "tertiary_a": 4,
    "pharmacy": 3,
    "away": 4,
}
"""How much each kind of institution can do: an institution has the goods up to its tier."""
MOST_TIER = 4
WHOLE = 1000
_SERVICE_THOUSANDTHS = (800, 800, 800, 900, 1000)
"""By tier, the part of a service's price that is charged; as in the demo region's price lists."""
_MARKED_UP = {"pharmacy": 1080, "clinic": 1050}
"""Hospitals and village clinics sell drugs at cost; these add to it. Our assumption."""
_LETTERS = {"09": "XY", "11": "ZC", "10": "YP", "08": "HC"}
_SERVICE_LETTERS = "FW"


@dataclass(frozen=True, slots=True, eq=False)
class Goods:
    """The catalogue in columns; money is fen, shares are ten-thousandths."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    groups: tuple[str, ...]
    charge_types: tuple[str, ...]
    classes: tuple[str, ...]
    """`chrgitm_lv`: 01, 02, 03."""
    tags: tuple[str, ...]
    uses: tuple[str, ...]
    place: Ints
    """The least tier that has the good."""
    price_fen: Ints
    first_pay_e4: Ints
    ceiling_fen: Ints
    """0: none."""
    limited: Bools
    is_service: Bools
    is_drug: Bools
    """Whether packs of it have trace codes."""
    is_herb: Bools
    once_a_day: Bools
    """Whether nobody has it twice on one day: tests, days of care, operations."""
    same: Ints
    """A number that products of one name share."""

    def __len__(self) -> int:
        """Return how many goods there are."""
        return len(self.codes)

    def of_group(self, *groups: str) -> list[int]:
        """Return the goods of some groups, in the order of the catalogue."""
        return [number for number, group in enumerate(self.groups) if group in groups]

    def named(self, name: str) -> int:
        """Return the first good of a name.

        Raises:
            ValueError: there is none; a caller's mistake.

        """
        return self.names.index(name)

    @property
    def local_codes(self) -> tuple[str, ...]:
        """The codes that institutions of the region give to the goods (院内编码)."""
        return tuple(
            f"{_LETTERS.get(charge, _SERVICE_LETTERS)}{number:04d}"
            for number, charge in enumerate(self.charge_types, 1)
        )


@cache
def goods() -> Goods:
    """Return the catalogue.

    >>> found = goods()
    >>> found.codes[found.named("普通病房床位费")], found.groups[0], found.classes[0]
    ('001109000010000', 'oral', '01')
    """
    table = list(rows("synthetic", "goods.csv"))
    groups = tuple(row["group"] for row in table)
    return Goods(
        tuple(row["code"] for row in table),
        tuple(row["name"] for row in table),
        groups,
        tuple(row["med_chrgitm_type"] for row in table),
        tuple(row["chrgitm_lv"] for row in table),
        tuple(row["tag"] for row in table),
        tuple(row["uses"] for row in table),
        np.array([int(row["place"]) for row in table]),
        np.array([int(row["price_fen"]) for row in table]),
        np.array([int(row["first_pay_e4"]) for row in table]),
        np.array([int(row["ceiling_fen"] or 0) for row in table]),
        np.array([row["limited"] == "1" for row in table]),
        np.array([group in _SERVICE_GROUPS for group in groups]),
        np.array([group in DRUG_GROUPS for group in groups]),
        np.array([group == HERB for group in groups]),
        np.array([group in _ONCE_A_DAY for group in groups]),
        _numbered([row["name"] for row in table]),
    )


def _numbered(names: list[str]) -> Ints:
    found: Ints = np.unique(names, return_inverse=True)[1].astype(np.int64)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Sellers:
    """What each institution can do and how it charges, in the order of `institutions`."""

    kinds: tuple[str, ...]
    tier: Ints
    service_thousandths: Ints
    drug_thousandths: Ints

    def price_fen(self, good: Ints, institution: Ints) -> Ints:
        """Return the price of goods at institutions, to the fen, half up."""
        listed = goods()
        part = np.full(len(good), WHOLE)
        service, drug = listed.is_service[good], listed.is_drug[good]
        part[service] = self.service_thousandths[institution[service]]
        part[drug] = self.drug_thousandths[institution[drug]]
        price: Ints = np.maximum((listed.price_fen[good] * part + WHOLE // 2) // WHOLE, 1)
        return price

    def ceiling_fen(self, good: Ints, institution: Ints) -> Ints:
        """Return what counts of a unit at most; 0 where nothing says so."""
        listed = goods()
        part = np.full(len(good), WHOLE)
        service = listed.is_service[good]
        part[service] = self.service_thousandths[institution[service]]
        ceiling: Ints = (listed.ceiling_fen[good] * part + WHOLE // 2) // WHOLE
        return ceiling


@cache
def sellers() -> Sellers:
    """Return how institutions sell.

    >>> found, bed = sellers(), goods().named("普通病房床位费")
    >>> place = found.kinds.index("secondary")
    >>> int(found.price_fen(np.array([bed]), np.array([place]))[0])  # 45.00 yuan × 0.9
    4050
    """
    kinds = tuple(institutions()["kind"].to_pylist())
    tier = np.array([TIERS[kind] for kind in kinds])
    return Sellers(
        kinds,
        tier,
        np.array(_SERVICE_THOUSANDTHS)[tier],
        np.array([_MARKED_UP.get(kind, WHOLE) for kind in kinds]),
    )


@cache
def shown(name: str) -> pa.DictionaryArray:
    """Return a column of names of the catalogue with a place for every good.

    Args:
        name: codes, local_codes, charge_types, classes or tags.

    >>> shown("classes")[0].as_py(), shown("tags")[len(goods()) - 1].as_py()
    ('01', '')

    """
    return pa.array(list(getattr(goods(), name))).dictionary_encode()

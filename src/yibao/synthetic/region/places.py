"""Counties, towns, villages (县、乡镇、村): invented, the same at every scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from yibao.synthetic.region.figures import count, value
from yibao.synthetic.region.streams import stream
from yibao.synthetic.region.tables import COUNTIES, TOWNS, VILLAGES
from yibao.synthetic.region_files.institutions import COUNTIES as CODES

COUNTY_NAMES = dict(zip(CODES, "甲乙丙丁戊己庚", strict=True))
_WORDS = "清石白南柳杨青高东西双龙松竹平花泉安溪沙云梨红北峰长新古金银"
_TOWN_ENDS = "河川坪岭沟湾店关桥塬"
_VILLAGE_ENDS = "沟庄湾坡岭坪塬河洼台"
_SEED = 1
"""Places are the same for every request."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The three tables, and how persons spread over the villages.

    `weight` is each village's share of all persons; communities of a town of the county's seat
    stand among the villages and have no clinic.
    """

    counties: pa.Table
    towns: pa.Table
    villages: pa.Table
    county_of_town: np.ndarray[tuple[int], np.dtype[np.int64]]
    town_of_village: np.ndarray[tuple[int], np.dtype[np.int64]]
    urban: np.ndarray[tuple[int], np.dtype[np.bool_]]
    with_clinic: np.ndarray[tuple[int], np.dtype[np.bool_]]
    weight: np.ndarray[tuple[int], np.dtype[np.float64]]


def dealt(whole: int, shares: tuple[float, ...]) -> list[int]:
    """Deal a whole number out by shares, the largest remainders first.

    >>> dealt(98, county_shares())
    [22, 18, 18, 12, 12, 10, 6]
    """
    exact = np.array(shares) / sum(shares) * whole
    parts = np.floor(exact).astype(int)
    most = np.argsort(-(exact - parts), kind="stable")[: whole - parts.sum()]
    parts[most] += 1
    return [int(part) for part in parts]


@cache
def county_shares() -> tuple[float, ...]:
    """Return each county's share of all persons; the seat of the city is the largest.

    >>> round(county_shares()[0], 3)
    0.224
    """
    persons = [value(f"county_persons_{number}") for number in range(1, len(CODES) + 1)]
    return tuple(each / sum(persons) for each in persons)


def towns_by_county() -> list[int]:
    """Return how many towns each county has: ten at least, the rest by persons."""
    least = 10
    more = dealt(count("towns") - least * len(CODES), county_shares())
    return [least + part for part in more]


@cache
def places() -> Places:
    """Return the places of the region.

    >>> places().villages.num_rows, int(places().with_clinic.sum())
    (2400, 2232)
    >>> places().towns["name"][0].as_py()
    '示范清河街道'
    """
    towns = list(_towns())
    village_rows = list(_villages(towns))
    town_of_village = np.array([town for _, town, _ in village_rows])
    urban_town = np.array([urban for _, _, _, urban in towns])
    county_of_town = np.array([CODES.index(county) for _, county, _, _ in towns])
    urban = urban_town[town_of_village]
    return Places(
        counties=pa.table(
            [list(CODES), [f"示范{COUNTY_NAMES[code]}县" for code in CODES]], schema=COUNTIES
        ),
        towns=pa.table(_columns(towns, TOWNS), schema=TOWNS),
        villages=pa.table(_columns(village_rows, VILLAGES), schema=VILLAGES),
        county_of_town=county_of_town,
        town_of_village=town_of_village,
        urban=urban,
        with_clinic=np.array([code[9] != "0" for code, _, _ in village_rows]),
        weight=_weights(county_of_town[town_of_village], urban),
    )


def _columns(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> list[pa.Array]:
    columns = zip(*rows, strict=True)
    return [
        pa.array(column, pa.string()).dictionary_encode()
        if pa.types.is_dictionary(field.type)
        else pa.array(column, field.type)
        for column, field in zip(columns, schema, strict=True)
    ]


def _towns() -> Iterator[tuple[str, str, str, bool]]:
    """Yield code, county, name, whether urban: streets first, then towns (GB/T 10114)."""
    number, urban_towns = 0, count("urban_towns_a_county")
    for county, many in zip(CODES, towns_by_county(), strict=True):
        for each in range(many):
            is_urban = each < urban_towns
            code = f"{county}{each + 1 if is_urban else 100 + each - urban_towns:03d}"
            kind = "街道" if is_urban else "镇"
            yield code, county, f"示范{_word(number, _TOWN_ENDS)}{kind}", is_urban
            number += 1


def _villages(towns: list[tuple[str, str, str, bool]]) -> Iterator[tuple[str, int, str]]:
    """Yield code, town, name: communities from 001, villages with a clinic from 200."""
    clinics = clinics_by_county()
    of_county: dict[str, list[int]] = {}
    for number, (_, county, _, _) in enumerate(towns):
        of_county.setdefault(county, []).append(number)
    communities = count("urban_communities") // sum(urban for *_, urban in towns)
    name = 0
    for county, many in zip(CODES, clinics, strict=True):
        inside = of_county[county]
        for place, town in enumerate(inside):
            code, _, _, urban = towns[town]
            for each in range(communities if urban else 0):
                yield f"{code}{each + 1:03d}", town, f"示范{_word(name, _VILLAGE_ENDS)}社区"
                name += 1
            for each in range(many // len(inside) + (place < many % len(inside))):
                yield f"{code}{200 + each}", town, f"示范{_word(name, _VILLAGE_ENDS)}村"
                name += 1


def clinics_by_county() -> list[int]:
    """Return how many village clinics each county has."""
    return dealt(count("village_clinics"), county_shares())


def _word(number: int, ends: str) -> str:
    place, second = divmod(number // len(_WORDS), len(ends))
    first = _WORDS[number % len(_WORDS)]
    middle = _WORDS[(place * 7 + number) % len(_WORDS)] if place else ""
    return first + middle + ends[second]


def _weights(
    county: np.ndarray[tuple[int], np.dtype[np.int64]],
    urban: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    raw = stream(_SEED, "villages").lognormal(0.0, value("village_spread"), len(county))
    share = value("urban_share")
    for number, of_all in enumerate(county_shares()):
        for is_urban, part in ((True, share), (False, 1 - share)):
            here = (county == number) & (urban == is_urban)
            raw[here] *= of_all * part / raw[here].sum()
    whole: float = raw.sum()
    shares: np.ndarray[tuple[int], np.dtype[np.float64]] = raw / whole
    return shares


def address(village: int, household: int) -> str:
    """Return where a household lives.

    >>> address(0, 5)
    '示范甲县示范清河街道示范清沟社区1组6号（演示）'
    """
    here = places()
    town = int(here.town_of_village[village])
    county = CODES[int(here.county_of_town[town])]
    group, house = household // 90 % 12 + 1, household % 90 + 1
    return (
        f"示范{COUNTY_NAMES[county]}县{here.towns['name'][town].as_py()}"
        f"{here.villages['name'][village].as_py()}{group}组{house}号（演示）"
    )

"""Designated institutions (定点医药机构): hospitals, clinics, pharmacies, and a few elsewhere.

The first of each kind are those of `region_files`, so that a code means the same institution in
both; what is more than those follows with numbers of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from yibao.synthetic.region.figures import count, value
from yibao.synthetic.region.places import COUNTY_NAMES, Places, dealt, places
from yibao.synthetic.region.streams import stream
from yibao.synthetic.region.tables import INSTITUTIONS
from yibao.synthetic.region_files.institutions import COUNTIES, Institution
from yibao.synthetic.region_files.institutions import institutions as numbered

_SEED = 1
_LABELS = {
    "village": "村卫生室",
    "station": "社区卫生服务站",
    "community": "社区卫生服务中心",
    "township": "卫生院",
    "clinic": "门诊部",
    "primary": "第一级医院",
    "secondary": "人民医院",
    "tcm": "中医医院",
    "tertiary": "第三医院",
    "tertiary_b": "第二中心医院",
    "tertiary_a": "中心医院",
    "pharmacy": "大药房",
    "away": "外地医院",
}
_WITH_BEDS = ("tertiary_a", "tertiary_b", "tertiary", "secondary", "tcm", "primary", "community")
"""Kinds that have a share of the beds; township hospitals have the rest."""
_MAY_UP_CODE = {"primary", "secondary", "tcm", "tertiary", "tertiary_b", "tertiary_a"}
"""Kinds that may be up-coders."""
_MAY_BE_PRIVATE = {"primary", "secondary"}


@dataclass(frozen=True, slots=True)
class _One:
    code: str
    kind: str
    level: str
    hosp_lv: str
    town: int


def counts() -> dict[str, int]:
    """Return how many institutions of each kind there are.

    >>> found = counts()
    >>> sum(found.values()) - found["village"] - found["pharmacy"] - found["away"]
    292
    """
    towns, level_one = count("towns"), count("hospitals_level_one")
    communities, stations = count("community_centres"), count("community_stations")
    other = count("institutions_unrated") - communities - stations
    return {
        "village": count("village_clinics"),
        "station": stations,
        "community": communities,
        "township": towns,
        "clinic": other,
        "primary": level_one - towns,
        "secondary": count("hospitals_level_two") - count("tcm_hospitals"),
        "tcm": count("tcm_hospitals"),
        "tertiary": count("hospitals_level_three") - 2,
        "tertiary_b": 1,
        "tertiary_a": 1,
        "pharmacy": count("pharmacies"),
        "away": count("away_hospitals"),
    }


@cache
def institutions() -> pa.Table:
    """Return the institutions, those of a kind beside one another.

    >>> table = institutions()
    >>> table.num_rows, table["fixmedins_code"][0].as_py()
    (2817, 'H99012100001')
    """
    rows = list(_all(places()))
    kinds = np.array([row.kind for row in rows])
    size = _sizes(kinds)
    beds = _beds(kinds, size)
    draws = stream(_SEED, "styles")
    cost = draws.lognormal(0.0, value("cost_style_spread"), len(rows))
    length = draws.lognormal(0.0, value("length_style_spread"), len(rows))
    columns = {
        "fixmedins_code": [row.code for row in rows],
        "fixmedins_name": [_name(row) for row in rows],
        "kind": [row.kind for row in rows],
        "level": [row.level for row in rows],
        "hosp_lv": [row.hosp_lv for row in rows],
        "nature": _natures(kinds),
        "county": [row.code[1:7] for row in rows],
        "town": [row.town for row in rows],
        "beds": beds,
        "capacity": size,
        "cost_style": cost,
        "length_style": length,
        "up_coder": _up_coders(kinds),
    }
    arrays = [pa.array(columns[field.name]).cast(field.type) for field in INSTITUTIONS]
    return pa.table(arrays, schema=INSTITUTIONS)


def _all(here: Places) -> Iterator[_One]:
    known: dict[str, list[Institution]] = {}
    for one in numbered():
        known.setdefault(one.kind, []).append(one)
    after = len(numbered())
    for kind, many in counts().items():
        first = known[kind][:many]
        codes = [one.code for one in first]
        used = [sum(code[1:7] == county for code in codes) for county in COUNTIES]
        more = [
            county
            for county, wanted, has in zip(COUNTIES, _wanted(kind, many, here), used, strict=True)
            for _ in range(max(0, wanted - has))
        ][: many - len(codes)]
        for county in more:
            after += 1
            codes.append(f"{codes[0][0]}{county}{after:05d}")
        turn: dict[str, int] = {}
        for place, code in enumerate(codes):
            like = first[place % len(first)]
            county = code[1:7]
            turn[county] = turn.get(county, -1) + 1
            town = _town(kind, county, turn[county], here)
            yield _One(code, kind, like.level, like.hosp_lv, town)


def _wanted(kind: str, many: int, here: Places) -> list[int]:
    """Return how many of a kind each county shall have."""
    if kind == "township":
        return [int((here.county_of_town == each).sum()) for each in range(len(COUNTIES))]
    if kind == "village":
        of_village = here.county_of_town[here.town_of_village]
        return [int((of_village[here.with_clinic] == each).sum()) for each in range(len(COUNTIES))]
    return dealt(many, (1.0,) * len(COUNTIES))


def _town(kind: str, county: str, turn: int, here: Places) -> int:
    """Return the town of the so-manieth institution of a kind in a county; -1 elsewhere."""
    if county not in COUNTIES:
        return -1
    number = COUNTIES.index(county)
    if kind == "village":
        return int(here.town_of_village[clinic_villages(number)[turn]])
    towns = np.flatnonzero(here.county_of_town == number)
    if kind in {"township", "pharmacy", "clinic", "primary"}:
        return int(towns[turn % len(towns)])
    return int(towns[turn % count("urban_towns_a_county")])


@cache
def clinic_villages(county: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the villages with a clinic of a county, in the order of their clinics."""
    here = places()
    of_county = here.county_of_town[here.town_of_village] == county
    return np.flatnonzero(of_county & here.with_clinic)


def _name(one: _One) -> str:
    county = one.code[1:7]
    where = f"示范{COUNTY_NAMES[county]}县" if county in COUNTY_NAMES else "示范邻市"
    return f"{where}{_LABELS[one.kind]}{int(one.code[7:])}（演示）"


def _natures(kinds: np.ndarray[tuple[int], np.dtype[np.str_]]) -> list[str]:
    """Return whose each institution is; as many hospitals are private as the figures say."""
    natures = np.full(len(kinds), "public", dtype="<U20")
    natures[np.isin(kinds, ["pharmacy", "clinic"])] = "private_for_profit"
    may = np.flatnonzero(np.isin(kinds, sorted(_MAY_BE_PRIVATE)))
    chosen = stream(_SEED, "natures").choice(may, count("private_hospitals"), replace=False)
    natures[chosen] = "private_non_profit"
    return [str(nature) for nature in natures]


def _sizes(
    kinds: np.ndarray[tuple[int], np.dtype[np.str_]],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the weight of each institution, 1 on the average of its kind."""
    raw = stream(_SEED, "sizes").lognormal(0.0, value("size_spread"), len(kinds))
    for kind in counts():
        here = kinds == kind
        raw[here] /= raw[here].mean()
    return raw


def _beds(
    kinds: np.ndarray[tuple[int], np.dtype[np.str_]],
    size: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    whole = value("beds_a_thousand") * value("insured") / 1000
    beds = np.zeros(len(kinds))
    shares = {kind: value(f"beds_share_{kind}") for kind in _WITH_BEDS}
    shares["township"] = 1 - sum(shares.values())
    for kind, share in shares.items():
        here = kinds == kind
        beds[here] = whole * share / here.sum() * size[here]
    beds[kinds == "away"] = value("away_beds")
    return np.rint(beds).astype(np.int64)


def _up_coders(
    kinds: np.ndarray[tuple[int], np.dtype[np.str_]],
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    may = np.flatnonzero(np.isin(kinds, sorted(_MAY_UP_CODE)))
    many = max(1, round(len(may) * value("up_coder_share")))
    chosen = stream(_SEED, "up-coders").choice(may, many, replace=False)
    found = np.zeros(len(kinds), dtype=bool)
    found[chosen] = True
    return found

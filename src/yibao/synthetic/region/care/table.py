"""The table of visits (就诊表), as `tables.VISITS` has it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pyarrow as pa

from yibao.policy import load_policy
from yibao.synthetic.region.care.choice import Bools, Ints
from yibao.synthetic.region.care.codes import NONE, pool
from yibao.synthetic.region.care.coding import further
from yibao.synthetic.region.care.cost import wanted_fen
from yibao.synthetic.region.care.events import (
    CARES,
    COURSES,
    DELIVERIES,
    EMERGENCY,
    FILINGS,
    INPATIENT,
    LINKS,
    WAYS,
    Events,
)
from yibao.synthetic.region.care.keys import own_numbers, turns
from yibao.synthetic.region.care.mix import stays
from yibao.synthetic.region.care.order import place_before
from yibao.synthetic.region.care.piece import SCHEMES, Piece
from yibao.synthetic.region.care.where import AWAY, doctor_of, houses, staff
from yibao.synthetic.region.figures import value
from yibao.synthetic.region.filings import DISEASES
from yibao.synthetic.region.institutions import institutions
from yibao.synthetic.region.tables import VISITS

NUMBERS_A_PIECE = 1 << 24
DIVISION = "990100"
_PLACES = ("in_county", "in_city", "in_province")
_MED_TYPES = ("11", "13", "14", "9901", "41", "21", "28", "52", "22", "23", "24", "25", "27")
_INJURY, _REFERRED, _FROM_EMERGENCY, _ELSEWHERE, _OWN_CHOICE = range(8, 13)
_INJURIES = ("S", "T")
_OPEN, _EMERGENCY_OPEN = (8 * 3600, 18 * 3600), (0, 24 * 3600)
_CHRONIC_CODE = "M99{:03d}"
_DAY_SECONDS = 24 * 3600


def visits_table(piece: Piece, events: Events) -> pa.Table:
    """Return the visits; the events are in order."""
    draws = piece.draws("details")
    second = _seconds(draws, events)
    order = _by_time(events, second)
    events, second = events.take(order), second[order]
    columns = {
        **_numbered(piece, events),
        **_when(events, second),
        **_where(piece, draws, events),
        **_what(piece, events),
    }
    arrays = [_array(columns[field.name], field.type) for field in VISITS]
    return pa.table(arrays, schema=VISITS)


def _numbered(piece: Piece, events: Events) -> dict[str, pa.Array | Ints]:
    people, row = piece.people, events.row
    county = people.county[row]
    number = piece.number * NUMBERS_A_PIECE + np.arange(len(events))
    begun = turns(county, events.day, piece.number)
    ended = turns(county, events.end, piece.number)
    before = place_before(events)
    return {
        "visit": number,
        "mdtrt_id": own_numbers("visit", county, events.day, begun),
        "setl_id": own_numbers("settlement", county, events.end, ended),
        "person": people.person[row],
        "psn_no": people.psn_no.take(pa.array(row)),
        "insutype": _named(people.employee[row], SCHEMES),
        "referred_from": np.where(before >= 0, number[before], -1),
        "course_id": _course_numbers(piece, events),
    }


def _when(events: Events, second: Ints) -> dict[str, pa.Array]:
    settled = pa.array(events.end * _DAY_SECONDS + second)
    return {
        "begndate": _dates(events.day),
        "enddate": _dates(events.end),
        "setl_time": settled.cast(pa.timestamp("s")),
    }


def _where(piece: Piece, draws: np.random.Generator, events: Events) -> dict[str, pa.Array | Ints]:
    doctor = doctor_of(events.institution, events.caty, draws.random(len(events)))
    place = _place(piece.people.county[events.row], events.institution)
    return {
        "institution": events.institution,
        **_of_house(events.institution),
        "place": _named(place, _PLACES),
        "filing": _named(events.filing, FILINGS),
        "doctor": doctor,
        "caty": _named(np.where(doctor < 0, 0, staff().caty[doctor] + 1), ("", *staff().names)),
        "med_type": _named(_med_type(draws, events, place), _MED_TYPES),
    }


def _what(piece: Piece, events: Events) -> dict[str, pa.Array | Ints]:
    return {
        "care": _named(events.care, CARES),
        "link": _named(events.link, LINKS),
        "disease": _named(events.disease + 1, ("none", *DISEASES)),
        "delivery": _named(events.delivery, DELIVERIES),
        "dise_codg": _named(events.disease + 1, ("", *disease_codes())),
        "diagnosis": _named(events.diagnosis, pool().codes),
        "others": _lists(further(piece, events)),
        "procedures": _lists(events.procedure[:, None]),
        "adrg": _named(events.case + 1, ("", *stays().adrg)),
        "true_diagnosis": _named(events.true, pool().codes),
        "course": _named(events.course, COURSES),
        "discharge_way": _named(events.way, WAYS),
        "wanted_fen": wanted_fen(piece, events),
        "fault": _named(np.zeros(len(events), dtype=np.int64), ("",)),
    }


@cache
def disease_codes() -> tuple[str, ...]:
    """Return the invented code (opsp_dise_code) of each of `DISEASES`.

    >>> disease_codes()[:2]
    ('M99002', 'M99001')
    """
    named = list(load_policy(DIVISION).names.get("disease", {}))
    return tuple(_CHRONIC_CODE.format(named.index(name) + 1) for name in DISEASES)


def _array(column: pa.Array | Ints, wanted: pa.DataType) -> pa.Array:
    array = column if isinstance(column, pa.Array) else pa.array(column)
    return array if array.type == wanted else array.cast(wanted)


def _named(places: Ints, names: Sequence[str]) -> pa.DictionaryArray:
    values = pa.array(list(names), pa.string())
    unique = values.unique()
    if len(unique) < len(values):
        places = values.dictionary_encode().indices.to_numpy()[places]
    indices = pa.array(np.asarray(places, dtype=np.int32))
    return pa.DictionaryArray.from_arrays(indices, unique)


def _dates(days: Ints) -> pa.Array:
    return pa.array(days.astype(np.int32)).cast(pa.date32())


def _lists(codes: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> pa.Array:
    there = codes != NONE
    offsets = np.r_[0, np.cumsum(there.sum(axis=1))].astype(np.int32)
    values = pool().array.take(pa.array(codes[there]))
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def _of_house(institution: Ints) -> dict[str, pa.Array]:
    names = ("fixmedins_code", "hosp_lv", "level")
    taken = pa.array(institution)
    return {name: institutions()[name].combine_chunks().take(taken) for name in names}


def _place(county: Ints, institution: Ints) -> Ints:
    """Return where the house lies as the person's county sees it."""
    there = houses().county[institution]
    away = houses().kind[institution] == AWAY
    return np.where(away, 2, np.where(there == county, 0, 1))


def _med_type(draws: np.random.Generator, events: Events, place: Ints) -> Ints:
    found = events.care.copy()
    plain = events.care == INPATIENT
    urgent = draws.random(len(events)) < value("care_stay_from_emergency")
    found[plain & urgent] = _FROM_EMERGENCY
    found[plain & _is_injury()[events.diagnosis]] = _INJURY
    away = plain & (place == _PLACES.index("in_province"))
    found[away] = _ELSEWHERE
    for filing, code in (
        ("referral", _REFERRED),
        ("none", _OWN_CHOICE),
        ("emergency", _FROM_EMERGENCY),
    ):
        found[away & (events.filing == FILINGS.index(filing))] = code
    return found


@cache
def _is_injury() -> Bools:
    return np.array([code.startswith(_INJURIES) for code in pool().codes])


def _seconds(draws: np.random.Generator, events: Events) -> Ints:
    """Return when on its last day each is settled."""
    luck = draws.random(len(events))
    urgent = events.care == EMERGENCY
    opens = np.where(urgent, _EMERGENCY_OPEN[0], _OPEN[0])
    closes = np.where(urgent, _EMERGENCY_OPEN[1], _OPEN[1])
    found: Ints = np.floor(opens + luck * (closes - opens)).astype(np.int64)
    return found


def _by_time(events: Events, second: Ints) -> Ints:
    """Return the order of the events by person and time of settlement."""
    found: Ints = np.lexsort((second, events.end, events.row))
    return found


def _course_numbers(piece: Piece, events: Events) -> Ints:
    """Return the number of each course; a visit of no course has one of its own."""
    own = -1 - np.arange(len(events))
    _, number = np.unique(np.where(events.thread < 0, own, events.thread), return_inverse=True)
    return piece.number * NUMBERS_A_PIECE + number.astype(np.int64)

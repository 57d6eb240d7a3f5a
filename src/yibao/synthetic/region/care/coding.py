"""What is written of a stay (编码): further diagnoses, and what up-coders make of it."""

from __future__ import annotations

from functools import cache

import numpy as np

from yibao.synthetic.region.care.choice import Choice, Ints
from yibao.synthetic.region.care.codes import NONE, pool
from yibao.synthetic.region.care.events import COURSES, INPATIENT, Events
from yibao.synthetic.region.care.mix import COMMON, stays
from yibao.synthetic.region.care.piece import Piece
from yibao.synthetic.region.care.where import houses
from yibao.synthetic.region.figures import value
from yibao.synthetic.region.filings import DISEASES
from yibao.terms.tables import rows

_LEAST, _MOST = 1.15, 2.6
"""How much dearer the written group is than the true one."""
_GROWN = {"any", "adult", "middle", "old", "lungs"}
_FILED = {"hypertension": "I10.x00x002", "diabetes": "E11.900"}
_OFTEN = ("I25.103", "E78.500", "K76.000", "K29.700")
_OFTEN_SHARE, _OFTEN_FROM = 0.45, 50
_TRAUMA = "Z"
"""Groups of several injuries look at every diagnosis."""


def up_coded(piece: Piece, events: Events) -> Events:
    """Let up-coders write a dearer diagnosis for some stays without an operation."""
    draws = piece.draws("up-coding")
    luck = draws.random(len(events))
    may = events.is_stay & (events.care == INPATIENT) & (events.course == COURSES.index("acute"))
    may &= houses().up_coder[events.institution] & (luck < value("care_up_coded"))
    place = np.flatnonzero(may)
    dearer = _dearer().draw(events.case[place], draws.random(len(place)))
    place, dearer = place[dearer >= 0], dearer[dearer >= 0]
    case, diagnosis = events.case.copy(), events.diagnosis.copy()
    case[place] = dearer
    diagnosis[place] = stays().diagnoses.draw(dearer, draws.random(len(place)))
    return events.with_(case=case, diagnosis=diagnosis)


@cache
def _dearer() -> Choice:
    """Return dearer kinds of stays of the same category that may be written instead of one."""
    known = stays()
    table = list(rows("synthetic", "case_mix.csv"))
    plain = [
        place
        for place in known.of_course(COMMON)
        if known.is_plain(place) and table[place]["ages"] in _GROWN
    ]
    pairs = [
        (low, known.share[high], high)
        for low in plain
        for high in plain
        if known.adrg[low][0] == known.adrg[high][0]
        and table[high]["sex"] in ("0", table[low]["sex"])
        and _LEAST < known.weight[high] / known.weight[low] < _MOST
    ]
    groups, weights, values = zip(*pairs, strict=True)
    return Choice(groups, weights, values, len(known.names))


def further(piece: Piece, events: Events) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return up to four further diagnoses of each event, `NONE` where there is none."""
    draws, people = piece.draws("further diagnoses"), piece.people
    categories = np.array([adrg[0] for adrg in stays().adrg])
    trauma = (events.case >= 0) & (categories[events.case] == _TRAUMA)
    grown = (events.day - people.birth[events.row]) // 365 >= _OFTEN_FROM
    codes = [events.further]
    for name, code in _FILED.items():
        filed = people.since[events.row, DISEASES.index(name)] <= events.day
        codes.append(np.where(filed & ~trauma, pool().index(code), NONE))
    often = np.array([pool().index(code) for code in _OFTEN])
    luck = draws.random(len(events))
    some = events.is_stay & grown & ~trauma & (luck < _OFTEN_SHARE)
    pick = often[np.floor(luck / _OFTEN_SHARE * len(often)).astype(np.int64) % len(often)]
    codes.append(np.where(some, pick, NONE))
    table = np.stack(codes, axis=1)
    same = (_category(table) == _category(events.diagnosis)[:, None]) & (table != NONE)
    table[same & (np.arange(len(codes)) > 0)] = NONE
    return table


@cache
def _categories() -> Ints:
    known: dict[str, int] = {}
    return np.array([known.setdefault(code[:3], len(known)) for code in pool().codes])


def _category(
    codes: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Return the category (the first three characters) of codes."""
    found: np.ndarray[tuple[int, ...], np.dtype[np.int64]] = _categories()[codes]
    return found

"""Filed diseases (慢特病、两病、透析): who has one comes again and again, mostly to one house."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yibao.synthetic.region.care.choice import Floats, Ints
from yibao.synthetic.region.care.events import (
    CHRONIC,
    COURSES,
    OUTPATIENT,
    TWO_DISEASES,
    Events,
)
from yibao.synthetic.region.care.mix import seen
from yibao.synthetic.region.care.people import NEVER
from yibao.synthetic.region.care.piece import Piece, norm, repeated
from yibao.synthetic.region.care.profiles import at_number
from yibao.synthetic.region.care.styles import filing_of, house_of, seen_caty
from yibao.synthetic.region.care.where import AWAY, houses
from yibao.synthetic.region.drawing import log_normal
from yibao.synthetic.region.figures import value
from yibao.synthetic.region.filings import DISEASES

_DIALYSIS = DISEASES.index("dialysis")
_AT = {
    "hypertension": "chronic_common",
    "diabetes": "chronic_common",
    "dialysis": "dialysis",
}
_OTHERWISE = "chronic_special"
_CARES = {
    "hypertension": (TWO_DISEASES, OUTPATIENT),
    "diabetes": (TWO_DISEASES, CHRONIC),
    "hepatitis": (OUTPATIENT, OUTPATIENT),
    "tuberculosis": (OUTPATIENT, OUTPATIENT),
}
"""Care of residents and of employees, where it is not care for chronic diseases: 示范市 has no
rule for these, so they come as ordinary out-patients."""
_HABITS = np.array([0.67, 1.0, 1.0, 1.5])
"""How much longer somebody's time between visits is than usual; our assumption."""
_JITTER = 3
_SPREAD = 0x9E3779B1


@dataclass(frozen=True, slots=True, eq=False)
class _Courses:
    """Courses of one disease: whose, every how many days, what care, where, filed how."""

    disease: int
    row: Ints
    interval: Floats
    phase: Floats
    care: Ints
    house: Ints
    filing: Ints


def chronic(piece: Piece) -> Events:
    """Return all visits for filed diseases of the days asked for."""
    return Events.join([_visits(piece, _courses(piece, name)) for name in DISEASES])


def _courses(piece: Piece, name: str) -> _Courses:
    place, people = DISEASES.index(name), piece.people
    draws = piece.draws(f"chronic {name}")
    row = np.flatnonzero(people.since[:, place] != NEVER)
    employee = people.employee[row]
    interval = np.full(len(row), _usual_interval(name))
    if place != _DIALYSIS:
        interval = interval * draws.choice(_HABITS, len(row)) / norm("chronic")[employee]
    care = _care(name, employee, draws.random(len(row)))
    at = np.where(care == TWO_DISEASES, at_number("two_diseases"), at_number(_at(name)))
    house = house_of(piece, draws, row, at, 0.0)
    # Only houses at home keep the list of the two diseases.
    care = np.where((care == TWO_DISEASES) & (houses().kind[house] == AWAY), OUTPATIENT, care)
    return _Courses(
        place,
        row,
        interval,
        draws.random(len(row)) * interval,
        care,
        house,
        filing_of(piece, draws, row, house, stay=False),
    )


def _visits(piece: Piece, courses: _Courses) -> Events:
    name, known = DISEASES[courses.disease], seen()
    which, day = _days(piece, courses)
    row, case = courses.row[which], known.names.index(f"chronic_{name}")
    cases = np.full(len(which), case)
    draws = piece.draws(f"chronic visits {name}")
    course = "dialysis" if courses.disease == _DIALYSIS else "chronic"
    return Events.of(
        row,
        day,
        care=courses.care[which],
        institution=courses.house[which],
        filing=courses.filing[which],
        diagnosis=known.diagnoses.draw(cases, _luck(row, courses.disease)),
        caty=seen_caty()[cases],
        weight=known.weight[case] * log_normal(draws, len(which), value("care_spread_visit")),
        course=COURSES.index(course),
        thread=(np.int64(1 + courses.disease) << 40) + row,
        disease=courses.disease,
    )


def _at(name: str) -> str:
    return _AT.get(name, _OTHERWISE)


def _usual_interval(name: str) -> float:
    if name == "dialysis":
        return 7 / value("care_dialysis_week")
    return value(f"care_interval_{name}")


def _care(name: str, employee: Ints, luck: Floats) -> Ints:
    resident, employed = _CARES.get(name, (CHRONIC, CHRONIC))
    of_resident = np.full(len(employee), resident)
    if name == "diabetes":
        of_resident[luck >= value("care_two_diseases_diabetes")] = CHRONIC
    return np.where(employee == 1, employed, of_resident)


def _days(piece: Piece, course: _Courses) -> tuple[Ints, Ints]:
    """Return for each visit which course it is of, and its day.

    Visits are counted from 1970, so that their days do not depend on what is asked for.
    """
    since = piece.people.since[course.row, course.disease]
    start = np.maximum(since, piece.first)
    low = np.ceil((start - course.phase) / course.interval).astype(np.int64)
    high = np.floor((piece.last - course.phase) / course.interval).astype(np.int64)
    many = np.maximum(high - low + 1, 0)
    which = repeated(many)
    turn = np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many) + low[which]
    day = course.phase[which] + turn * course.interval[which]
    if course.disease != _DIALYSIS:
        day = day + (_luck(course.row[which], turn) * 2 - 1) * _JITTER
    return which, np.clip(day, start[which], piece.last).astype(np.int64)


def _luck(one: Ints, other: Ints | int) -> Floats:
    """Return luck that follows from numbers alone."""
    mixed = (one * _SPREAD + other * 40_503) & 0xFFFFFFFF
    mixed = (mixed ^ mixed >> 15) * 0x85EBCA6B & 0xFFFFFFFF
    found: Floats = (mixed ^ mixed >> 13) / 2.0**32
    return found

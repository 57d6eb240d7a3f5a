"""Pregnancies (妊娠): visits before, the delivery, and children who stay on."""

from __future__ import annotations

from datetime import date

import numpy as np

from yibao.synthetic.region.care.choice import Ints
from yibao.synthetic.region.care.events import COURSES, DELIVERIES, DELIVERY, OUTPATIENT, Events
from yibao.synthetic.region.care.mix import cell, seen, stay_choice
from yibao.synthetic.region.care.piece import Piece, middle, repeated
from yibao.synthetic.region.care.profiles import ages, at_number
from yibao.synthetic.region.care.styles import stay_events, visit_events
from yibao.synthetic.region.figures import value
from yibao.synthetic.region.lives import day_number

_YOUNGEST, _OLDEST = 17, 48
_NINE_MONTHS, _FIRST_WEEKS = 270, 45
_LEAST_VISITS = 2
_NEWBORN_FROM, _NEWBORN_TO = 1, 9
_KNOWN_FROM = 0.5
_THREAD = 20 << 40


def pregnancies(piece: Piece, year: int) -> list[Events]:
    """Return the care of all pregnancies that end in a year."""
    draws = piece.draws("pregnancies", year)
    mother, birth = births(piece, year, draws)
    thread = _THREAD + (np.int64(year) << 24) + np.arange(len(mother))
    return [
        _deliveries(piece, draws, mother, birth, thread),
        _antenatal(piece, draws, mother, birth, thread),
        _newborn(piece, year),
    ]


def births(piece: Piece, year: int, draws: np.random.Generator) -> tuple[Ints, Ints]:
    """Return mothers and days of births of a year.

    Where the persons have children born in the year, their mothers are found in their homes. Else
    women have children by their age, and the children are not among the persons.
    """
    people = piece.people
    child = np.flatnonzero(_born(piece, year))
    many = value("care_births") * len(people)
    if len(child) >= many * _KNOWN_FROM:
        return _mothers(piece, year, child)
    weight = ages("rate_births")[people.band(middle(year))] * people.female
    chance = np.minimum(weight * many / max(weight.sum(), 1.0), 1.0)
    mother = np.flatnonzero(draws.random(len(people)) < chance)
    day = _first(year) + np.floor(draws.random(len(mother)) * 365).astype(np.int64)
    return mother, day


def _first(year: int) -> int:
    return day_number(date(year, 1, 1))


def _born(piece: Piece, year: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    birth = piece.people.birth
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = (birth >= _first(year)) & (
        birth < _first(year + 1)
    )
    return found


def _mothers(piece: Piece, year: int, child: Ints) -> tuple[Ints, Ints]:
    people = piece.people
    age = people.age(middle(year))
    may = np.flatnonzero((people.female == 1) & (age >= _YOUNGEST) & (age <= _OLDEST))
    order = may[np.lexsort((age[may], people.household[may]))]
    homes = people.household[order]
    place = np.searchsorted(homes, people.household[child])
    fits = (place < len(homes)) & (
        homes[np.minimum(place, max(len(homes) - 1, 0))] == people.household[child]
    )
    mother, birth = order[place[fits]], people.birth[child[fits]]
    mother, first = np.unique(mother, return_index=True)
    return mother, birth[first]


def _deliveries(
    piece: Piece, draws: np.random.Generator, row: Ints, birth: Ints, thread: Ints
) -> Events:
    caesarean = draws.random(len(row)) < value("care_caesarean")
    assisted = draws.random(len(row)) < value("care_assisted")
    where = cell(piece.people.female, piece.people.band(int(birth.mean()) if len(birth) else 0))
    luck = draws.random(len(row))
    young = np.maximum(where[row], cell(np.ones(1, dtype=np.int64), np.full(1, 3))[0])
    case = np.where(
        caesarean,
        stay_choice("pregnancy", ("OB1",)).draw(young, luck),
        stay_choice("pregnancy", ("OC1", "OR1")).draw(young, luck),
    )
    natural = np.where(assisted, DELIVERIES.index("assisted"), DELIVERIES.index("natural"))
    return stay_events(
        piece,
        draws,
        row,
        case,
        begin=birth - (draws.random(len(row)) < 0.5),
        care=DELIVERY,
        course=COURSES.index("pregnancy"),
        thread=thread,
        delivery=np.where(caesarean, DELIVERIES.index("caesarean"), natural),
    )


def _antenatal(
    piece: Piece, draws: np.random.Generator, row: Ints, birth: Ints, thread: Ints
) -> Events:
    many = _LEAST_VISITS + draws.poisson(value("care_antenatal") - _LEAST_VISITS, len(row))
    which = repeated(many)
    before = 2 + draws.random(len(which)) * (_NINE_MONTHS - _FIRST_WEEKS)
    case = np.full(len(which), seen().names.index("antenatal"))
    return visit_events(
        piece,
        draws,
        row[which],
        birth[which] - before.astype(np.int64),
        case,
        at=at_number("antenatal"),
        care=OUTPATIENT,
        course=COURSES.index("pregnancy"),
        thread=thread[which],
    )


def _newborn(piece: Piece, year: int) -> Events:
    draws, people = piece.draws("newborn", year), piece.people
    ill = _born(piece, year) & (draws.random(len(people)) < value("care_newborn_stay"))
    row = np.flatnonzero(ill)
    case = stay_choice("newborn").draw(cell(people.female[row], row * 0), draws.random(len(row)))
    begin = people.birth[row] + draws.integers(_NEWBORN_FROM, _NEWBORN_TO, len(row))
    return stay_events(piece, draws, row, case, begin=begin, course=COURSES.index("newborn"))

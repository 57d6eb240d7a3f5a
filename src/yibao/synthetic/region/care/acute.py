"""Stays that come by themselves (急性住院), and those in which somebody dies."""

from __future__ import annotations

import numpy as np

from yibao.synthetic.region.care.choice import Floats, Ints
from yibao.synthetic.region.care.events import COURSES, DIED, Events
from yibao.synthetic.region.care.mix import COMMON, cell, stay_choice, stays
from yibao.synthetic.region.care.people import NEVER
from yibao.synthetic.region.care.piece import (
    SCHEMES,
    Piece,
    by_scheme,
    middle,
    norm,
    rates,
    repeated,
)
from yibao.synthetic.region.care.profiles import at_number, band, days_of
from yibao.synthetic.region.care.styles import stay_events
from yibao.synthetic.region.figures import value

_MUST_GO = 0.6
"""Of stays for what is done elsewhere only; our assumption."""


def acute(piece: Piece, year: int) -> Events:
    """Return the stays of a year, by the day on which they end."""
    draws = piece.draws("stays", year)
    a_head = by_scheme("{}_stays_a_head") * norm("stays")
    row = repeated(draws.poisson(rates(piece, "rate_stays", a_head, year)))
    case = _case(piece, row, middle(year), draws.random(len(row)))
    end = days_of(year, stays().season[case], draws.random(len(row)))
    made = stay_events(piece, draws, row, case, end=end, away=away(piece, row, case))
    return _shifted(piece, made)


def terminal(piece: Piece) -> Events:
    """Return the last stays of those who die."""
    draws, people = piece.draws("terminal"), piece.people
    dies = (people.death != NEVER) & (draws.random(len(people)) < value("care_terminal_stay"))
    row = np.flatnonzero(dies)
    end = people.death[row]
    case = _case(piece, row, end, draws.random(len(row)))
    course = COURSES.index("terminal")
    return stay_events(piece, draws, row, case, end=end, course=course, way=DIED)


def away(piece: Piece, row: Ints, case: Ints) -> Floats:
    """Return how likely a stay is away."""
    common = np.array([value(f"care_away_stay_{scheme}") for scheme in SCHEMES])
    must = stays().at[case] == at_number("away")
    return np.where(must, _MUST_GO, common[piece.people.employee[row]])


def _case(piece: Piece, row: Ints, day: int | Ints, luck: Floats) -> Ints:
    people = piece.people
    age = np.floor((day - people.birth[row]) / 365.25).astype(np.int64)
    return stay_choice(COMMON).draw(cell(people.female[row], band(age)), luck)


def _shifted(piece: Piece, events: Events) -> Events:
    """Let stays that began before the first day and end within begin as much after it."""
    early = (events.day < piece.first) & (events.end >= piece.first)
    return events.with_(day=np.where(early, 2 * piece.first - events.day, events.day))

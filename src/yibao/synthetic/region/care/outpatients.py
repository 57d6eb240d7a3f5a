"""Visits of a day (门急诊) and purchases at pharmacies (药店购药)."""

from __future__ import annotations

import numpy as np

from yibao.synthetic.region.care.choice import Ints
from yibao.synthetic.region.care.events import EMERGENCY, OUTPATIENT, PHARMACY, Events
from yibao.synthetic.region.care.mix import cell, seen, seen_choice
from yibao.synthetic.region.care.piece import (
    SCHEMES,
    Piece,
    by_scheme,
    middle,
    norm,
    rates,
    repeated,
)
from yibao.synthetic.region.care.profiles import at_number, days_of
from yibao.synthetic.region.care.styles import visit_events
from yibao.synthetic.region.figures import value


def outpatients(piece: Piece, year: int) -> Events:
    """Return ordinary and emergency visits of a year."""
    draws = piece.draws("out-patients", year)
    a_head = by_scheme("{}_outpatient_visits_a_head") * norm("outpatients")
    row = repeated(draws.poisson(rates(piece, "rate_outpatients", a_head, year)))
    case = _case(piece, year, row, draws)
    day = days_of(year, seen().season[case], draws.random(len(row)))
    urgent = draws.random(len(row)) < seen().emergency[case]
    usual = np.array([at_number(f"outpatient_{scheme}") for scheme in SCHEMES])
    at = np.where(urgent, at_number("emergency"), usual[piece.people.employee[row]])
    care = np.where(urgent, EMERGENCY, OUTPATIENT)
    away = np.where(urgent, 0.0, value("care_away_visit"))
    return visit_events(piece, draws, row, day, case, at=at, away=away, care=care)


def purchases(piece: Piece, year: int) -> Events:
    """Return purchases at pharmacies of a year."""
    draws = piece.draws("pharmacies", year)
    a_head = by_scheme("{}_pharmacy_visits_a_head") * norm("pharmacy")
    row = repeated(draws.poisson(rates(piece, "rate_pharmacy", a_head, year)))
    case = _case(piece, year, row, draws)
    day = days_of(year, seen().season[case], draws.random(len(row)))
    at = at_number("pharmacy")
    return visit_events(piece, draws, row, day, case, at=at, away=None, care=PHARMACY)


def _case(piece: Piece, year: int, row: Ints, draws: np.random.Generator) -> Ints:
    people = piece.people
    where = cell(people.female, people.band(middle(year)))[row]
    return seen_choice().draw(where, draws.random(len(row)))

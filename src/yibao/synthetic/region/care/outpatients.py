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
from yibao.synthetic.region.filings import DISEASES

_BOUGHT_FOR = ("diabetes", "hypertension")


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
    leave = np.array([value(f"care_away_visit_{scheme}") for scheme in SCHEMES])
    away = np.where(urgent, 0.0, leave[piece.people.employee[row]])
    return visit_events(piece, draws, row, day, case, at=at, away=away, care=care)


def purchases(piece: Piece, year: int) -> Events:
    """Return purchases at pharmacies of a year; who has filed a disease mostly buys for it."""
    draws = piece.draws("pharmacies", year)
    a_head = by_scheme("{}_pharmacy_visits_a_head") * norm("pharmacy")
    row = repeated(draws.poisson(rates(piece, "rate_pharmacy", a_head, year)))
    case = _case(piece, year, row, draws)
    day = days_of(year, seen().season[case], draws.random(len(row)))
    disease = _bought_for(piece, row, day, draws)
    case = np.where(disease < 0, case, _filed_cases()[disease])
    at = at_number("pharmacy")
    return visit_events(
        piece, draws, row, day, case, at=at, away=None, care=PHARMACY, disease=disease
    )


def _bought_for(piece: Piece, row: Ints, day: Ints, draws: np.random.Generator) -> Ints:
    """Return the filed disease that drugs are bought for, −1: another or none."""
    found = np.full(len(row), -1)
    for name in _BOUGHT_FOR:
        place = DISEASES.index(name)
        filed = piece.people.since[row, place] <= day
        found = np.where(
            filed & (draws.random(len(row)) < value("care_bought_filed")), place, found
        )
    return found


def _filed_cases() -> Ints:
    names = seen().names
    return np.array([names.index(f"chronic_{name}") for name in DISEASES])


def _case(piece: Piece, year: int, row: Ints, draws: np.random.Generator) -> Ints:
    people = piece.people
    where = cell(people.female, people.band(middle(year)))[row]
    return seen_choice().draw(where, draws.random(len(row)))

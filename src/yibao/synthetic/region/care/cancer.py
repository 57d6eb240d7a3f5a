"""Courses of cancer (肿瘤疗程): surgery, cycles of chemotherapy, radiotherapy, newer drugs."""

from __future__ import annotations

from datetime import date

import numpy as np

from yibao.synthetic.region.care.acute import away
from yibao.synthetic.region.care.choice import Floats, Ints
from yibao.synthetic.region.care.codes import NONE
from yibao.synthetic.region.care.events import COURSES, Events
from yibao.synthetic.region.care.mix import cell, seen, stay_choice
from yibao.synthetic.region.care.piece import Piece, rates, repeated
from yibao.synthetic.region.care.styles import stay_events
from yibao.synthetic.region.figures import value
from yibao.synthetic.region.lives import day_number

_SURGERY = tuple("EGHJKLMN")
"""Chapters of the groups that are operations for cancer."""
_AFTER_SURGERY, _AFTER_DRUGS = 32, 28
_LEAST_CYCLES = 2
_OTHER_CYCLES = 2
_THREAD = 40 << 40


def cancers(piece: Piece, year: int) -> Events:
    """Return the stays of all courses that begin in a year; they may go on into the next."""
    draws = piece.draws("cancer", year)
    a_head = np.full(2, value("care_cancer_incidence"))
    row = repeated(draws.poisson(rates(piece, "rate_cancer", a_head, year)).clip(0, 1))
    many = len(row)
    start = day_number(date(year, 1, 1)) + draws.integers(0, 365, many)
    thread = _THREAD + (np.int64(year) << 24) + np.arange(many)
    luck = draws.random((4, many))
    surgery = luck[0] < value("care_cancer_surgery")
    drugs = luck[1] < value("care_cancer_chemotherapy")
    cycles = np.where(drugs, _LEAST_CYCLES + _poisson(draws, "care_cancer_cycles", many), 0)
    rays = luck[2] < value("care_cancer_radiotherapy")
    other = luck[3] < value("care_cancer_other")
    after = start + surgery * _AFTER_SURGERY
    last = after + cycles * int(value("care_cancer_cycle_days"))
    mark = draws.random(many)
    parts = [
        _stays(piece, draws, (row, thread, mark), _SURGERY, start, surgery.astype(np.int64)),
        _stays(piece, draws, (row, thread, mark), ("RE",), after, cycles),
        _stays(piece, draws, (row, thread, mark), ("RC",), last + 7, rays.astype(np.int64)),
        _stays(
            piece, draws, (row, thread, mark), ("RG",), last + _AFTER_DRUGS, other * _OTHER_CYCLES
        ),
    ]
    return Events.join(parts)


def _poisson(draws: np.random.Generator, name: str, many: int) -> Ints:
    return draws.poisson(value(name) - _LEAST_CYCLES, many)


def _stays(
    piece: Piece,
    draws: np.random.Generator,
    courses: tuple[Ints, Ints, Floats],
    groups: tuple[str, ...],
    first: Ints,
    many: Ints,
) -> Events:
    """Return so many stays of each course, one a cycle from its first day on."""
    which = repeated(many)
    turn = np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
    row, thread, mark = courses[0][which], courses[1][which], courses[2][which]
    people = piece.people
    day = first[which] + turn * int(value("care_cancer_cycle_days"))
    where = cell(people.female, people.band(int(day.mean()) if len(day) else 0))
    case = stay_choice("cancer", groups).draw(where[row], draws.random(len(row)))
    known = case >= 0
    row, case, day = row[known], case[known], day[known]
    made = stay_events(
        piece,
        draws,
        row,
        case,
        begin=day,
        away=away(piece, row, case),
        course=COURSES.index("cancer"),
        thread=thread[known],
    )
    if groups is _SURGERY:
        return made
    site = np.full(len(row), seen().names.index("chronic_malignancy_therapy"))
    return made.with_(further=np.maximum(seen().diagnoses.draw(site, mark[known]), NONE))

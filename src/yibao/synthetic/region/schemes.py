"""How the persons of a piece are insured (险种与人员类别): by which scheme and as whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.drawing import Bools, Ints, chosen, log_normal
from yibao.synthetic.region.figures import count, value
from yibao.synthetic.region.homes import Homes
from yibao.synthetic.region.jobs import KINDS, Jobs, jobs, quota
from yibao.synthetic.region.lives import YEAR_DAYS, day_number
from yibao.synthetic.region.streams import stream

PSN_TYPES = ("11", "12", "1401", "1402", "1403", "1404", "15", "16")
"""Working, retired; newborn, before school, pupil, student, adult, old: national codes."""
_WORKING, _RETIRED, _NEWBORN, _SMALL, _PUPIL, _STUDENT, _ADULT, _OLD = range(8)
_SCHOOL, _GROWN, _GRADUATE, _OLD_FROM = 6, 18, 22, 60
_GOVERNMENT = KINDS.index("government")


@dataclass(frozen=True, slots=True, eq=False)
class Schemes:
    """The insurance of each person; `kind` is a place in `PSN_TYPES`, money is fen a month."""

    employee: Bools
    kind: Ints
    employer: Ints
    base_fen: Ints
    pension_fen: Ints
    civil_servant: Bools


def schemes(asked: Asked, piece: int, people: Homes) -> Schemes:
    """Return how the persons of a piece are insured."""
    draws = stream(asked.seed, "schemes", piece)
    offered = jobs(asked.seed, piece)
    many = len(people.age)
    place = np.where(people.urban, value("employed_urban_weight"), 1.0)
    leaves = np.where(people.female, count("retirement_women"), count("retirement_men"))
    may_work = (people.age >= count("working_from")) & (people.age < leaves)
    working = chosen(draws, len(offered.employer), place * may_work)
    pensioners = quota(value("employees_retired") / value("insured"), piece)
    retired = chosen(draws, pensioners, place * (people.age >= leaves))
    employer, base = np.full(many, -1), np.zeros(many, dtype=np.int64)
    at_work = _by_county(draws, working, people.county, offered)
    employer[at_work], base[at_work] = offered.employer, offered.base_fen
    pension = np.zeros(many, dtype=np.int64)
    factor = log_normal(draws, pensioners, value("pension_spread"))
    pension[np.flatnonzero(retired)] = np.rint(value("pension") * factor[: retired.sum()]) * 100
    return Schemes(
        employee=working | retired,
        kind=_kinds(draws, asked, people, working, retired),
        employer=employer,
        base_fen=base,
        pension_fen=pension,
        civil_servant=_civil(draws, offered, employer, retired),
    )


def _by_county(draws: np.random.Generator, working: Bools, county: Ints, offered: Jobs) -> Ints:
    """Return who has each job: employers stand by county and so do who works for them."""
    who = draws.permutation(np.flatnonzero(working))
    employed = int((offered.employer >= 0).sum())
    inside = who[:employed]
    return np.concatenate([inside[np.argsort(county[inside], kind="stable")], who[employed:]])


def _civil(draws: np.random.Generator, offered: Jobs, employer: Ints, retired: Bools) -> Bools:
    """Return who is a civil servant: who works for the government, and as many of the retired."""
    kind = np.append(offered.kind, -1)
    at_work = kind[np.where(employer >= 0, employer - offered.first, -1)] == _GOVERNMENT
    working = len(offered.employer)
    share = float(at_work.sum()) / working if working else 0.0
    found: Bools = at_work | (retired & (draws.random(len(employer)) < share))
    return found


def _kinds(
    draws: np.random.Generator, asked: Asked, people: Homes, working: Bools, retired: Bools
) -> Ints:
    """Return the kind of each person on the last day."""
    age = (day_number(asked.last_day) - people.birth) / YEAR_DAYS
    student = (age < _GRADUATE) & (draws.random(len(age)) < value("student_share"))
    return np.select(
        [working, retired, age < 1, age < _SCHOOL, age < _GROWN, student, age < _OLD_FROM],
        [_WORKING, _RETIRED, _NEWBORN, _SMALL, _PUPIL, _STUDENT, _ADULT],
        _OLD,
    ).astype(np.int64)

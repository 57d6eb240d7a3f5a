"""Making single visits and stays out of kinds of them (就诊生成), in the style of the house."""

from __future__ import annotations

from functools import cache

import numpy as np

from yibao.synthetic.region.care.choice import Bools, Floats, Ints
from yibao.synthetic.region.care.codes import NONE
from yibao.synthetic.region.care.events import (
    DAY_SURGERY,
    FILINGS,
    INPATIENT,
    ON_ADVICE,
    Events,
)
from yibao.synthetic.region.care.mix import seen, stays
from yibao.synthetic.region.care.piece import Piece, norm
from yibao.synthetic.region.care.profiles import KINDS, kind_choice
from yibao.synthetic.region.care.where import AWAY, caty_places, chosen, houses
from yibao.synthetic.region.drawing import log_normal
from yibao.synthetic.region.figures import value

_DAY_SURGERY_AT = ("secondary", "tcm", "tertiary", "tertiary_b", "tertiary_a")
_LONGEST = 120


@cache
def stay_caty() -> Ints:
    """Return the department of each kind of stay."""
    return caty_places(stays().caty)


@cache
def seen_caty() -> Ints:
    """Return the department of each kind of visit."""
    return caty_places(seen().caty)


def house_of(
    piece: Piece,
    draws: np.random.Generator,
    row: Ints,
    at: Ints | int,
    away: Floats | float | None,
) -> Ints:
    """Return where people go.

    Args:
        piece: the piece.
        draws: chance.
        row: of the person.
        at: number of the profile of places.
        away: how likely somebody who has filed nothing goes elsewhere; None: nobody leaves.

    """
    people = piece.people
    many = len(row)
    kind = kind_choice().draw(np.broadcast_to(at, many), draws.random(many))
    if away is not None:
        leaves = np.where(people.away[row], value("care_away_filed"), away)
        kind = np.where(draws.random(many) < leaves, AWAY, kind)
    loyal = draws.random(many) < value("care_loyalty")
    luck = np.where(loyal, piece.u_kind[row], draws.random(many))
    return chosen(people, row, kind, luck)


def filing_of(
    piece: Piece, draws: np.random.Generator, row: Ints, institution: Ints, *, stay: bool
) -> Ints:
    """Return how care away is filed; at home nothing is needed."""
    luck = draws.random(len(row))
    shares = (
        ("referral", value("care_away_referred") if stay else 0.0),
        ("emergency", value("care_away_emergency") if stay else 0.0),
        ("temporary", value("care_away_temporary")),
    )
    found = np.full(len(row), FILINGS.index("none"))
    left = np.ones(len(row), dtype=bool)
    edge = 0.0
    for name, share in shares:
        edge += share * (1 - edge)
        found = np.where(left & (luck < edge), FILINGS.index(name), found)
        left &= luck >= edge
    found = np.where(piece.people.away[row], FILINGS.index("long_term"), found)
    return np.where(houses().kind[institution] == AWAY, found, FILINGS.index("not_needed"))


def stay_events(
    piece: Piece,
    draws: np.random.Generator,
    row: Ints,
    case: Ints,
    *,
    end: Ints | None = None,
    begin: Ints | None = None,
    at: Ints | None = None,
    away: Floats | float | None = 0.0,
    **given: Ints | int,
) -> Events:
    """Return stays of the kinds given, with codes, house, length and weight.

    One of `end` and `begin` is given: the last or the first day of each.
    """
    known, many = stays(), len(row)
    institution = house_of(piece, draws, row, known.at[case] if at is None else at, away)
    day_case = _day_surgery(draws, case, institution)
    days = _days(piece, draws, row, case, institution)
    days = np.where(day_case, 1 + (draws.random(many) < 0.3), days)
    day = begin if begin is not None else end - days + 1  # type: ignore[operator]
    further = known.further.draw(case, draws.random(many))
    usual = _length_weight(days, case)
    weight = known.weight[case] * usual * log_normal(draws, many, value("care_spread_stay"))
    given.setdefault("care", np.where(day_case, DAY_SURGERY, INPATIENT))
    given.setdefault("filing", filing_of(piece, draws, row, institution, stay=True))
    given.setdefault("way", ON_ADVICE)
    return Events.of(
        row,
        day,
        days=days,
        institution=institution,
        diagnosis=known.diagnoses.draw(case, draws.random(many)),
        procedure=np.maximum(known.procedures.draw(case, draws.random(many)), NONE),
        further=np.maximum(further, NONE),
        case=case,
        caty=stay_caty()[case],
        weight=np.where(day_case, known.weight[case] * value("care_day_surgery_cost"), weight),
        **given,
    )


def visit_events(
    piece: Piece,
    draws: np.random.Generator,
    row: Ints,
    day: Ints,
    case: Ints,
    *,
    at: Ints | int,
    away: Floats | float | None = 0.0,
    **given: Ints | int,
) -> Events:
    """Return out-patient visits of the kinds given."""
    known, many = seen(), len(row)
    institution = house_of(piece, draws, row, at, away)
    given.setdefault("filing", filing_of(piece, draws, row, institution, stay=False))
    return Events.of(
        row,
        day,
        institution=institution,
        diagnosis=known.diagnoses.draw(case, draws.random(many)),
        caty=seen_caty()[case],
        weight=known.weight[case] * log_normal(draws, many, value("care_spread_visit")),
        **given,
    )


def _day_surgery(draws: np.random.Generator, case: Ints, institution: Ints) -> Bools:
    kinds = [KINDS.index(kind) for kind in _DAY_SURGERY_AT]
    fit = np.isin(houses().kind[institution], kinds)
    found: Bools = fit & (draws.random(len(case)) < stays().day_share[case])
    return found


def _days(
    piece: Piece, draws: np.random.Generator, row: Ints, case: Ints, institution: Ints
) -> Ints:
    usual = stays().days[case] * houses().length_style[institution]
    usual = usual * norm("stay_days")[piece.people.employee[row]]
    days = usual * log_normal(draws, len(row), value("care_spread_days"))
    return np.clip(np.rint(days), 2, _LONGEST).astype(np.int64)


def _length_weight(days: Ints, case: Ints) -> Floats:
    found: Floats = (days / stays().days[case]) ** value("care_length_cost")
    return found

"""Referrals (转诊): the stay before a stay in a higher hospital, and the one after it."""

from __future__ import annotations

from functools import cache

import numpy as np

from yibao.synthetic.region.care.choice import Choice, Ints
from yibao.synthetic.region.care.codes import pool
from yibao.synthetic.region.care.events import (
    COURSES,
    FILINGS,
    INPATIENT,
    LINKS,
    MOVED_DOWN,
    MOVED_UP,
    Events,
)
from yibao.synthetic.region.care.mix import COMMON, stays
from yibao.synthetic.region.care.piece import Piece
from yibao.synthetic.region.care.profiles import KINDS, at_number
from yibao.synthetic.region.care.styles import stay_events
from yibao.synthetic.region.care.where import AWAY, houses
from yibao.synthetic.region.figures import value
from yibao.terms.tables import rows

_HIGH = tuple(KINDS.index(kind) for kind in ("tertiary", "tertiary_b", "tertiary_a", "away"))
_AFTERWARDS = "XR2"
_LOOKED_AT = 6
"""A stay before a referral ends within so many days."""


def with_referrals(piece: Piece, events: Events) -> Events:
    """Add stays before and after; those they belong to say so."""
    events = events.with_(key=np.arange(len(events)))
    draws = piece.draws("referrals")
    known = houses().kind[events.institution]
    own = ~piece.people.away[events.row]
    may = events.is_stay & (events.care == INPATIENT) & np.isin(known, _HIGH) & own
    may &= np.isin(events.course, [COURSES.index("acute"), COURSES.index("cancer")])
    may &= events.link == 0
    luck = draws.random(len(events))
    up, down = value("care_referral_up"), value("care_referral_down")
    case = medical_case().draw(events.diagnosis, draws.random(len(events)))
    above = np.flatnonzero(may & (luck < up) & (case >= 0))
    below = np.flatnonzero(may & (luck >= up) & (luck < up + down) & (known != AWAY))
    before = _before(piece, draws, events.take(above), case[above], len(events))
    after = _after(piece, draws, events.take(below))
    return Events.join([_said(events, above, below, before.key), before, after])


@cache
def medical_case() -> Choice:
    """Return the kinds of stays without an operation that a diagnosis falls into, by share."""
    known = stays()
    groups: list[int] = []
    weights: list[float] = []
    values: list[int] = []
    for row in rows("synthetic", "adrg_cases.csv"):
        place = known.names.index(row["case"])
        plain = known.courses[place] == COMMON and known.is_plain(place)
        if row["role"] == "diagnosis" and plain:
            groups.append(pool().index(row["code"]))
            weights.append(float(row["weight"]) * known.share[place])
            values.append(place)
    return Choice(groups, weights, values, len(pool().codes))


def _said(events: Events, above: Ints, below: Ints, before: Ints) -> Events:
    link, key, filing = events.link.copy(), events.before.copy(), events.filing.copy()
    link[above], key[above] = LINKS.index("up"), before
    gone = above[houses().kind[events.institution[above]] == AWAY]
    filing[gone] = FILINGS.index("referral")
    way = events.way.copy()
    way[below] = MOVED_DOWN
    return events.with_(link=link, before=key, filing=filing, way=way)


def _before(
    piece: Piece, draws: np.random.Generator, events: Events, case: Ints, next_key: int
) -> Events:
    made = stay_events(
        piece,
        draws,
        events.row,
        case,
        end=events.day - 1,
        at=np.full(len(events), at_number("lower")),
        away=None,
        care=INPATIENT,
        course=events.course,
        thread=events.thread,
        way=MOVED_UP,
    )
    days = np.minimum(made.days, 1 + draws.integers(1, _LOOKED_AT, len(events)))
    share = days / made.days
    return made.with_(
        day=made.end - days + 1,
        days=days,
        weight=made.weight * share,
        diagnosis=events.diagnosis,
        true=events.diagnosis,
        key=next_key + np.arange(len(events)),
    )


def _after(piece: Piece, draws: np.random.Generator, events: Events) -> Events:
    case = np.full(len(events), stays().names.index(_AFTERWARDS))
    return stay_events(
        piece,
        draws,
        events.row,
        case,
        begin=events.end + 1,
        at=np.full(len(events), at_number("base")),
        away=None,
        care=INPATIENT,
        course=COURSES.index("recovery"),
        thread=events.thread,
        link=LINKS.index("down"),
        before=events.key,
    )

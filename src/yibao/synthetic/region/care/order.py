"""Putting one person's care in order (时序): one stay at a time, nothing after death."""

from __future__ import annotations

import numpy as np

from yibao.synthetic.region.care.choice import Bools, Ints
from yibao.synthetic.region.care.events import (
    DIED,
    MOVED_DOWN,
    MOVED_UP,
    ON_ADVICE,
    Events,
)
from yibao.synthetic.region.care.people import NEVER
from yibao.synthetic.region.care.piece import Piece

_DAYS = 1 << 20


def within(piece: Piece, events: Events) -> Events:
    """Return what happens to the living within the days asked for; death ends a stay."""
    death, birth = piece.people.death[events.row], piece.people.birth[events.row]
    cut = events.is_stay & (events.end >= death) & (events.day <= death)
    events = events.with_(
        days=np.where(cut, death - events.day + 1, events.days),
        way=np.where(cut & (death != NEVER), DIED, events.way),
    )
    lives = (events.day >= birth) & (events.end <= death)
    return events.take(lives & (events.day >= piece.first) & (events.end <= piece.last))


def in_order(events: Events) -> Events:
    """Return the events in order of person and day, without what falls into another stay."""
    events = events.take(np.lexsort((events.is_stay, events.day, events.row)))
    stays = _one_at_a_time(events.take(events.is_stay))
    visits = events.take(~events.is_stay)
    free = visits.take(~_in_bed(visits, stays))
    events = Events.join([stays, free])
    return _linked(events.take(np.lexsort((events.day, events.row))))


def _one_at_a_time(stays: Events) -> Events:
    """Drop stays that begin before another has ended; those of a course are kept if they can."""
    while len(stays) > 1:
        first, second = slice(None, -1), slice(1, None)
        same = stays.row[first] == stays.row[second]
        overlaps = same & (stays.day[second] <= stays.end[first])
        if not overlaps.any():
            break
        kept = _is_kept(stays)
        place = np.flatnonzero(overlaps)
        drop_first = kept[place + 1] & ~kept[place]
        keep = np.ones(len(stays), dtype=bool)
        keep[np.where(drop_first, place, place + 1)] = False
        stays = stays.take(keep)
    return stays


def _is_kept(stays: Events) -> Bools:
    found: Bools = (
        (stays.course > 0) | (stays.link > 0) | np.isin(stays.way, (MOVED_UP, MOVED_DOWN))
    )
    return found


def _in_bed(visits: Events, stays: Events) -> Bools:
    """Say of each visit whether the person lies in a hospital on that day."""
    if not len(stays):
        return np.zeros(len(visits), dtype=bool)
    begun = stays.row * _DAYS + stays.day
    place = np.searchsorted(begun, visits.row * _DAYS + visits.day, side="right") - 1
    last = np.maximum(place, 0)
    found: Bools = (place >= 0) & (stays.row[last] == visits.row) & (stays.end[last] >= visits.day)
    return found


def _linked(events: Events) -> Events:
    """Forget links to stays that were dropped; a transfer needs a stay that follows."""
    there = np.isin(events.before, events.key[events.key >= 0]) & (events.before >= 0)
    followed = np.isin(events.key, events.before[there]) & (events.key >= 0)
    moved = np.isin(events.way, (MOVED_UP, MOVED_DOWN))
    return events.with_(
        before=np.where(there, events.before, -1),
        link=np.where(there, events.link, 0),
        way=np.where(moved & ~followed, ON_ADVICE, events.way),
    )


def place_before(events: Events) -> Ints:
    """Return the place of the stay that each one follows; −1: none."""
    where = np.full(int(events.key.max(initial=-1)) + 2, -1)
    known = np.flatnonzero(events.key >= 0)
    where[events.key[known]] = known
    return where[events.before]

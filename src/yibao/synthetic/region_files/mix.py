"""Which way of care each visit takes (就医构成): for every kind of person a table to draw from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yibao.synthetic.region_files.draws import SIZE, Int, slots
from yibao.synthetic.region_files.profiles import Group, Profile
from yibao.synthetic.region_files.trials import KNOWN_FROM, STEPS, Trials
from yibao.synthetic.region_files.ways import ways_of
from yibao.synthetic.ways import Way

Flags = npt.NDArray[np.bool_]

_SLOTS = 1024
_STAY_SHARE = SIZE * 15 // 100
_ONLY_STAYS_LESS = 6
"""Where nothing but stays is known, a person comes so much more seldom."""


@dataclass(frozen=True, slots=True, eq=False)
class Mix:
    """For each kind of person, which ways are taken and how often.

    `visits` says how often a kind of person comes, `stay_share` how much of that are stays (in
    1/65,536), `year_fen` how large the bills of one person's year may be in all.
    """

    ways: tuple[Way, ...]
    visits: tuple[int, ...]
    stay_share: Int
    year_fen: Int
    known: tuple[tuple[Profile, Way], ...]
    """Each way whose rule is known, with somebody of every status who may take it."""
    _tables: npt.NDArray[np.int16]

    def way(self, profile: Int, stay: Flags, blind: Flags, draw: Int) -> Int:
        """Draw the way of each visit; `blind` where its rule shall not be known."""
        table = (blind * 2 + stay) * len(self.visits) + profile
        found: Int = self._tables.ravel()[table * _SLOTS + draw % _SLOTS].astype(np.int64)
        return found


def mix(profiles: Sequence[Profile], trials: Trials, *, blind: bool) -> Mix:
    """Try every way of care for every kind of person, and lay out the tables.

    Without `blind`, ways whose rule is not known do not occur.

    The bills of a year stay below half of what a trial has found to settle: what counts up over a
    year meets the same ceilings as one large bill, and a year of many bills is borne differently.
    """
    places: dict[Way, int] = {}
    tables = np.zeros((2, 2, len(profiles), _SLOTS), dtype=np.int16)
    visits, stay_share, year_fen = [], [], []
    takers: dict[tuple[Group, Way], Profile] = {}
    for number, profile in enumerate(profiles):
        offered = [way for way in ways_of(profile) if trials.covered(profile, way)]
        limits = {way: trials.limit_fen(profile, way) for way in offered}
        known = [way for way in offered if limits[way] >= KNOWN_FROM]
        for stay in (0, 1):
            fitting = [way for way in known if way.is_stay == bool(stay)]
            others = [way for way in offered if way.is_stay == bool(stay) and way not in known]
            for row, group in enumerate((fitting, (blind and others) or fitting)):
                tables[row, stay, number] = _table(group, places)
        for way in known:
            takers.setdefault((profile.group, way), profile)
        stays = sum(way.is_stay for way in known)
        visits.append(_often(profile, stays, len(known)))
        stay_share.append(0 if not stays else SIZE if stays == len(known) else _STAY_SHARE)
        year_fen.append(min((limits[way] for way in known), default=STEPS[0]) // 2)
    known_ways = tuple((profile, way) for (_, way), profile in takers.items())
    return Mix(
        *(tuple(places), tuple(visits), np.array(stay_share), np.array(year_fen)),
        known_ways,
        tables,
    )


def _often(profile: Profile, stays: int, known: int) -> int:
    if not known:
        return 0
    return profile.visits // (_ONLY_STAYS_LESS if stays == known else 1)


def _table(ways: Sequence[Way], places: dict[Way, int]) -> Int:
    """Return the positions of ways as often as they are taken; new ways get the next position."""
    if not ways:
        return np.zeros(_SLOTS, dtype=np.int64)
    numbers = np.array([places.setdefault(way, len(places)) for way in ways])
    return numbers[slots([int(way.weight) for way in ways], _SLOTS)]

"""The visits of one piece (一批就诊): whose, when, where, for what, at what cost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from yibao.synthetic.region_files.bills import Parts, draw_parts, draw_total, most_fen
from yibao.synthetic.region_files.draws import BITS, SIZE, Draws, Int, Stream
from yibao.synthetic.region_files.flaws import draw_flaws
from yibao.synthetic.region_files.setting import Setting
from yibao.synthetic.region_files.way_numbers import LENGTHS

_GOLDEN = 40_503
"""Multiples of it, modulo 65,536, lie evenly: so many persons of a cell have a stay more."""
_OPEN, _OPEN_SECONDS = 8 * 3600, 12 * 3600
_LATE_SHARE = SIZE // 8
_LATE_DAYS = 25
_FIELDS = 20


class Visits(NamedTuple):
    """Columns of one value a visit; days count as `date.toordinal` does."""

    visit: Int
    """The number of the visit, from 0; it gives `setl_id`."""
    twin: Int
    """The number of another visit of the person; the visit's own if there is none."""
    person: Int
    """The number of the person in the register, from 0."""
    profile: Int
    way: Int
    institution: Int
    begin: Int
    end: Int
    settled_day: Int
    settled_second: Int
    parts: Parts
    flaw: Int
    """`flaws.SOUND`, or the kind of mistake to be made."""


class _Turns(NamedTuple):
    """The place of each visit in its person's year: stays come first."""

    profile: Int
    person: Int
    each: Int
    turn: Int
    stays: Int
    stay: npt.NDArray[np.bool_]


def draw_visits(setting: Setting, piece: int) -> Visits:
    """Draw the visits of a piece, in random order."""
    visit = setting.visits_of_piece(piece)
    draws = Draws(setting.asked.seed, Stream.VISITS, piece, rows=len(visit), fields=_FIELDS)
    visit = visit[draws.order()]
    turns = _turns(setting, visit)
    blind = draws.happens(setting.asked.unknown_share)
    way = setting.mix.way(turns.profile, turns.stay, blind, draws.take())
    begin, days = _when(setting, way, turns, draws)
    end = begin + days - 1
    settled_day, settled_second = _settled(setting, end, turns.stay, draws)
    numbers = setting.of_way
    year_fen = setting.mix.year_fen[turns.profile]
    most = most_fen(year_fen, turns.stay, turns.stays, turns.each)
    total = draw_total(numbers.median_fen[way], days, turns.stay, most, draws)
    twin = np.where(turns.turn + 1 < turns.each, visit + 1, visit - turns.turn)
    asks_level = setting.asks_level[turns.profile, way]
    return Visits(
        visit=visit,
        twin=twin,
        person=setting.person_numbers.there(turns.person),
        profile=turns.profile,
        way=way,
        institution=numbers.first_institution[way] + draws.below(numbers.institutions[way]),
        begin=begin,
        end=end,
        settled_day=settled_day,
        settled_second=settled_second,
        parts=draw_parts(total, draws),
        flaw=draw_flaws(setting.asked.flawed, twin != visit, asks_level, draws),
    )


def _turns(setting: Setting, visit: Int) -> _Turns:
    cells = setting.population
    cell = cells.cell_of_visit(visit)
    each = cells.visits_each[cell]
    nth, turn = np.divmod(visit - cells.first_visit[cell], each)
    profile = cells.profile[cell]
    stays = setting.mix.stay_share[profile] * each + (nth * _GOLDEN & SIZE - 1) >> BITS
    return _Turns(profile, cells.first_person[cell] + nth, each, turn, stays, turn < stays)


def _when(setting: Setting, way: Int, turns: _Turns, draws: Draws) -> tuple[Int, Int]:
    """Draw first day and length: each stay of a person has a part of the year to itself."""
    parts = np.where(turns.stay, turns.stays, 1)
    number = np.where(turns.stay, turns.turn, 0)
    start = number * setting.days // parts
    room = np.maximum((number + 1) * setting.days // parts - start, 1)
    days = np.minimum(setting.of_way.days[way, draws.take() % LENGTHS], room)
    return setting.first_day + start + draws.below(room - days + 1), days


def _settled(
    setting: Setting, end: Int, stay: npt.NDArray[np.bool_], draws: Draws
) -> tuple[Int, Int]:
    """Draw day and second of the settlement: mostly at once, some stays later in the year."""
    late = (draws.take() < _LATE_SHARE) & stay
    day = end + np.where(late, 1 + draws.below(_LATE_DAYS), 0)
    last = setting.first_day + setting.days - 1
    return np.minimum(day, last), _OPEN + draws.below(_OPEN_SECONDS)

"""Faults of cards (持卡违规): of the dead, borrowed, at two places, too often, many together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from yibao.synthetic.region.drawing import Bools, Ints
from yibao.synthetic.region.faults.charges import Planter
from yibao.synthetic.region.faults.writing import Writer, same_kind
from yibao.synthetic.region.institutions import institutions
from yibao.synthetic.region.lives import ALIVE

_HOUR = 3600
_BORROWED_YEARS = 25
_OLD_ENOUGH = 20
_OFTEN, _OFTEN_DAYS = 34, 30
_RING, _RING_DAYS = (8, 13), (3, 6)
_BUSY, _BATCH = (90, 120), (20, 35)


def after_death(writer: Writer, kind: str, many: int) -> None:
    """Settle visits and purchases with the card of somebody who has died."""
    scene = writer.scene
    draws = scene.draws(kind)
    dead = scene.person.death
    died = draws.permutation(np.flatnonzero(dead != ALIVE))
    seen = _seen(writer) & scene.free
    done = 0
    for person in died:
        like = _template(draws, seen, scene.person.scheme[scene.row] == scene.person.scheme[person])
        act, day, made = scene.act(), int(dead[person]), 0
        for _ in range(int(draws.integers(1, 4))):
            day += int(draws.integers(3, 25))
            if done < many and scene.asked_for(day, day):
                writer.visit(like, kind, act, person=int(person), begin=day)
                made += 1
        done += made > 0


def borrowed(writer: Writer, kind: str, many: int) -> None:
    """Settle one person's care with the card of another of the household, of other sex and age."""
    scene = writer.scene
    draws = scene.draws(kind)
    known = scene.person
    household = known.table["household"].to_numpy()
    done = 0
    may = (scene.care == "inpatient") & scene.local
    for visit in scene.pick(draws, may, many * 4):
        own = int(scene.row[visit])
        others = np.flatnonzero((household == household[own]) & (known.death == ALIVE))
        other_sex = known.female[others] != known.female[own]
        far = np.abs(known.birth[others] - known.birth[own]) > _BORROWED_YEARS * 365
        same = known.scheme[others] == known.scheme[own]
        fit = others[(other_sex | far) & same & (others != own)]
        begin, end = int(scene.begin[visit]), int(scene.end[visit])
        free = [int(one) for one in fit if not scene.is_busy(int(one), begin, end)]
        if done < many and free:
            _moved(writer, kind, visit, free[0])
            done += 1
        else:
            scene.free[visit] = True


def _moved(writer: Writer, kind: str, visit: int, person: int) -> None:
    """Put a visit and its lines on another card."""
    scene, number = writer.scene, writer.scene.person.number[person]
    row = scene.visits.change(visit, fault=kind, person=scene.person.first + person, psn_no=number)
    for line in range(int(scene.first_line[visit]), int(scene.first_line[visit + 1])):
        scene.lines.change(line, psn_no=number)
    scene.take_days(person, int(scene.begin[visit]), int(scene.end[visit]), stay=True)
    cost = int(scene.cost[visit])
    scene.key(kind, "visits", row["setl_id"], scene.act(), row["enddate"], cost)


def two_places(writer: Writer, kind: str, many: int) -> None:
    """Swipe a card within half an hour in two counties."""
    scene = writer.scene
    draws = scene.draws(kind)
    county = _counties()
    for visit in scene.pick(draws, _seen(writer), many):
        place = int(scene.institution[visit])
        for _ in range(20):
            other = same_kind(draws, place)
            if county[other] != county[place]:
                row = scene.visits.read(visit, visit + 1)[0]["setl_time"]
                second = row.hour * _HOUR + row.minute * 60 + row.second
                second = min(second + int(draws.integers(300, 1800)), 24 * _HOUR - 1)
                writer.visit(
                    visit,
                    kind,
                    scene.act(),
                    person=int(scene.row[visit]),
                    begin=int(scene.begin[visit]),
                    institution=other,
                    second=second,
                )
                break


def _often(care: str) -> Planter:
    """Return what makes somebody come more than once a day for a month."""

    def plant(writer: Writer, kind: str, many: int) -> None:
        scene = writer.scene
        draws = scene.draws(kind)
        for visit in scene.pick(draws, (scene.care == care) & scene.local & _cheap(writer), many):
            person, first = int(scene.row[visit]), int(scene.begin[visit])
            act = scene.act()
            for turn in range(_OFTEN):
                day = first + 1 + turn * _OFTEN_DAYS // _OFTEN
                if not scene.is_busy(person, day, day, stays_only=True):
                    second = int(draws.integers(8 * _HOUR, 18 * _HOUR))
                    writer.visit(visit, kind, act, person=person, begin=day, second=second)

    return plant


def at_night(writer: Writer, kind: str, many: int) -> None:
    """Swipe cards of several persons in a pharmacy in the small hours of one night."""
    scene = writer.scene
    draws = scene.draws(kind)
    for visit in scene.pick(draws, (scene.care == "pharmacy") & scene.local, many):
        start = int(draws.integers(_HOUR, 4 * _HOUR))
        _together(writer, kind, draws, visit, int(draws.integers(6, 11)), (1, 2), start)


def ring(writer: Writer, kind: str, many: int) -> None:
    """Swipe the same cards within minutes in one house on several days."""
    scene = writer.scene
    draws = scene.draws(kind)
    seen = np.isin(scene.care, ("pharmacy", "outpatient")) & scene.local & _cheap(writer)
    seen &= np.isin(scene.kind, ("pharmacy", "village", "clinic", "station"))
    for visit in scene.pick(draws, seen, many):
        start = int(draws.integers(8 * _HOUR, 17 * _HOUR))
        _together(writer, kind, draws, visit, int(draws.integers(*_RING)), _RING_DAYS, start)


def batch(writer: Writer, kind: str, many: int) -> None:
    """Swipe many cards for the same sum in one clinic on one day."""
    scene = writer.scene
    draws = scene.draws(kind)
    may = (scene.care == "outpatient") & np.isin(scene.kind, ("village", "clinic", "station"))
    for visit in scene.pick(draws, may & _cheap(writer), many):
        start = int(draws.integers(8 * _HOUR, 15 * _HOUR))
        _together(writer, kind, draws, visit, int(draws.integers(*_BATCH)), (1, 2), start)


def busy_doctor(writer: Writer, kind: str, many: int) -> None:
    """Let one doctor see more people on a day than anybody can."""
    scene = writer.scene
    draws = scene.draws(kind)
    base = np.isin(scene.kind, ("village", "township", "community"))
    may = (scene.care == "outpatient") & base & (scene.doctor >= 0) & _cheap(writer)
    for visit in scene.pick(draws, may, many):
        _together(writer, kind, draws, visit, int(draws.integers(*_BUSY)), (1, 2), 8 * _HOUR)


def _together(
    writer: Writer,
    kind: str,
    draws: np.random.Generator,
    visit: int,
    persons: int,
    days: tuple[int, int],
    start: int,
) -> None:
    """Bring so many persons to the house of a visit within minutes, on so many days."""
    scene, known = writer.scene, writer.scene.person
    same = (known.scheme == known.scheme[scene.row[visit]]) & (known.death == ALIVE)
    adult = scene.begin[visit] - known.birth > _OLD_ENOUGH * 365
    near = known.county == known.county[scene.row[visit]]
    who = draws.permutation(np.flatnonzero(same & adult & near))[:persons]
    act, day = scene.act(), int(scene.begin[visit])
    for _ in range(int(draws.integers(*days))):
        second = start
        for person in who:
            second = min(second + int(draws.integers(40, 240)), 24 * _HOUR - 1)
            if not scene.is_busy(int(person), day, day, stays_only=True):
                writer.visit(visit, kind, act, person=int(person), begin=day, second=second)
        day += int(draws.integers(5, 12))


def _seen(writer: Writer) -> Bools:
    scene = writer.scene
    care = np.isin(scene.care, ("outpatient", "pharmacy"))
    found: Bools = care & scene.local & (np.diff(scene.first_line) > 0)
    return found


def _cheap(writer: Writer) -> Bools:
    """Say which bills are such as nobody looks at."""
    scene = writer.scene
    found: Bools = (scene.cost > 0) & (scene.cost < 30_000)
    return found


def _template(draws: np.random.Generator, *may: Bools) -> int:
    return int(draws.choice(np.flatnonzero(np.logical_and.reduce(may))))


def _counties() -> Ints:
    places: Ints = institutions()["county"].combine_chunks().indices.to_numpy()
    return places


PLANTERS: Mapping[str, Planter] = {
    "after_death": after_death,
    "borrowed_card": borrowed,
    "two_places": two_places,
    "frequent_visits": _often("outpatient"),
    "frequent_purchases": _often("pharmacy"),
    "night_purchases": at_night,
    "card_ring": ring,
    "same_sum_batch": batch,
    "busy_doctor": busy_doctor,
}

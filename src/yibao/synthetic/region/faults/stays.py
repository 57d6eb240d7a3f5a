"""Faults of stays (住院违规): split, hung up, at two places at once, for a look only, up-coded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import numpy as np

from yibao.synthetic.region.drawing import Bools, Ints
from yibao.synthetic.region.faults.charges import Planter
from yibao.synthetic.region.faults.rows import Row
from yibao.synthetic.region.faults.scene import texts
from yibao.synthetic.region.faults.writing import Writer, day_of, fen, same_kind
from yibao.synthetic.region.goods import goods
from yibao.synthetic.region.lives import ALIVE

_LONG, _SHORT = 8, 7
_KEPT = ("bed", "nursing", "round")
_LOOKED_AT = ("bed", "nursing", "round", "test", "imaging")
_BASE = ("township", "community", "primary")
_LIKE_YEARS = 8
_TRIES = 60


def _split(writer: Writer, kind: str, many: int) -> None:
    """End a long stay in its middle and admit the patient anew for the same within three days."""
    scene = writer.scene
    draws = scene.draws(kind)
    long = scene.end - scene.begin >= _LONG
    for visit in scene.pick(draws, (scene.care == "inpatient") & scene.local & long, many):
        person, begin, end = _who(writer, visit)
        gap = int(draws.integers(1, 4))
        cut = (begin + end) // 2
        if scene.is_busy(person, end + 1, end + gap) or not scene.asked_for(begin, end + gap):
            continue
        act = scene.act()
        later = [
            line for line in _numbered(writer, visit) if day_of(line[1]["fee_ocur_time"]) > cut
        ]
        for number, _ in later:
            _drop(writer, number)
        rest = sum(fen(line) for _, line in later)
        made = writer.visit(
            visit, kind, act, person=person, begin=begin + gap, lines=[line for _, line in later]
        )
        made["begndate"] += timedelta(days=cut + 1 - begin)
        stay = scene.visits.read(visit, visit + 1)[0]
        ends = stay["begndate"] + timedelta(days=cut - begin)
        scene.visits.change(
            visit,
            fault=kind,
            enddate=ends,
            setl_time=stay["setl_time"] - timedelta(days=end - cut),
            wanted_fen=int(scene.cost[visit]) - rest,
        )
        scene.key(kind, "visits", stay["setl_id"], act, ends, 0)


def _hang(writer: Writer, kind: str, many: int) -> None:
    """Let nothing happen in a stay after its first day: a bed is charged, nobody lies in it."""
    scene = writer.scene
    draws = scene.draws(kind)
    may = (scene.care == "inpatient") & np.isin(scene.kind, _BASE) & (scene.end - scene.begin >= 5)
    _thin_out(writer, kind, scene.pick(draws, may, many), _KEPT, after_first_day=True)


def _look(writer: Writer, kind: str, many: int) -> None:
    """Leave tests and a bed of a stay only: a check-up as a stay."""
    scene = writer.scene
    draws = scene.draws(kind)
    short = scene.end - scene.begin <= _SHORT
    tested = _has(writer, "test", "imaging")
    may = (scene.care == "inpatient") & scene.local & short & tested & ~_has(writer, "operation")
    _thin_out(writer, kind, scene.pick(draws, may, many), _LOOKED_AT, after_first_day=False)


def _thin_out(
    writer: Writer, kind: str, visits: list[int], kept: tuple[str, ...], *, after_first_day: bool
) -> None:
    scene, groups = writer.scene, np.array(goods().groups)
    for visit in visits:
        begin, left = int(scene.begin[visit]), 0
        for number, line in _numbered(writer, visit):
            late = day_of(line["fee_ocur_time"]) > begin or not after_first_day
            if late and groups[scene.good[number]] not in kept:
                _drop(writer, number)
            else:
                left += fen(line)
        row = scene.visits.change(visit, fault=kind, wanted_fen=left)
        scene.key(kind, "visits", row["setl_id"], scene.act(), row["enddate"], left)


def _overlap(writer: Writer, kind: str, many: int) -> None:
    """Let somebody lie in two hospitals on the same days."""
    scene = writer.scene
    draws = scene.draws(kind)
    may = (scene.care == "inpatient") & scene.local & (scene.end - scene.begin >= 4)
    for visit in scene.pick(draws, may, many):
        person, begin, _ = _who(writer, visit)
        like = _like(writer, draws, visit, (scene.care == "inpatient") & scene.local)
        other = same_kind(draws, int(scene.institution[like]))
        days = int(scene.end[like] - scene.begin[like])
        first = begin + int(draws.integers(1, 3))
        if other != scene.institution[visit] and scene.asked_for(first, first + days):
            writer.visit(like, kind, scene.act(), person=person, begin=first, institution=other)


def _inside(writer: Writer, kind: str, many: int) -> None:
    """Settle an out-patient visit or a purchase in the midst of a stay."""
    scene = writer.scene
    draws = scene.draws(kind)
    may = scene.stay & (scene.end - scene.begin >= 4) & scene.local
    seen = np.isin(scene.care, ("outpatient", "pharmacy")) & scene.local
    for visit in scene.pick(draws, may, many):
        person, begin, end = _who(writer, visit)
        like = _like(writer, draws, visit, seen)
        writer.visit(
            like, kind, scene.act(), person=person, begin=int(draws.integers(begin + 1, end))
        )


def _often(writer: Writer, kind: str, many: int) -> None:
    """Admit somebody eight times in the time asked for."""
    scene = writer.scene
    draws = scene.draws(kind)
    may = (scene.care == "inpatient") & np.isin(scene.kind, _BASE) & (scene.end - scene.begin < 10)
    for visit in scene.pick(draws, may, many):
        person, begin, end = _who(writer, visit)
        act, length = scene.act(), end - begin
        for turn in range(-4, 5):
            first = begin + turn * (length + 9)
            if turn and not scene.is_busy(person, first, first + length):
                writer.visit(visit, kind, act, person=person, begin=first)


def _alike(writer: Writer, kind: str, many: int) -> None:
    """Admit persons of one village to one hospital in one week, with the same bill for all."""
    scene = writer.scene
    draws = scene.draws(kind)
    may = (scene.care == "inpatient") & np.isin(scene.kind, _BASE) & (scene.end - scene.begin <= 9)
    for visit in scene.pick(draws, may & ~_has(writer, "operation"), many):
        person, begin, end = _who(writer, visit)
        same = np.flatnonzero(_alike_persons(writer, visit, years=25))
        near = scene.person.village[same] == scene.person.village[person]
        act, found = scene.act(), 0
        wanted = int(draws.integers(5, 9))
        for other in [*draws.permutation(same[near]), *draws.permutation(same[~near])[:_TRIES]]:
            first = begin + int(draws.integers(0, 4))
            if found < wanted and not scene.is_busy(int(other), first, first + end - begin):
                writer.visit(visit, kind, act, person=int(other), begin=first)
                found += 1


def _up_coded(writer: Writer, kind: str, many: int) -> None:
    """Key the stays that up-coders wrote: care has made them already, so no more are wanted."""
    scene = writer.scene
    del many
    table = scene.visits.table
    written, true = (texts(table[name]) for name in ("diagnosis", "true_diagnosis"))
    for visit in np.flatnonzero((written != true) & scene.free & scene.stay):
        scene.free[visit] = False
        row = scene.visits.change(int(visit), fault=kind)
        cost = int(scene.cost[visit])
        scene.key(kind, "visits", row["setl_id"], scene.act(), row["enddate"], cost)


def _who(writer: Writer, visit: int) -> tuple[int, int, int]:
    scene = writer.scene
    return int(scene.row[visit]), int(scene.begin[visit]), int(scene.end[visit])


def _numbered(writer: Writer, visit: int) -> list[tuple[int, Row]]:
    first = int(writer.scene.first_line[visit])
    return list(enumerate(writer.scene.lines_of(visit), first))


def _drop(writer: Writer, line: int) -> None:
    scene = writer.scene
    scene.lines.drop(line)
    for trace in range(int(scene.first_trace[line]), int(scene.first_trace[line + 1])):
        scene.traces.drop(trace)


def _has(writer: Writer, *groups: str) -> Bools:
    scene = writer.scene
    found = np.zeros(len(scene.free), dtype=bool)
    of_these = np.isin(np.array(goods().groups), groups)[scene.good]
    found[scene.visit_of_line[of_these]] = True
    return found


def _alike_persons(writer: Writer, visit: int, *, years: int = _LIKE_YEARS) -> Bools:
    """Say who is of the same sex and scheme and about the age of a visit's patient, and lives."""
    known, person = writer.scene.person, int(writer.scene.row[visit])
    found: Bools = (
        (known.female == known.female[person])
        & (known.scheme == known.scheme[person])
        & (np.abs(known.birth - known.birth[person]) < years * 365)
        & (known.death == ALIVE)
    )
    found[person] = False
    return found


def _like(writer: Writer, draws: np.random.Generator, visit: int, may: Bools) -> int:
    """Return a visit that the patient of another could have had, without a fault."""
    scene = writer.scene
    alike = _alike_persons(writer, visit)[scene.row]
    found: Ints = np.flatnonzero(may & scene.free & alike & (np.diff(scene.first_line) > 0))
    if not len(found):
        same = scene.person.scheme[scene.row] == scene.person.scheme[scene.row[visit]]
        found = np.flatnonzero(may & scene.free & same)
    return int(draws.choice(found)) if len(found) else visit


PLANTERS: Mapping[str, Planter] = {
    "up_coding": _up_coded,
    "split_stay": _split,
    "hanging_bed": _hang,
    "check_up_stay": _look,
    "overlapping_stays": _overlap,
    "visit_in_stay": _inside,
    "frequent_stays": _often,
    "alike_stays": _alike,
}

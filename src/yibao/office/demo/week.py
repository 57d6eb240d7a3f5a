"""The last days of the demo region, lived through the interface (演示近七日).

Every institution's software sends what happened there, in the order of the bills, by the clock of
those days. What is refused stays refused, as it would in life: planted faults are among it. Some
stays are left open, some bills are taken back. Messages have their numbers from what they are
about: whoever was cut sends them again and gets the answers that were kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.utils import timezone

from yibao.office.claims.asked import Setting
from yibao.office.demo.chosen import chosen
from yibao.office.demo.clock import Clock, living
from yibao.office.demo.files import Files
from yibao.office.demo.nodes import Attended
from yibao.office.demo.past import setting_of
from yibao.office.demo.sending import LANES, Answered, Software
from yibao.office.demo.shelves import fill_sold
from yibao.office.demo.signing import open_interface
from yibao.office.exchange.services import make_months_ahead

DAYS = 7
MOST = 20_000
"""At most about so many visits are lived through; what is more of those days is loaded."""
AWAY = "away"
"""Institutions elsewhere do not send here: their bills come with the clearing."""
TOGETHER = 100
"""Lines of one message."""
_OPEN_DAYS, _OPEN_EVERY = 2, 6
"""Of the stays that end in the last days one in so many has not ended yet."""
_REVERSED_EVERY = 60
"""One out-patient bill in so many is taken back."""
_BEFORE = timedelta(minutes=5)
_ADMITTED, _DISCHARGED = time(8), time(15)

Row = dict[str, Any]


@dataclass(slots=True)
class Lived:
    """What became of the visits of those days."""

    settled: int = 0
    reversed: int = 0
    open: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, more: Lived) -> Lived:
        """Add what became of others."""
        self.settled += more.settled
        self.reversed += more.reversed
        self.open += more.open
        self.refused += more.refused
        return self


class _Refused(Exception):  # noqa: N818 -- an answer, no error
    """A message was refused; nothing more is sent of the visit."""


def first_day(files: Files) -> date:
    """Return the first of the days that are lived through."""
    return files.asked.last_day - timedelta(days=DAYS - 1)


def lived_pieces(files: Files) -> int:
    """Return how many pieces, from the first, are lived through: as many as make `MOST` visits."""
    first, seen = first_day(files), 0
    for piece in range(files.pieces):
        if seen >= MOST:
            return piece
        times = files.piece("visits", piece, ["setl_time"])["setl_time"]
        seen += pc.sum(pc.greater_equal(times, _midnight(first))).as_py() or 0
    return files.pieces


def live_week(files: Files, piece: int) -> Lived:
    """Live through the last days of the persons of a piece; everything else of them is loaded."""
    coming = sorted(_coming(files, piece), key=lambda one: one.visit["setl_time"])
    softwares: dict[int, Software] = {}
    lived = Lived()
    with living() as clock:
        for one in coming:
            place = one.visit["institution"]
            if place not in softwares:
                softwares[place] = _software(files, place, piece)
            _live(_Desk(softwares[place], clock, one), files, lived)
    return lived


def _coming(files: Files, piece: int) -> Iterator[Attended]:
    """Yield the visits that are settled on those days, with their bills."""
    visits = files.piece("visits", piece)
    visits = visits.filter(pc.greater_equal(visits["setl_time"], _midnight(first_day(files))))
    lines: defaultdict[int, list[Row]] = defaultdict(list)
    for row in _of_visits(files.piece("lines", piece), visits["visit"], "visit"):
        lines[row["visit"]].append(row)
    persons = {
        row["psn_no"]: row
        for row in _of_visits(files.piece("persons", piece), visits["psn_no"], "psn_no")
    }
    for row in visits.to_pylist():
        if files.institutions[row["institution"]]["kind"] != AWAY:
            yield _attended(row, persons[row["psn_no"]], lines[row["visit"]], files)


def _of_visits(table: pa.Table, wanted: pa.ChunkedArray, column: str) -> list[Row]:
    found: list[Row] = table.filter(
        pc.is_in(table[column], value_set=wanted.combine_chunks())
    ).to_pylist()
    return found


def _attended(visit: Row, person: Row, lines: list[Row], files: Files) -> Attended:
    begins = min((row["fee_ocur_time"] for row in lines), default=visit["setl_time"]) - _BEFORE
    if setting_of(visit) == Setting.INPATIENT:
        begins = min(begins, datetime.combine(visit["begndate"], _ADMITTED))
    begins = max(begins, datetime.combine(visit["begndate"], time(0)))
    doctor = files.doctors[visit["doctor"]] if visit["doctor"] >= 0 else {}
    return Attended(visit, person, doctor, lines, begins)


def open_doors(files: Files) -> int:
    """Let whoever will send in, with what it sells on its price list; return how many are new."""
    sold: defaultdict[int, set[str]] = defaultdict(set)
    for piece in range(lived_pieces(files)):
        for one in _coming(files, piece):
            sold[one.visit["institution"]].update(row["med_list_codg"] for row in one.lines)
    fill_sold(sold)
    make_months_ahead(first_day(files))
    codes = (str(files.institutions[place]["fixmedins_code"]) for place in sorted(sold))
    return open_interface([*(one.code for one in chosen()), *codes])


def _software(files: Files, institution: int, piece: int) -> Software:
    row = files.institutions[institution]
    code, name, county = (row[key] for key in ("fixmedins_code", "fixmedins_name", "county"))
    return Software(code, name, county, piece % LANES)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where a visit is looked after."""

    software: Software
    clock: Clock
    one: Attended

    def send(self, infno: str, given: Row, at: datetime) -> Row:
        """Send a message at a time; return the output."""
        self.clock.moment = timezone.make_aware(at)
        said: Answered = self.software.send(infno, given)
        if said.refusal:
            raise _Refused(said.reason)
        return said.output


def _live(desk: _Desk, files: Files, lived: Lived) -> None:
    try:
        setting = setting_of(desk.one.visit)
        if setting == Setting.INPATIENT:
            _stay(desk, files, lived)
        elif setting == Setting.PHARMACY:
            _purchase(desk, lived)
        else:
            _attend(desk, lived)
    except _Refused as refused:
        lived.refused[str(refused)] += 1


def _attend(desk: _Desk, lived: Lived) -> None:
    one, done = desk.one, desk.one.visit["setl_time"]
    number = desk.send("2201", one.registration(), one.begins)["data"]["mdtrt_id"]
    desk.send("2203", one.attendance(number), one.begins)
    taken = desk.send("2204", one.charges(number, of_stay=False), done)["result"]
    settled = desk.send("2207", one.claim(number, taken, of_stay=False), done)["setlinfo"]
    lived.settled += 1
    if one.visit["visit"] % _REVERSED_EVERY == 0:
        back = one.reversal(number, settled["setl_id"])
        desk.send("2208", back, done + timedelta(minutes=1))
        lived.reversed += 1


def _purchase(desk: _Desk, lived: Lived) -> None:
    desk.send("2102", desk.one.purchase(), desk.one.visit["setl_time"])
    lived.settled += 1


def _stay(desk: _Desk, files: Files, lived: Lived) -> None:
    one, done = desk.one, desk.one.visit["setl_time"]
    number = desk.send("2401", one.admission(), done)["result"]["mdtrt_id"]
    whole = one.charges(number, of_stay=True)["feedetail"]
    taken: list[Row] = []
    for first in range(0, len(whole), TOGETHER):
        some = {"feedetail": whole[first : first + TOGETHER]}
        taken += desk.send("2301", some, done)["result"]
    if _is_open(one.visit, files):
        lived.open += 1
        return
    ends = min(datetime.combine(one.visit["enddate"], _DISCHARGED), done)
    desk.send("2402", one.discharge(number, ends), done)
    desk.send("2304", one.claim(number, taken, of_stay=True), done)
    lived.settled += 1


def _is_open(visit: Row, files: Files) -> bool:
    late = files.asked.last_day - visit["enddate"] < timedelta(days=_OPEN_DAYS)
    return bool(late and visit["visit"] % _OPEN_EVERY == 0)


def _midnight(day: date) -> pa.Scalar:
    return pa.scalar(datetime.combine(day, time(0)), pa.timestamp("s"))

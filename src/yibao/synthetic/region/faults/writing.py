"""How forged lines and visits are written (伪造): whole rows, with numbers that nobody has."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np

from yibao.synthetic.region.bills import LINES_A_PIECE
from yibao.synthetic.region.care.keys import A_DAY, own_numbers
from yibao.synthetic.region.doctors import doctors
from yibao.synthetic.region.faults.rows import Row
from yibao.synthetic.region.faults.scene import Scene
from yibao.synthetic.region.goods import goods, sellers, shown
from yibao.synthetic.region.institutions import institutions
from yibao.synthetic.region_files.institutions import COUNTIES

_EPOCH = date(1970, 1, 1)
_LINE_PREFIX, _RECIPE_PREFIX, _FORGED_PREFIX = 994_000, 995_000, 996_000
_RECIPES_A_PIECE = 10**7
_PLANTED_PREFIX = 8_980_000
"""Packs of forged sales have codes that begin otherwise than those of real ones."""
_FEN = Decimal("0.01")


def fen(line: Row) -> int:
    """Return what a line costs."""
    return int(line["det_item_fee_sumamt"] * 100)


def day_of(moment: date) -> int:
    """Return the day of a moment or date, in days since 1970."""
    return moment.toordinal() - _EPOCH.toordinal()


class Writer:
    """Writes forged rows into a scene."""

    def __init__(self, scene: Scene) -> None:
        """Begin to count where the piece ends."""
        self.scene = scene
        table = scene.visits.table
        most = max(len(table), 1)
        self._visit = int(table["visit"][-1].as_py()) + 1 if len(table) else most
        courses = table["course_id"].to_numpy()
        self._course = int(courses.max()) + 1 if len(table) else most
        self._line = scene.piece * LINES_A_PIECE + len(scene.lines.table)
        self._recipe = scene.piece * _RECIPES_A_PIECE + most
        self._pack = 0
        self._turns: dict[tuple[str, int], int] = {}

    def line(self, like: Row, kind: str, **cells: object) -> Row:
        """Add a line like another; the amount follows from count and price."""
        row = {**like, **cells, "fault": kind, "feedetl_sn": f"{_LINE_PREFIX}{self._line:012d}"}
        self._line += 1
        self.scene.lines.add(totalled(row))
        return row

    def packs(self, line: Row, institution: int, many: int, kind: str) -> None:
        """Add the trace codes of packs that a line sells."""
        for _ in range(many):
            self._pack += 1
            serial = self.scene.piece * 10**8 + self._pack
            self.scene.traces.add(
                {
                    "trace_code": f"{_PLANTED_PREFIX:07d}{serial:013d}",
                    "feedetl_sn": line["feedetl_sn"],
                    "med_list_codg": line["med_list_codg"],
                    "institution": institution,
                    "sold": line["fee_ocur_time"],
                    "fault": kind,
                }
            )

    def forged_recipe(self) -> str:
        """Return the number of a prescription that nobody wrote."""
        self._recipe += 1
        return f"{_FORGED_PREFIX}{self._recipe:012d}"

    def visit(  # noqa: PLR0913 -- each says one thing about the visit
        self,
        like: int,
        kind: str,
        act: int,
        *,
        person: int,
        begin: int,
        institution: int | None = None,
        second: int | None = None,
        lines: Iterable[Row] | None = None,
        traced: bool = True,
        **cells: object,
    ) -> Row:
        """Add a visit like another, with its lines, prescription and packs, and key it.

        Args:
            like: row of the visit that is copied.
            kind: of the fault.
            act: its number.
            person: whose it shall be, by row.
            begin: first day, in days since 1970.
            institution: where; None: at the same.
            second: of the last day at which it is settled; None: at the same.
            lines: what is charged; None: the same as for the other.
            traced: whether packs are scanned.
            cells: further cells that differ.

        """
        scene = self.scene
        days = int(scene.end[like] - scene.begin[like])
        place = int(scene.institution[like]) if institution is None else institution
        row = self._visit_row(like, person, begin, days, place, second)
        row.update(cells, fault=kind)
        shift = timedelta(days=begin - int(scene.begin[like]))
        charged = scene.lines_of(like) if lines is None else list(lines)
        row["wanted_fen"] = self._charge(row, kind, charged, shift, traced=traced)
        scene.visits.add(row)
        scene.take_days(person, begin, begin + days, stay=bool(scene.stay[like]))
        scene.key(kind, "visits", row["setl_id"], act, row["enddate"], row["wanted_fen"])
        return row

    def _visit_row(
        self, like: int, person: int, begin: int, days: int, place: int, second: int | None
    ) -> Row:
        scene, known = self.scene, self.scene.person
        row = scene.visits.read(like, like + 1)[0]
        row["begndate"] = _EPOCH + timedelta(days=begin)
        row["enddate"] = row["begndate"] + timedelta(days=days)
        old = row["setl_time"]
        past = old.hour * 3600 + old.minute * 60 + old.second if second is None else second
        row["setl_time"] = _moment(row["enddate"], past)
        county = str(known.county[person])
        row["mdtrt_id"], row["setl_id"] = self._numbers(county, begin + days)
        row["visit"], row["course_id"] = self._visit, self._course
        self._visit, self._course = self._visit + 1, self._course + 1
        row["person"], row["psn_no"] = known.first + person, known.number[person]
        row["insutype"] = str(known.scheme[person])
        row["referred_from"], row["link"] = -1, "none"
        if place != row["institution"]:
            row["doctor"] = doctor_at(place, int(row["visit"])) if row["doctor"] >= 0 else -1
        row["institution"] = place
        row.update(_house(place, county))
        return row

    def _numbers(self, county: str, end: int) -> tuple[str, str]:
        turn = self._turns[county, end] = self._turns.get((county, end), 0) + 1
        # From the end of what a piece may use, so that no real visit has the number.
        sequence = np.array([self.scene.piece * A_DAY + A_DAY - turn])
        place, day = np.array([COUNTIES.index(county)]), np.array([end])
        visit, settlement = (
            own_numbers(each, place, day, sequence)[0].as_py() for each in ("visit", "settlement")
        )
        return visit, settlement

    def _charge(
        self, row: Row, kind: str, charged: list[Row], shift: timedelta, *, traced: bool
    ) -> int:
        """Write the lines of a forged visit; return what they come to."""
        recipe = ""
        if any(line["rx_no"] for line in charged):
            recipe = self._prescribe(row, charged, shift)
        whole = 0
        for line in charged:
            made = self.line(
                line,
                kind,
                visit=row["visit"],
                setl_id=row["setl_id"],
                psn_no=row["psn_no"],
                fee_ocur_time=line["fee_ocur_time"] + shift,
                doctor=row["doctor"],
                rx_no=recipe if line["rx_no"] else "",
            )
            whole += fen(made)
            if traced and row["care"] not in {"inpatient", "day_surgery", "delivery"}:
                good = goods().codes.index(made["med_list_codg"])
                many = int(made["cnt"]) if goods().is_drug[good] else 0
                self.packs(made, row["institution"], many, kind)
        return whole

    def _prescribe(self, row: Row, charged: list[Row], shift: timedelta) -> str:
        self._recipe += 1
        number = f"{_RECIPE_PREFIX}{self._recipe:012d}"
        written = next(line["fee_ocur_time"] for line in charged if line["rx_no"]) + shift
        self.scene.prescriptions.add(
            {
                "rx_no": number,
                "visit": row["visit"],
                "doctor": row["doctor"],
                "written": written,
                "days": 7,
                "long": False,
                "dispensed_at": row["institution"],
            }
        )
        return number


def totalled(line: Row) -> Row:
    """Set the amount of a line to count times price, to the fen."""
    line["det_item_fee_sumamt"] = (line["cnt"] * line["pric"]).quantize(_FEN)
    return line


def sold(good: int, institution: int, count: int) -> Row:
    """Return the cells of a line that say what is sold, at the institution's price."""
    listed = goods()
    here = np.array([good]), np.array([institution])
    price, ceiling = (int(each(*here)[0]) for each in (sellers().price_fen, sellers().ceiling_fen))
    return {
        "med_list_codg": listed.codes[good],
        "medins_list_codg": shown("local_codes")[good].as_py(),
        "med_chrgitm_type": listed.charge_types[good],
        "chrgitm_lv": listed.classes[good],
        "limited": "approved" if listed.limited[good] else None,
        "tag": listed.tags[good],
        "cnt": Decimal(count).quantize(Decimal("0.0001")),
        "pric": (Decimal(price) / 100).quantize(Decimal("0.000001")),
        "pric_uplmt_amt": (
            (Decimal(ceiling) / 100).quantize(Decimal("0.000001")) if ceiling else None
        ),
        "selfpay_prop": (
            None
            if listed.classes[good] == "03"
            else (Decimal(int(listed.first_pay_e4[good])) / 10_000).quantize(Decimal("0.0001"))
        ),
    }


def same_kind(draws: np.random.Generator, institution: int) -> int:
    """Return another institution of the same kind; the same one if there is no other."""
    kinds = np.array(sellers().kinds)
    others = np.flatnonzero(kinds == kinds[institution])
    others = others[others != institution]
    return int(draws.choice(others)) if len(others) else institution


def doctor_at(institution: int, turn: int) -> int:
    """Return one of an institution's doctors; −1 where it has none."""
    of = doctors()["institution"].to_numpy()
    first, end = np.searchsorted(of, [institution, institution + 1])
    return int(first + turn % (end - first)) if end > first else -1


def _house(institution: int, county: str) -> Row:
    table = institutions()
    row = {
        name: table[name][institution].as_py() for name in ("fixmedins_code", "hosp_lv", "level")
    }
    there = table["county"][institution].as_py()
    if table["kind"][institution].as_py() == "away":
        return {**row, "place": "in_province"}
    return {**row, "place": "in_county" if there == county else "in_city"}


def _moment(day: date, second: int) -> datetime:
    # Times of the region are written without a zone, as in every table of it.
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    return midnight + timedelta(seconds=second)

"""What is planted into (现场): the tables of a piece, with arrays to choose by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.bills import Bills
from yibao.synthetic.region.drawing import Bools, Ints
from yibao.synthetic.region.faults.rows import Row, Rows
from yibao.synthetic.region.goods import goods, sellers
from yibao.synthetic.region.lives import ALIVE
from yibao.synthetic.region.streams import stream

ACTS_A_PIECE = 1 << 20
STAYS = ("inpatient", "day_surgery", "delivery")
_FEN = 100


class Scene:
    """The persons, visits and bills of a piece while faults are planted into them.

    A visit has one fault at most: `free` says which have none yet.
    """

    def __init__(
        self, asked: Asked, piece: int, persons: pa.Table, visits: pa.Table, bills: Bills
    ) -> None:
        """Read the tables of a piece."""
        self.asked, self.piece, self.bills = asked, piece, bills
        self.visits, self.lines = Rows(visits), Rows(bills.lines)
        self.traces, self.prescriptions = Rows(bills.traces), Rows(bills.prescriptions)
        self.keys: list[Row] = []
        self.acts = 0
        self.free = np.ones(len(visits), dtype=bool)
        self.person = People(persons)
        self.row = visits["person"].to_numpy() - self.person.first
        self.care = texts(visits["care"])
        self.local = texts(visits["place"]) != "in_province"
        self.begin, self.end = (_days(visits[name]) for name in ("begndate", "enddate"))
        self.institution = visits["institution"].to_numpy().astype(np.int64)
        self.kind = np.array(sellers().kinds)[self.institution]
        self.doctor = visits["doctor"].to_numpy().astype(np.int64)
        self.stay = np.isin(self.care, STAYS)
        self.good = goods_of(bills.lines)
        self.first_line = _first_of(visits, bills.lines)
        self.visit_of_line = np.repeat(np.arange(len(visits)), np.diff(self.first_line))
        self.line_fen = _fen(bills.lines["det_item_fee_sumamt"])
        self.cost = np.diff(np.concatenate([[0], np.cumsum(self.line_fen)])[self.first_line])
        self.first_trace = _first_trace(bills)
        self._of_person = np.searchsorted(self.row, np.arange(len(persons) + 1))
        self._extra: dict[int, list[tuple[int, int, bool]]] = {}

    def draws(self, kind: str) -> np.random.Generator:
        """Return the chance of a kind of fault."""
        return stream(self.asked.seed, f"fault {kind}", self.piece)

    def act(self) -> int:
        """Return the number of a new act."""
        self.acts += 1
        return self.piece * ACTS_A_PIECE + self.acts

    def key(self, kind: str, table: str, key: str, act: int, day: object, fen: int) -> None:
        """Write into the key what was planted."""
        self.keys.append(
            {
                "fault": kind,
                "table": table,
                "key": key,
                "fault_id": act,
                "day": day,
                "amount_fen": max(int(fen), 0),
            }
        )

    def pick(self, draws: np.random.Generator, may: Bools, many: int) -> list[int]:
        """Choose visits that have no fault yet; from now on they have one."""
        found = np.flatnonzero(may & self.free)
        chosen = draws.permutation(found)[:many]
        self.free[chosen] = False
        return [int(visit) for visit in chosen]

    def pick_lines(self, draws: np.random.Generator, may: Bools, many: int) -> list[int]:
        """Choose lines, one of a visit at most, of visits that have no fault yet."""
        found = draws.permutation(np.flatnonzero(may & self.free[self.visit_of_line]))
        _, first = np.unique(self.visit_of_line[found], return_index=True)
        chosen = found[np.sort(first)][:many]
        self.free[self.visit_of_line[chosen]] = False
        return [int(line) for line in chosen]

    def visits_of(self, person: int) -> range:
        """Return the visits of a person by their row in the piece."""
        return range(int(self._of_person[person]), int(self._of_person[person + 1]))

    def is_busy(self, person: int, begin: int, end: int, *, stays_only: bool = False) -> bool:
        """Say whether somebody has a visit in these days, or is dead or not yet born."""
        known = self.person
        if begin < known.birth[person] or not self.asked_for(begin, end):
            return True
        if known.death[person] != ALIVE and end >= known.death[person]:
            return True
        own = slice(self.visits_of(person).start, self.visits_of(person).stop)
        touches = (self.begin[own] <= end) & (self.end[own] >= begin)
        if stays_only:
            touches &= self.stay[own]
        more = self._extra.get(person, ())
        return bool(touches.any()) or any(
            first <= end and last >= begin and (stay or not stays_only)
            for first, last, stay in more
        )

    def asked_for(self, begin: int, end: int) -> bool:
        """Say whether days are among those asked for."""
        first, last = (
            (day - type(day)(1970, 1, 1)).days
            for day in (self.asked.first_day, self.asked.last_day)
        )
        return first <= begin and end <= last

    def take_days(self, person: int, begin: int, end: int, *, stay: bool) -> None:
        """Remember that somebody has one more visit in these days."""
        self._extra.setdefault(person, []).append((begin, end, stay))

    def lines_of(self, visit: int) -> list[Row]:
        """Return the lines of a visit, as copies."""
        return self.lines.read(int(self.first_line[visit]), int(self.first_line[visit + 1]))


class People:
    """The persons of a piece as arrays; days are since 1970."""

    def __init__(self, persons: pa.Table) -> None:
        """Read the table of persons."""
        self.table = persons
        self.first = int(persons["person"][0].as_py()) if len(persons) else 0
        self.birth = _days(persons["brdy"])
        self.death = np.where(
            persons["death"].is_valid().to_numpy(), _days(persons["death"]), ALIVE
        )
        self.female = texts(persons["gend"]) == "2"
        self.scheme = texts(persons["insutype"])
        self.county = texts(persons["county"])
        self.village = persons["village"].to_numpy()
        self.number = persons["psn_no"].to_pylist()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.birth)

    def age(self, person: int, day: int) -> int:
        """Return somebody's age in whole years, to some days."""
        return int((day - self.birth[person]) // 365.2425)


def texts(column: pa.ChunkedArray) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    """Return a column of codes as texts."""
    coded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    names: Sequence[str] = coded.dictionary.to_pylist() or [""]
    found: np.ndarray[tuple[int], np.dtype[np.str_]] = np.array(names)[coded.indices.to_numpy()]
    return found


def _days(column: pa.ChunkedArray) -> Ints:
    days: Ints = pc.fill_null(column.cast(pa.int32()), 0).to_numpy().astype(np.int64)
    return days


def _fen(column: pa.ChunkedArray) -> Ints:
    """Return money as whole fen: its own units, read where they lie."""
    flat = column.combine_chunks()
    wide = np.frombuffer(flat.buffers()[1], dtype="<i8")
    fen: Ints = wide[2 * flat.offset : 2 * (flat.offset + len(flat)) : 2]
    return fen


def goods_of(table: pa.Table) -> Ints:
    """Return which good each row is about."""
    column = table["med_list_codg"].combine_chunks()
    column = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    known = pc.index_in(column.dictionary, pa.array(goods().codes)).to_numpy(zero_copy_only=False)
    found: Ints = known[column.indices.to_numpy()].astype(np.int64)
    return found


def _first_of(visits: pa.Table, lines: pa.Table) -> Ints:
    """Return where the lines of each visit begin, and where the last ones end."""
    number = visits["visit"].to_numpy()
    of_lines = lines["visit"].to_numpy()
    return np.append(np.searchsorted(of_lines, number), len(of_lines))


def _first_trace(bills: Bills) -> Ints:
    """Return where the trace codes of each line begin, and where the last ones end."""
    of_line = pc.index_in(
        bills.traces["feedetl_sn"].combine_chunks(), bills.lines["feedetl_sn"].combine_chunks()
    ).to_numpy(zero_copy_only=False)
    return np.searchsorted(of_line, np.arange(len(bills.lines) + 1))

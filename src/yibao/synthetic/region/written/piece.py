"""A piece of the region, made and written (一批)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.bills import Bills, lines
from yibao.synthetic.region.care import visits
from yibao.synthetic.region.faults import plant
from yibao.synthetic.region.goods import Ints
from yibao.synthetic.region.population import persons
from yibao.synthetic.region.stock import sold
from yibao.synthetic.region.written.files import part, save, save_json
from yibao.synthetic.region.written.whole import units
from yibao.synthetic.region_files.arrow import money

WORK = "_work"
"""Folder of what the stock is counted from, and of which pieces are there."""
SOLD = f"{WORK}/sold"


def made(folder: Path, piece: int) -> dict[str, int] | None:
    """Return the counts of a piece that was written before, None if it was not."""
    path = _ready(folder, piece)
    if not path.is_file():
        return None
    counts: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
    return counts


def write_piece(folder: Path, asked: Asked, piece: int) -> dict[str, int]:
    """Make a piece and write its tables; return rows by table, and what was charged in fen.

    Visits come with `medfee_sumamt`, what their lines make; persons with `filed`, their filed
    diseases: so a run of settlements reads them as they are.
    """
    people = persons(asked, piece)
    came = visits(asked, piece, people)
    planted = plant(asked, piece, people, came, lines(asked, piece, came))
    bills = planted.bills
    whole = totals(planted.visits, bills)
    counts = {
        name: save(table, part(folder, name, piece))
        for name, table in {
            "persons": planted.persons.append_column("filed", planted.persons["chronic"]),
            "visits": planted.visits.append_column("medfee_sumamt", money(whole)),
            "lines": bills.lines,
            "prescriptions": bills.prescriptions,
            "traces": bills.traces,
            "faults": planted.faults,
        }.items()
    }
    save(sold(planted.visits, bills.lines), part(folder, SOLD, piece))
    counts["charged_fen"] = int(whole.sum())
    save_json(counts, _ready(folder, piece))
    return counts


def totals(came: pa.Table, bills: Bills) -> Ints:
    """Return what the lines of each visit come to, in fen."""
    number = came["visit"].to_numpy()
    order = np.argsort(number, kind="stable")
    place = order[np.searchsorted(number[order], bills.lines["visit"].to_numpy())]
    fen = units(bills.lines["det_item_fee_sumamt"])
    whole: Ints = np.bincount(place, weights=fen, minlength=len(number)).astype(np.int64)
    return whole


def _ready(folder: Path, piece: int) -> Path:
    return folder / WORK / "ready" / f"{piece:05d}.json"

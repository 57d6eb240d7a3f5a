"""Write a region that lives into a folder (写出示范市): what a settlement run and the lake read.

A folder per table, in it a file per piece. Pieces are made by several processes; a run that was
cut goes on where it was. docs/guides/region-files.md tells what stands in the files.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.doctors import doctors
from yibao.synthetic.region.employers import employers
from yibao.synthetic.region.faults import plant_stock
from yibao.synthetic.region.institutions import institutions
from yibao.synthetic.region.places import places
from yibao.synthetic.region.population import pieces
from yibao.synthetic.region.stock import stock
from yibao.synthetic.region.written.files import part, save, save_json
from yibao.synthetic.region.written.piece import SOLD, WORK, made, write_piece
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

MANIFEST = "_manifest.json"
FORMAT = 1
NOTICE = "演示数据，全部虚构，不代表任何地方 · Demonstration data, all of it invented"
LABELS = {
    "persons": Text("参保人", "persons"),
    "visits": Text("就诊", "visits"),
    "lines": Text("费用明细", "lines of bills"),
    "prescriptions": Text("处方", "prescriptions"),
    "traces": Text("追溯码", "trace codes"),
    "faults": Text("植入的违规", "rows with planted faults"),
    "stock": Text("进销存", "months of stock"),
}
"""The tables that are counted."""
BYTES_OF_A_YEAR = 7_000_000_000
"""More than a year of the whole region takes on a disk."""
_DAYS_OF_A_YEAR = 365
Progress = Callable[[int, int], None]
"""Is told how many pieces are there, and of how many."""


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the folder: rows by table, what was charged, and how many pieces there are."""

    folder: Path
    rows: dict[str, int]
    charged_fen: int
    pieces: int


def write(
    folder: Path, asked: Asked, *, processes: int = 1, progress: Progress | None = None
) -> Written:
    """Write a region; the same request gives the same bytes, however many processes make it.

    Args:
        folder: where to; made if it is not there. One with the same request is completed.
        asked: which region.
        processes: how many make pieces at the same time; each takes about half a gibibyte.
        progress: what is told of pieces that are there.

    Raises:
        InvalidInput: ``another_request`` (the folder holds another region), ``folder_in_use`` (it
            holds something else) or ``disk_full`` (there is too little room).

    """
    _claim(folder, asked)
    _once(folder, asked)
    counts: Counter[str] = Counter()
    whole = pieces(asked)
    for number, one in enumerate(_pieces(folder, asked, processes), 1):
        counts.update(one)
        if progress is not None:
            progress(number, whole)
    _stock(folder, asked, counts)
    charged = counts.pop("charged_fen", 0)
    rows = {name: counts[name] for name in LABELS}
    save_json(
        {"notice": NOTICE, "format": FORMAT, "request": _request(asked), "pieces": whole}
        | {"rows": rows, "charged_fen": charged},
        folder / MANIFEST,
    )
    shutil.rmtree(folder / WORK / "sold", ignore_errors=True)
    return Written(folder, rows, charged, whole)


def _pieces(folder: Path, asked: Asked, processes: int) -> Iterator[dict[str, int]]:
    """Yield the counts of every piece, those of pieces that were there before first."""
    lacking = []
    for piece in range(pieces(asked)):
        counts = made(folder, piece)
        if counts is None:
            lacking.append(piece)
        else:
            yield counts
    if processes == 1 or len(lacking) < 2:
        for piece in lacking:
            yield write_piece(folder, asked, piece)
        return
    # Processes that begin anew hold no lock of this one's threads.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        running = [pool.submit(write_piece, folder, asked, piece) for piece in lacking]
        try:
            for one in as_completed(running):
                yield one.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _once(folder: Path, asked: Asked) -> None:
    here = places()
    for name, table in {
        "counties": here.counties,
        "towns": here.towns,
        "villages": here.villages,
        "institutions": institutions(),
        "doctors": doctors(),
        "employers": employers(asked),
    }.items():
        save(table, folder / f"{name}.parquet")


def _stock(folder: Path, asked: Asked, counts: Counter[str]) -> None:
    """Count the stock from what all pieces sold, and plant its faults."""
    if not (folder / SOLD).is_dir():
        # A run that was whole has counted it; the rows are those of its files.
        counts["stock"] = pq.read_metadata(part(folder, "stock", 0)).num_rows
        counts["faults"] += pq.read_metadata(part(folder, "faults", pieces(asked))).num_rows
        return
    parts: Iterator[pa.Table] = (
        pq.read_table(part(folder, SOLD, piece)) for piece in range(pieces(asked))
    )
    planted = plant_stock(asked, stock(asked, parts))
    counts["stock"] = save(planted.stock, part(folder, "stock", 0))
    counts["faults"] += save(planted.faults, part(folder, "faults", pieces(asked)))


def _request(asked: Asked) -> dict[str, object]:
    return {
        "scale": asked.scale,
        "first_day": asked.first_day.isoformat(),
        "last_day": asked.last_day.isoformat(),
        "seed": asked.seed,
    }


def _claim(folder: Path, asked: Asked) -> None:
    """Take the folder for this request, before anything is made."""
    note = folder / WORK / "request.json"
    if note.is_file():
        if json.loads(note.read_text(encoding="utf-8")) != _request(asked):
            raise _refused(
                "another_request",
                Text(f"{folder} 已有另一次生成的数据。", f"{folder} holds another region's files."),
                Text("换一个文件夹，或先移走它。", "Take another folder, or move it away first."),
            )
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise _refused(
            "folder_in_use",
            Text(f"{folder} 不是空文件夹。", f"{folder} is no empty folder."),
            Text("换一个新的或空的文件夹。", "Take a new folder, or an empty one."),
        )
    folder.mkdir(parents=True, exist_ok=True)
    years = ((asked.last_day - asked.first_day).days + 1) / _DAYS_OF_A_YEAR
    needed = int(BYTES_OF_A_YEAR * asked.scale * years)
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise _refused(
            "disk_full",
            Text(
                f"约需 {needed / 1e9:.1f} GB，{folder} 只剩 {free / 1e9:.1f} GB。",
                f"It takes about {needed / 1e9:.1f} GB; {folder} has {free / 1e9:.1f} GB left.",
            ),
            Text("减小规模或年数，或换一个磁盘。", "Ask for less, or take another disk."),
        )
    save_json(_request(asked), note)


def _refused(code: str, what: Text, remedy: Text) -> InvalidInput:
    return InvalidInput(code, "out", what, remedy)

"""The files of the region that lives (示范市数据文件): the lake of a demonstration.

They lie in the folder of data. A start finds those that are there; what was cut is completed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.population import people, pieces
from yibao.synthetic.region.write import write
from yibao.synthetic.region.written.files import part
from yibao.synthetic.region.written.piece import WORK
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

FOLDER = "region"
"""Within the folder of data."""
_REQUEST = f"{WORK}/request.json"
_JANUARY = 1


@dataclass(frozen=True)
class Files:
    """A region's files, whole: tables by name, those of persons and care by the piece."""

    folder: Path
    asked: Asked

    @property
    def pieces(self) -> int:
        """How many pieces of ten thousand persons there are."""
        return pieces(self.asked)

    @property
    def persons(self) -> int:
        """How many persons there are."""
        return people(self.asked)

    @cached_property
    def institutions(self) -> list[dict[str, Any]]:
        """The institutions, as `yibao.synthetic.region.tables.INSTITUTIONS` says."""
        return list(self.table("institutions").to_pylist())

    @cached_property
    def doctors(self) -> list[dict[str, Any]]:
        """The doctors, as `DOCTORS` there."""
        return list(self.table("doctors").to_pylist())

    def table(self, name: str) -> pa.Table:
        """Read a table of the whole region."""
        return pq.read_table(self.folder / f"{name}.parquet")

    def piece(self, name: str, number: int, columns: list[str] | None = None) -> pa.Table:
        """Read a piece of a table."""
        return pq.read_table(part(self.folder, name, number), columns=columns)

    def path(self, name: str, number: int) -> Path:
        """Return where a piece of a table lies."""
        return part(self.folder, name, number)


def asked_for(scale: float, today: date) -> Asked:
    """Return the region of a day: this year up to yesterday, in January the year before as well.

    >>> asked_for(0.01, date(2026, 11, 26)).first_day, asked_for(0.01, date(2027, 1, 1)).first_day
    (datetime.date(2026, 1, 1), datetime.date(2026, 1, 1))
    """
    year = today.year - (today.month == _JANUARY)
    return Asked(scale, date(year, 1, 1), today - timedelta(days=1))


def made(
    data: Path, scale: float, today: date, processes: int, told: Callable[[int, int], None]
) -> Files:
    """Return the region's files, made as far as they are not there.

    Args:
        data: the folder of data.
        scale: how much of the region.
        today: what was made on a day before stays as it is.
        processes: how many make pieces at the same time.
        told: called with the pieces that are there, and how many there will be.

    Raises:
        InvalidInput: ``another_scale``, or what `yibao.synthetic.region.write.write` refuses.

    """
    folder = data / FOLDER
    asked = _asked_before(folder, scale) or asked_for(scale, today)
    write(folder, asked, processes=processes, progress=told)
    return Files(folder, asked)


def _asked_before(folder: Path, scale: float) -> Asked | None:
    note = folder / _REQUEST
    if not note.is_file():
        return None
    kept = json.loads(note.read_text(encoding="utf-8"))
    if kept["scale"] != scale:
        raise InvalidInput(
            "another_scale",
            "--scale",
            Text(
                f"{folder.parent} 中是规模 {kept['scale']:g} 的示范市。",
                f"{folder.parent} holds the region at scale {kept['scale']:g}.",
            ),
            Text(
                f"请用 --scale {kept['scale']:g}，或用 --data 另选目录。",
                f"Use --scale {kept['scale']:g}, or another folder by --data.",
            ),
        )
    first, last = (date.fromisoformat(kept[name]) for name in ("first_day", "last_day"))
    return Asked(scale, first, last, kept["seed"])

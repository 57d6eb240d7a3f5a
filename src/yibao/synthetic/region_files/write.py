"""Write a region's invented year (写出演示年度): claims, persons, and lines if asked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from yibao.policy import compile_plan, load_policy
from yibao.policy.plan import Plan
from yibao.synthetic.region_files import flaws
from yibao.synthetic.region_files.asked import Asked, Written
from yibao.synthetic.region_files.claims import ClaimsFile
from yibao.synthetic.region_files.draws import Int
from yibao.synthetic.region_files.lines import LinesFile
from yibao.synthetic.region_files.parquet import ParquetFile
from yibao.synthetic.region_files.persons import PersonsFile
from yibao.synthetic.region_files.setting import Setting, setting
from yibao.synthetic.region_files.visits import draw_visits

CLAIMS, PERSONS, LINES = "claims.parquet", "persons.parquet", "lines.parquet"
Progress = Callable[[int], None]
"""Is told how many visits were written since it was told last."""


def write_region(
    folder: Path, asked: Asked, *, plan: Plan | None = None, progress: Progress | None = None
) -> Written:
    """Invent a region's year and write it into a folder.

    The same request gives the same bytes on every machine with the same versions of the law and
    of PyArrow. Memory does not grow with the number of visits or persons.

    Args:
        folder: where to; it is made if it is not there.
        asked: how large a year, of which region.
        plan: the law, if it is compiled already; else that of `asked.region`.
        progress: what is told of visits that are done.

    Raises:
        InvalidInput: ``file_exists`` (nothing is overwritten), ``no_benefit`` (no rule of the
            region is known for the year) or ``sample_size`` (too many visits for the persons).
        PolicyError: the law cannot be read.

    """
    law = plan or compile_plan(load_policy(asked.region))
    common = setting(law, asked)
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as files:
        claims = files.enter_context(ParquetFile(folder / CLAIMS))
        persons = files.enter_context(ParquetFile(folder / PERSONS))
        lines = ParquetFile(folder / LINES)
        if asked.lines_per_visit:
            files.enter_context(lines)
        _write_persons(common, persons)
        counts = _write_visits(common, claims, lines, progress)
    return Written(
        claims=claims.path,
        persons=persons.path,
        lines=lines.path if asked.lines_per_visit else None,
        visit_count=claims.rows,
        person_count=persons.rows,
        line_count=lines.rows,
        flaws=flaws.by_name(counts),
    )


def _write_persons(common: Setting, file: ParquetFile) -> None:
    register = PersonsFile(common)
    for piece in range(register.pieces):
        file.write(register.batch(piece))


def _write_visits(
    common: Setting, claims: ParquetFile, lines: ParquetFile, progress: Progress | None
) -> Int:
    """Write claims and lines, piece by piece; return the counts of mistakes."""
    rows = ClaimsFile(common)
    bills = LinesFile(common) if common.asked.lines_per_visit else None
    counts = flaws.count(np.zeros(0, dtype=np.int64))
    for piece in range(len(common.order)):
        visits = draw_visits(common, piece)
        bill_fen = bills.write(visits, piece, lines) if bills else None
        claims.write(rows.batch(visits, bill_fen))
        counts = counts + flaws.count(visits.flaw)
        if progress is not None:
            progress(len(visits.visit))
    return counts

"""The bills of a piece of the region, classified as they were settled (示范市历史账单).

Lines of the past are read by the statements of a settlement run and classified by its kernel; they
stay in the files.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from yibao.benefit.files.lines import stage_lines
from yibao.benefit.files.staging import stage
from yibao.benefit.runs.asked import Asked
from yibao.benefit.runs.lines import Lines
from yibao.benefit.runs.part import classify_part
from yibao.benefit.runs.sources import connect, open_sources
from yibao.benefit.visit import Amounts
from yibao.office.demo.files import Files
from yibao.office.demo.region import CITY
from yibao.policy import compile_plan, load_policy
from yibao.policy.plan import layout

MEMORY = 2**30


@dataclass(frozen=True, slots=True)
class Billed:
    """The bill of a visit: the four parts of every track, and of how many lines."""

    by_track: dict[str, Amounts]
    lines: int


def bills_of(files: Files, piece: int) -> dict[str, Billed]:
    """Return the bills of a piece by setl_id; those the law cannot read are left out."""
    plan = compile_plan(load_policy(CITY), allow_unverified=True)
    claims, persons, of_bills = (files.path(name, piece) for name in ("visits", "persons", "lines"))
    asked = Asked(claims, Path(), CITY, persons=persons, lines=of_bills)
    with connect(1, MEMORY, files.folder / "_work" / f"spill-{piece}") as connection:
        sources = open_sources(asked, connection)
        assert sources.lines is not None
        staging = stage(plan, sources.claims, sources.persons, with_lines=True)
        of_lines = stage_lines(plan, sources.lines, claims=sources.claims)
        staged = connection.sql(staging.sql).to_arrow_table()
        lines = Lines.of(connection.sql(of_lines.sql).to_arrow_table(), plan)
    found = classify_part(staged, staging, plan, lines)
    sound = found.has_lines & (found.problem == 0) & (found.status == layout.OK)
    counted = _lines_by_settlement(files, piece)
    numbers = staged["setl_id"].to_pylist()
    return {
        numbers[row]: Billed(
            {
                track: Amounts(*parts)
                for track, parts in zip(plan.tracks, found.amounts[row].tolist(), strict=True)
                if any(parts)
            },
            counted[numbers[row]],
        )
        for row in sound.nonzero()[0].tolist()
    }


def _lines_by_settlement(files: Files, piece: int) -> dict[str, int]:
    column = files.piece("lines", piece, ["setl_id"])["setl_id"]
    counted = column.cast(pa.string()).value_counts()
    return dict(
        zip(*(counted.field(name).to_pylist() for name in ("values", "counts")), strict=True)
    )

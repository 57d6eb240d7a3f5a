"""Settle a part and store it: rejects, settlements, and last its entry, each file whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from yibao.benefit.desks import Desks
from yibao.benefit.files.lines import LineStaging
from yibao.benefit.files.staging import Staging
from yibao.benefit.runs.asked import Asked
from yibao.benefit.runs.lines import Lines
from yibao.benefit.runs.manifest import Manifest, entry_path
from yibao.benefit.runs.outcome import Written
from yibao.benefit.runs.part import settle_part
from yibao.benefit.runs.rejects import rejects
from yibao.benefit.runs.write import write_json, write_table
from yibao.policy.plan import Plan


@dataclass(frozen=True, slots=True)
class Store:
    """Where the parts of a run go."""

    asked: Asked
    manifest: Manifest
    plan: Plan
    staging: Staging
    lines: LineStaging | None
    desks: Desks

    def settle(self, part: int, staged: pa.Table, lines: Lines | pa.Table | None) -> None:
        """Settle the staged rows of a part and store what came of them."""
        result = settle_part(staged, self.staging, self.plan, lines, self.desks)
        year = self.manifest.year
        refused = rejects(result, self.plan, self.staging, self.lines, year)
        written = Written.of(result, self.plan, year)
        out = written.table(self.manifest.columns, self.manifest.money)
        folder = self.asked.out
        (folder / "_parts").mkdir(exist_ok=True)
        reject_path = folder / "_rejects" / f"part-{part:05d}.parquet"
        if refused.num_rows:
            reject_path.parent.mkdir(exist_ok=True)
            write_table(reject_path, refused)
        else:
            reject_path.unlink(missing_ok=True)
        write_table(folder / f"part-{part:05d}.parquet", out)
        write_json(entry_path(folder, part), _entry(written, refused))


def _entry(written: Written, refused: pa.Table) -> dict[str, Any]:
    """Return what the manifest sums up of a part."""
    bills = written.part.bills
    return {
        "settled": len(written.outs),
        "rejected": refused.num_rows,
        "provisional": written.provisional,
        "lines_without_visit": bills.without_visit if bills else 0,
        "sums_fen": written.sums,
        "reasons": _reasons(refused),
    }


def _reasons(refused: pa.Table) -> dict[str, int]:
    """Count the rejects by code and field."""
    if not refused.num_rows:
        return {}
    names = [pc.cast(refused[name], pa.string()) for name in ("reject_code", "reject_field")]
    return dict(Counter(pc.binary_join_element_wise(*names, " ").to_pylist()))

"""Settle a part and store it: rejects, settlements, and last its entry, each file whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yibao.benefit.files.lines import LineStaging
from yibao.benefit.files.staging import Staging
from yibao.benefit.runs.asked import Asked
from yibao.benefit.runs.manifest import Manifest, entry_path
from yibao.benefit.runs.outcome import BILL, paid_by_field, settlements, written
from yibao.benefit.runs.part import PartResult, settle_part
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

    def settle(self, part: int, staged: pa.Table, lines: pa.Table | None) -> None:
        """Settle the staged rows of a part and store what came of them."""
        result = settle_part(staged, self.staging, self.plan, lines)
        year = self.manifest.year
        refused = rejects(result, self.plan, self.staging, self.lines, year)
        out = settlements(result, self.plan, self.manifest.columns, self.manifest.money, year)
        folder = self.asked.out
        (folder / "_parts").mkdir(exist_ok=True)
        reject_path = folder / "_rejects" / f"part-{part:05d}.parquet"
        if refused.num_rows:
            reject_path.parent.mkdir(exist_ok=True)
            write_table(reject_path, refused)
        else:
            reject_path.unlink(missing_ok=True)
        write_table(folder / f"part-{part:05d}.parquet", out)
        write_json(entry_path(folder, part), self._entry(result, refused, out.num_rows, year))

    def _entry(
        self, result: PartResult, refused: pa.Table, settled: int, year: int | None
    ) -> dict[str, Any]:
        """Return what the manifest sums up of this part."""
        rows = written(result, year)
        outs, paid = result.batch.outs, result.batch.paid
        if not rows.all():
            outs, paid = outs[rows], paid[rows]
        whole = outs.sum(axis=0)
        sums = {name: int(whole[column]) for name, column in BILL.items()}
        by_field = paid_by_field(self.plan, outs, paid)
        sums |= {name: int(amounts.sum()) for name, amounts in by_field.items()}
        return {
            "settled": settled,
            "rejected": refused.num_rows,
            "provisional": int(np.count_nonzero(result.provisional & rows)),
            "lines_without_visit": result.bills.without_visit if result.bills else 0,
            "sums_fen": sums,
            "reasons": _reasons(refused),
        }


def _reasons(refused: pa.Table) -> dict[str, int]:
    """Count the rejects by code and field."""
    if not refused.num_rows:
        return {}
    names = [pc.cast(refused[name], pa.string()) for name in ("reject_code", "reject_field")]
    return dict(Counter(pc.binary_join_element_wise(*names, " ").to_pylist()))

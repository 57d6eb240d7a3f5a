"""Every table of a report, in order; made once, used by page, workbook and files (全部表格)."""

from __future__ import annotations

from dataclasses import dataclass

from yibao.benefit.whatif.compare import Comparison
from yibao.benefit.whatif.groups import GROUPINGS
from yibao.benefit.whatif.report import (
    burden_tables,
    equity_tables,
    group_tables,
    law_tables,
    other_tables,
)
from yibao.benefit.whatif.report.table import Table
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a report, by key."""

    by_key: dict[str, Table]

    def __getitem__(self, key: str) -> Table:
        return self.by_key[key]

    def of(self, *keys: str) -> list[Table]:
        """Return those of the tables named that there are and that have rows."""
        found = (self.by_key.get(key) for key in keys)
        return [table for table in found if table is not None and table.rows]


def tables_of(comparison: Comparison) -> Tables:
    """Make every table."""
    made = [
        group_tables.total_table(comparison),
        law_tables.change_table(comparison),
        other_tables.fund_table(comparison),
        other_tables.layer_table(comparison),
        *(
            group_tables.group_table(comparison, one.name)
            for one in GROUPINGS
            if one.name in comparison.groups
        ),
        group_tables.change_table(comparison),
        group_tables.winners_table(comparison),
        group_tables.sizes_table(comparison),
        *other_tables.extreme_tables(comparison),
        equity_tables.index_table(comparison),
        burden_tables.heavy_table(comparison),
        burden_tables.gap_table(comparison),
        equity_tables.concentration_table(comparison),
        equity_tables.lorenz_table(comparison),
        other_tables.refused_table(comparison),
        other_tables.refused_visits_table(comparison),
        law_tables.sources_table(comparison),
    ]
    return Tables({table.key: table for table in made if table is not None})


def not_given(comparison: Comparison) -> Text | None:
    """Name the groupings that no column gives; None where all are there."""
    missing = [one.label for one in GROUPINGS if one.name not in comparison.groups]
    if not missing:
        return None
    return Text(
        f"文件没有给出：{'、'.join(one.zh for one in missing)}。",
        f"Not given in the files: {', '.join(one.en for one in missing)}.",
    )

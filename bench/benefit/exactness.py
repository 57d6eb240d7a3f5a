"""Compare two settlements of the same visits, to the fen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

COLUMNS = ("hifp_pay_fen", "hifmi_pay_fen", "psn_part_amt_fen")
DIFFERS = " OR ".join(f"e.{name} IS DISTINCT FROM g.{name}" for name in COLUMNS)
FEN = " + ".join(f"abs(e.{name} - coalesce(g.{name}, 0))" for name in COLUMNS)


@dataclass(frozen=True, slots=True)
class Difference:
    """In how many visits two settlements differ, and by how much in all."""

    visits: int = 0
    fen: int = 0

    def __add__(self, other: Difference) -> Difference:
        return Difference(self.visits + other.visits, self.fen + other.fen)


def difference(expected: Path, given: Path) -> Difference:
    """Look up every visit of one settlement in the other; what is missing there differs too."""
    return Difference(
        *_row(
            f"SELECT count(*) FILTER ({DIFFERS}), coalesce(sum({FEN}), 0)::BIGINT "
            "FROM read_parquet($expected) e LEFT JOIN read_parquet($given) g USING (setl_id)",
            expected=_files(expected),
            given=_files(given),
        )
    )


def rows(settlement: Path) -> int:
    """Count the rows of a settlement."""
    return _row("SELECT count(*) FROM read_parquet($files)", files=_files(settlement))[0]


def _row(query: str, **values: str) -> tuple[int, ...]:
    with duckdb.connect() as connection:
        row = connection.execute(query, values).fetchone()
    assert row is not None
    return row


def _files(settlement: Path) -> str:
    return str(settlement / "*.parquet" if settlement.is_dir() else settlement)

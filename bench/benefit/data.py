"""Invent a year of in-patient stays and write it as one Parquet file, the same for the same seed.

Nothing here is from any real place. The rows come in no order: not by person, not by time.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

Int = npt.NDArray[np.int64]

SEED = 20_231_231
VISITS = 10_000_000
VISITS_PER_PERSON = 5
"""On average: persons are drawn for visits, so that some have none and some have fifteen."""
ROWS_PER_GROUP = 500_000

LEVELS = ("3", "5", "8")
"""National codes: tertiary, secondary, primary."""
SHARES = (0.4, 0.4, 0.2)
MEDIANS_FEN = (1_200_000, 600_000, 250_000)
SPREAD = 1.0

FIRST_DAY = np.datetime64("2023-01-01", "us")
DAYS, SECONDS_OF_A_DAY = 365, 86_400
SHARE_WITHOUT_HOUR = 0.2
"""Hospitals that say only the day: midnight, so that two visits of a person can fall together."""

SCHEMA = pa.schema(
    [
        ("setl_id", pa.int64()),
        ("psn_no", pa.int64()),
        ("insutype", pa.string()),
        ("med_type", pa.string()),
        ("hosp_lv", pa.string()),
        ("setl_time", pa.timestamp("us")),
        ("inscp_scp_amt_fen", pa.int64()),
    ]
)


def write(path: Path, visits: int = VISITS, seed: int = SEED) -> None:
    """Write so many visits, one row group at a time."""
    with pq.ParquetWriter(path, SCHEMA) as writer:
        for begin in range(0, visits, ROWS_PER_GROUP):
            rows = np.arange(begin, min(begin + ROWS_PER_GROUP, visits))
            writer.write_table(_group(rows, visits, seed), row_group_size=ROWS_PER_GROUP)


def _group(rows: Int, visits: int, seed: int) -> pa.Table:
    draw = np.random.default_rng([seed, int(rows[0])])
    level = draw.choice(len(LEVELS), len(rows), p=SHARES)
    persons = max(1, visits // VISITS_PER_PERSON)
    return pa.table(
        {
            "setl_id": _identifiers(rows, visits),
            "psn_no": draw.integers(1, persons + 1, len(rows)),
            "insutype": np.full(len(rows), "390"),
            "med_type": np.full(len(rows), "21"),
            "hosp_lv": np.array(LEVELS)[level],
            "setl_time": _times(len(rows), draw),
            "inscp_scp_amt_fen": _costs(level, draw),
        },
        schema=SCHEMA,
    )


def _identifiers(rows: Int, visits: int) -> Int:
    """Number the rows from 1, each once, in an order that looks like none."""
    step = int(visits * 0.618)
    while np.gcd(step, visits) != 1:
        step += 1
    return (rows * step + visits // 3) % visits + 1


def _times(count: int, draw: np.random.Generator) -> npt.NDArray[np.datetime64]:
    day = draw.integers(0, DAYS, count)
    second = draw.integers(0, SECONDS_OF_A_DAY, count)
    second[draw.random(count) < SHARE_WITHOUT_HOUR] = 0
    return FIRST_DAY + (day * SECONDS_OF_A_DAY + second).astype("timedelta64[s]")


def _costs(level: Int, draw: np.random.Generator) -> Int:
    spread = draw.lognormal(0.0, SPREAD, len(level))
    return (np.array(MEDIANS_FEN)[level] * spread).astype(np.int64)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))

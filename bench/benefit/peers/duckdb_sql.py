"""DuckDB: one SQL statement from file to file, all money in whole fen.

Two window passes. No third is needed for catastrophic insurance: what a person has borne so far is
the running cost less the running pay of the basic layer, and that is the capped running sum.
Persons and numbers of visits are narrowed to 32 bits, which makes the keys to sort by shorter; a
greater number fails the run.
"""

from __future__ import annotations

import sys

import duckdb
from law import (
    BASIC_BANDS,
    BASIC_CAP,
    CATASTROPHIC_BANDS,
    CATASTROPHIC_DEDUCTIBLE,
    CODES,
    DEDUCTIBLES,
    steps,
)


def pay(bands: tuple[tuple[int, int], ...], begin: str, end: str) -> str:
    """Write what bands pay from begin to end, rounded half up to the fen."""
    terms = [
        f"{percent} * (greatest({end}, {over}) - greatest({begin}, {over}))"
        for over, percent in steps(bands)
    ]
    return f"(({' + '.join(terms)} + 50) // 100)"


LEVELS = ", ".join(
    str((code, *DEDUCTIBLES[name])) for name, codes in CODES.items() for code in codes
)
SETTLE = f"""
WITH
level(hosp_lv, first, second, later) AS (VALUES {LEVELS}),
visit AS (
    SELECT setl_id::INTEGER AS setl_id, psn_no::INTEGER AS psn_no, setl_time,
           inscp_scp_amt_fen::INTEGER AS cost,
           first::INTEGER AS first, second::INTEGER AS second, later::INTEGER AS later
    FROM read_parquet($source) JOIN level USING (hosp_lv)
),
numbered AS (
    SELECT *, row_number() OVER (PARTITION BY psn_no ORDER BY setl_time, setl_id) AS ordinal
    FROM visit
),
deducted AS (
    SELECT setl_id, psn_no, setl_time, cost::BIGINT AS cost,
           least(cost, CASE ordinal WHEN 1 THEN first WHEN 2 THEN second ELSE later END)::BIGINT
           AS deductible
    FROM numbered
),
uncapped AS (
    SELECT setl_id, psn_no, setl_time, cost::INTEGER AS cost,
           {pay(BASIC_BANDS, "deductible", "cost")}::INTEGER AS uncapped
    FROM deducted
),
summed AS (
    SELECT setl_id, cost, uncapped,
           (sum(cost) OVER running)::BIGINT AS cost_so_far,
           (sum(uncapped) OVER running)::BIGINT AS uncapped_so_far
    FROM uncapped
    WINDOW running AS (
        PARTITION BY psn_no ORDER BY setl_time, setl_id ROWS UNBOUNDED PRECEDING
    )
),
basic AS (
    SELECT setl_id, cost,
           least(uncapped_so_far, {BASIC_CAP})
           - least(uncapped_so_far - uncapped, {BASIC_CAP}) AS basic,
           cost_so_far - least(uncapped_so_far, {BASIC_CAP}) AS own_so_far
    FROM summed
),
borne AS (
    SELECT setl_id, cost, basic,
           greatest(own_so_far - (cost - basic), {CATASTROPHIC_DEDUCTIBLE}) AS own_before,
           greatest(own_so_far, {CATASTROPHIC_DEDUCTIBLE}) AS own_after
    FROM basic
),
settled AS (
    SELECT setl_id, cost, basic,
           {pay(CATASTROPHIC_BANDS, "own_before", "own_after")} AS catastrophic
    FROM borne
)
SELECT setl_id::BIGINT AS setl_id, basic AS hifp_pay_fen, catastrophic AS hifmi_pay_fen,
       cost - basic - catastrophic AS psn_part_amt_fen
FROM settled
"""


def settle(source: str, target: str, threads: int) -> None:
    """Settle all visits of a file."""
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {threads}; SET preserve_insertion_order = false")
        connection.execute(
            f"COPY ({SETTLE}) TO '{target}' (FORMAT parquet, PARQUET_VERSION v2)",
            {"source": source},
        )


if __name__ == "__main__":
    settle(sys.argv[1], sys.argv[2], int(sys.argv[3]))

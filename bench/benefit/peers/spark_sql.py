"""Spark SQL on one machine: one exchange by person, one sort, two windows over it.

The windows share order and partition, so that Spark sorts once. No third is needed for catastrophic
insurance: what a person has borne so far is the running cost less the capped running pay of the
basic layer. All money is whole fen.
"""

from __future__ import annotations

import sys

from law import (
    BASIC_BANDS,
    BASIC_CAP,
    CATASTROPHIC_BANDS,
    CATASTROPHIC_DEDUCTIBLE,
    CODES,
    DEDUCTIBLES,
    steps,
)
from pyspark.sql import SparkSession

SETTINGS = {
    "spark.driver.memory": "8g",
    "spark.driver.extraJavaOptions": "-XX:+UseParallelGC",
    "spark.sql.shuffle.partitions": "4",
    "spark.shuffle.compress": "false",  # Nothing is sent over a network.
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


def pay(bands: tuple[tuple[int, int], ...], begin: str, end: str) -> str:
    """Write what bands pay from begin to end, rounded half up to the fen."""
    terms = [
        f"{percent} * (greatest({end}, {over}) - greatest({begin}, {over}))"
        for over, percent in steps(bands)
    ]
    return f"(({' + '.join(terms)} + 50) div 100)"


def by_class(place: int) -> str:
    """Write the deductible of the first, second or later admission by the hospital's class."""
    cases = [f"WHEN '{name}' THEN {row[place]}L" for name, row in DEDUCTIBLES.items()]
    return f"CASE class {' '.join(cases)} END"


CLASS = " ".join(
    f"WHEN hosp_lv IN ({', '.join(map(repr, codes))}) THEN '{name}'"
    for name, codes in CODES.items()
)
SETTLE = f"""
WITH
visit AS (
    SELECT setl_id, psn_no, setl_time, inscp_scp_amt_fen AS cost, CASE {CLASS} END AS class
    FROM source
),
numbered AS (
    SELECT *, row_number() OVER running AS ordinal, sum(cost) OVER running AS cost_so_far
    FROM visit
    WINDOW running AS (PARTITION BY psn_no ORDER BY setl_time, setl_id
                       ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
),
deducted AS (
    SELECT setl_id, psn_no, setl_time, cost, cost_so_far,
           least(cost, CASE ordinal WHEN 1 THEN {by_class(0)} WHEN 2 THEN {by_class(1)}
                       ELSE {by_class(2)} END) AS deductible
    FROM numbered
),
uncapped AS (
    SELECT setl_id, psn_no, setl_time, cost, cost_so_far,
           {pay(BASIC_BANDS, "deductible", "cost")} AS uncapped
    FROM deducted
),
summed AS (
    SELECT *, sum(uncapped) OVER running AS uncapped_so_far
    FROM uncapped
    WINDOW running AS (PARTITION BY psn_no ORDER BY setl_time, setl_id
                       ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
),
basic AS (
    SELECT setl_id, cost,
           least(uncapped_so_far, {BASIC_CAP}L)
           - least(uncapped_so_far - uncapped, {BASIC_CAP}L) AS basic,
           cost_so_far - least(uncapped_so_far, {BASIC_CAP}L) AS own_so_far
    FROM summed
),
borne AS (
    SELECT setl_id, cost, basic,
           greatest(own_so_far - (cost - basic), {CATASTROPHIC_DEDUCTIBLE}L) AS own_before,
           greatest(own_so_far, {CATASTROPHIC_DEDUCTIBLE}L) AS own_after
    FROM basic
),
settled AS (
    SELECT setl_id, cost, basic,
           {pay(CATASTROPHIC_BANDS, "own_before", "own_after")} AS catastrophic
    FROM borne
)
SELECT setl_id, basic AS hifp_pay_fen, catastrophic AS hifmi_pay_fen,
       cost - basic - catastrophic AS psn_part_amt_fen
FROM settled
"""


def settle(source: str, target: str, threads: int) -> None:
    """Settle all visits of a file; the target becomes a folder."""
    builder = SparkSession.builder.master(f"local[{threads}]")
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.read.parquet(source).createOrReplaceTempView("source")
    session.sql(SETTLE).write.mode("overwrite").parquet(target)
    gateway = session.sparkContext._gateway
    assert gateway is not None
    session.stop()
    # Python would not wait for the JVM, and its time would not be counted.
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()


if __name__ == "__main__":
    settle(sys.argv[1], sys.argv[2], int(sys.argv[3]))

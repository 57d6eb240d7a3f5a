"""Polars: sort once, then whole columns; no grouping.

Once the visits of each person stand together and in order, a running sum of a person is the running
sum of the whole column less what it was before the person's first visit. That, on the in-memory
engine, is much quicker than `over` or the streaming engine. All money is whole fen. What has to be
sorted is narrowed to 32 bits; a greater number fails the run.
"""

from __future__ import annotations

import os
import sys

os.environ["POLARS_MAX_THREADS"] = sys.argv[3]

import polars as pl
from law import (
    BASIC_BANDS,
    BASIC_CAP,
    CATASTROPHIC_BANDS,
    CATASTROPHIC_DEDUCTIBLE,
    DEDUCTIBLES,
    PLACE_OF_CODE,
    steps,
)
from polars import col


def settle(source: str, target: str) -> None:
    """Settle all visits of a file."""
    visits = pl.scan_parquet(source).select(
        col("setl_id", "psn_no").cast(pl.Int32),
        "setl_time",
        col("inscp_scp_amt_fen").cast(pl.Int32).alias("cost"),
        col("hosp_lv").replace_strict(PLACE_OF_CODE, return_dtype=pl.Int8).alias("class"),
    )
    ordered = visits.sort("psn_no", "setl_time", "setl_id")
    settled = catastrophic(basic(ordered)).select(
        col("setl_id").cast(pl.Int64),
        col("basic").alias("hifp_pay_fen"),
        col("catastrophic").alias("hifmi_pay_fen"),
        (col("cost") - col("basic") - col("catastrophic")).alias("psn_part_amt_fen"),
    )
    settled.collect(engine="in-memory").write_parquet(target, compression="snappy")


def basic(ordered: pl.LazyFrame) -> pl.LazyFrame:
    """Add what the basic layer pays, and what the person has borne so far."""
    deductible = (
        pl.when(col("is_first"))
        .then(by_class(0))
        .when(~same_person_as_back(2))
        .then(by_class(1))
        .otherwise(by_class(2))
    )
    cost = col("cost").cast(pl.Int64)
    uncapped = pay(BASIC_BANDS, pl.min_horizontal(deductible, cost), cost)
    before, after = col("uncapped_so_far") - col("uncapped"), col("uncapped_so_far")
    return (
        ordered.with_columns(is_first=~same_person_as_back(1))
        .select("setl_id", "is_first", cost=cost, uncapped=uncapped)
        .with_columns(cost_so_far=so_far("cost"), uncapped_so_far=so_far("uncapped"))
        .select(
            "setl_id",
            "cost",
            basic=after.clip(upper_bound=BASIC_CAP) - before.clip(upper_bound=BASIC_CAP),
            own_so_far=col("cost_so_far") - after.clip(upper_bound=BASIC_CAP),
        )
    )


def catastrophic(paid: pl.LazyFrame) -> pl.LazyFrame:
    """Add what catastrophic insurance pays."""
    before = col("own_so_far") - (col("cost") - col("basic"))
    begin = before.clip(lower_bound=CATASTROPHIC_DEDUCTIBLE)
    end = col("own_so_far").clip(lower_bound=CATASTROPHIC_DEDUCTIBLE)
    return paid.with_columns(catastrophic=pay(CATASTROPHIC_BANDS, begin, end))


def same_person_as_back(rows: int) -> pl.Expr:
    """Say whether so many rows back stands the same person."""
    return col("psn_no").eq_missing(col("psn_no").shift(rows))


def by_class(place: int) -> pl.Expr:
    """Look up the deductible of the first, second or later admission."""
    first, second, third = (pl.lit(row[place], dtype=pl.Int64) for row in DEDUCTIBLES.values())
    rest = pl.when(col("class") == 1).then(second).otherwise(third)
    return pl.when(col("class") == 0).then(first).otherwise(rest)


def so_far(name: str) -> pl.Expr:
    """Sum a column over the person's visits up to this one."""
    running = col(name).cum_sum()
    return running - pl.when("is_first").then(running - col(name)).forward_fill()


def pay(bands: tuple[tuple[int, int], ...], begin: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Work out what bands pay from begin to end, rounded half up to the fen."""
    hundredths = pl.sum_horizontal(
        percent * (end.clip(lower_bound=over) - begin.clip(lower_bound=over))
        for over, percent in steps(bands)
    )
    return (hundredths + 50) // 100


if __name__ == "__main__":
    settle(sys.argv[1], sys.argv[2])

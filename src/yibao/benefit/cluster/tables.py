"""Read the files of a run into Spark and put what belongs to a claim into its row (读取与拼接)."""

from __future__ import annotations

from pathlib import Path

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f
from pyspark.sql import types as t

from yibao.benefit.cluster.piece import LINES, PERSONS

BROKEN = "_broken_line"
"""Column that holds a line of a CSV file that could not be cut into columns."""


def read_table(spark: SparkSession, path: Path) -> DataFrame:
    """Read a Parquet file or folder, or a CSV file, whose columns are then all text."""
    if path.is_dir() or path.suffix in (".parquet", ".pq"):
        return spark.read.parquet(str(path))
    separator = "\t" if path.suffix == ".tsv" else ","
    reader = spark.read.option("header", True).option("sep", separator)
    heading = reader.csv(str(path)).columns
    schema = t.StructType([t.StructField(name, t.StringType()) for name in (*heading, BROKEN)])
    return (
        reader.schema(schema)
        .option("columnNameOfCorruptRecord", BROKEN)
        .option("enforceSchema", False)
        .csv(str(path))
        .cache()
    )


def whole_lines(table: DataFrame) -> DataFrame:
    """Return the rows that could be read."""
    if BROKEN not in table.columns:
        return table
    return table.filter(f.col(BROKEN).isNull()).drop(BROKEN)


def broken_lines(table: DataFrame) -> int:
    """Count the rows that could not be read."""
    if BROKEN not in table.columns:
        return 0
    return int(table.filter(f.col(BROKEN).isNotNull()).count())


def with_corrections(claims: DataFrame, correction: DataFrame) -> DataFrame:
    """Return the claims with the rows of a correction in place of those with their `setl_id`."""
    kinds = {field.name: field.dataType for field in claims.schema.fields}
    rows = correction.select(
        *(
            (
                f.col(name).try_cast(kind) if name in correction.columns else f.lit(None).cast(kind)
            ).alias(name)
            for name, kind in kinds.items()
        )
    )
    replaced = rows.select(f.col("setl_id")).distinct()
    return claims.join(replaced, "setl_id", "left_anti").select(*kinds).unionByName(rows)


def nested(claims: DataFrame, persons: DataFrame | None, lines: DataFrame | None) -> DataFrame:
    """Put the rows of each person, and the lines of each claim, into the claim."""
    whole = claims
    if persons is not None:
        whole = _joined(whole, persons, ["psn_no"], PERSONS)
    if lines is not None:
        keys = [name for name in ("setl_id", "psn_no") if name in lines.columns]
        whole = _joined(whole, lines, keys, LINES)
    return whole


def _joined(claims: DataFrame, others: DataFrame, keys: list[str], name: str) -> DataFrame:
    """Gather the rows of another table by key into one column of lists."""
    gathered = others.groupBy(*(f.col(key).alias(f"key_{key}") for key in keys)).agg(
        f.collect_list(f.struct(*(f.col(column) for column in others.columns))).alias(name)
    )
    same = [claims[key] == gathered[f"key_{key}"] for key in keys]
    return claims.join(gathered, same, "left").drop(*(f"key_{key}" for key in keys))


def lines_without_visit(claims: DataFrame, lines: DataFrame | None) -> int:
    """Count the lines that have no claim."""
    if lines is None:
        return 0
    keys = [name for name in ("setl_id", "psn_no") if name in lines.columns]
    return int(lines.join(claims.select(*keys).distinct(), keys, "left_anti").count())

"""Read the files of a run into Spark and put what belongs to a claim into its row (读取与拼接)."""

from __future__ import annotations

from pathlib import Path

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as f
from pyspark.sql import types as t

from yibao.benefit.cluster.piece import LINES, PERSONS
from yibao.benefit.files.source import csv_heading
from yibao.benefit.runs.mended_rows import KEYS

BROKEN = "_broken_line"
"""Column that holds a line of a CSV file that could not be cut into columns."""


def read_table(spark: SparkSession, path: Path) -> DataFrame:
    """Read a Parquet file or folder, or a CSV file, whose columns are then all text."""
    if path.is_dir() or path.suffix in (".parquet", ".pq"):
        return spark.read.parquet(str(path))
    delimiter, heading = csv_heading(path)
    schema = t.StructType([t.StructField(name, t.StringType()) for name in (*heading, BROKEN)])
    return (
        spark.read.option("header", True)
        .option("sep", delimiter)
        .option("escape", '"')
        .option("columnNameOfCorruptRecord", BROKEN)
        .schema(schema)
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
    """Return the claims with the rows of a correction in place of those with their `setl_id`.

    Keys keep their type; another column whose types differ is text in both, to be read as text is.
    """
    kinds = {field.name: field.dataType for field in claims.schema.fields}
    given = {field.name: field.dataType for field in correction.schema.fields}
    types = {
        name: kind if name in KEYS or given.get(name, kind) == kind else t.StringType()
        for name, kind in kinds.items()
    }
    old = claims.select(*(_column(claims, name, kind) for name, kind in types.items()))
    new = correction.select(*(_column(correction, name, kind) for name, kind in types.items()))
    return old.join(new.select("setl_id").distinct(), "setl_id", "left_anti").unionByName(new)


def _column(table: DataFrame, name: str, kind: t.DataType) -> Column:
    """Return a column as it is laid together; what only one file has is empty in the other."""
    if name not in table.columns:
        return f.lit(None).cast(kind).alias(name)
    given = table.schema[name].dataType
    if isinstance(given, t.ArrayType) and isinstance(kind, t.StringType):
        return f.array_join(f.col(name), ";").alias(name)
    return (f.col(name) if given == kind else f.col(name).try_cast(kind)).alias(name)


def with_persons(lines: DataFrame, claims: DataFrame) -> DataFrame:
    """Give lines without a person's number the person of their settlement, if it is one's alone."""
    if "psn_no" in lines.columns:
        return lines
    owners = claims.groupBy("setl_id").agg(
        f.min("psn_no").alias("psn_no"), f.count_distinct("psn_no").alias("persons")
    )
    alone = owners.filter(f.col("persons") == 1).drop("persons")
    return lines.join(alone, "setl_id", "left")


def nested(claims: DataFrame, persons: DataFrame | None, lines: DataFrame | None) -> DataFrame:
    """Put the rows of each person, and the lines of each claim, into the claim."""
    whole = claims
    if persons is not None:
        whole = _joined(whole, persons, ["psn_no"], PERSONS)
    if lines is not None:
        whole = _joined(whole, lines, list(KEYS), LINES)
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
    known = claims.select(*KEYS).distinct()
    return int(lines.join(known, list(KEYS), "left_anti").count())

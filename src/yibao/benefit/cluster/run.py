"""Settle a region's claims on Spark (docs/algorithms/bulk.md §8).

Spark reads, joins, shuffles and sorts; `Piecework` settles. PySpark comes with `yibao[spark]`.
All files lie where every worker finds them under the same name.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from shutil import rmtree
from typing import Any

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from yibao.benefit.cluster import tables
from yibao.benefit.cluster.piece import Piecework
from yibao.benefit.runs.asked import Asked, Finished
from yibao.benefit.runs.identity import clear, manifest_of, parts_for, refuse_another
from yibao.benefit.runs.manifest import Manifest, finished_totals, read_manifest, write_manifest
from yibao.benefit.runs.outcome import KEYS
from yibao.benefit.runs.plan_of import plan_of
from yibao.benefit.runs.rejects import COLUMNS
from yibao.benefit.runs.sources import connect, open_sources

MONEY = "DECIMAL(16, 2)"


def settle_on_spark(asked: Asked, spark: SparkSession) -> Finished:
    """Settle a region's claims on a cluster; the outcome is that of `settle_files`.

    Raises:
        InvalidInput: a file cannot be used, or the folder holds another run.
        PolicyError: the law cannot be read.

    """
    plan = plan_of(asked)
    asked.out.mkdir(parents=True, exist_ok=True)
    manifest = replace(manifest_of(asked, plan, 0), engine="spark")
    _check_headings(asked)
    found = None if asked.fresh else read_manifest(asked.out)
    refuse_another(asked, found, manifest)
    before = finished_totals(asked.out) if found == manifest else None
    if before is not None:
        return _as_before(asked, before)
    clear(asked.out)
    write_manifest(asked.out, manifest)
    finished = _run(asked, Piecework.of(plan, asked), manifest, spark)
    write_manifest(asked.out, manifest, finished.as_totals())
    return finished


def _check_headings(asked: Asked) -> None:
    """Refuse files that lack a column before the cluster begins to work."""
    connection = connect(1, asked.memory, asked.out / "_staging")
    try:
        open_sources(asked, connection)
    finally:
        connection.close()


def _as_before(asked: Asked, totals: dict[str, Any]) -> Finished:
    """Return what a run that is finished already came to."""
    sums = totals.pop("sums_fen")
    rejects = _rejects_path(asked.out) if totals["rejected"] else None
    return Finished(
        out=asked.out, parts=1, parts_done_before=1, sums=sums, rejects=rejects, **totals
    )


def _run(asked: Asked, work: Piecework, manifest: Manifest, spark: SparkSession) -> Finished:
    read = [tables.read_table(spark, path) for path in (asked.claims, *asked.mended)]
    claims = tables.whole_lines(read[0])
    for correction in read[1:]:
        claims = tables.with_corrections(claims, tables.whole_lines(correction))
    persons = _other(spark, asked.persons)
    lines = _other(spark, asked.lines)
    if lines is not None:
        lines = tables.with_persons(lines, claims)
    parts = asked.parts or parts_for(claims.count())
    settled = _settled(tables.nested(claims, persons, lines), claims, work, parts)
    settled = settled.persist(StorageLevel.MEMORY_AND_DISK)
    try:
        _write_settlements(settled, asked, manifest)
        rejects = _write_rejects(settled, claims, _rejects_path(asked.out))
        return Finished(
            out=asked.out,
            **_counts(settled, work),
            lines_without_visit=tables.lines_without_visit(claims, lines),
            unreadable=sum(tables.broken_lines(table) for table in read),
            parts=settled.rdd.getNumPartitions(),
            parts_done_before=0,
            reasons=_reasons(settled),
            rejects=rejects,
        )
    finally:
        settled.unpersist()


def _other(spark: SparkSession, path: Path | None) -> DataFrame | None:
    return None if path is None else tables.whole_lines(tables.read_table(spark, path))


def _settled(whole: DataFrame, claims: DataFrame, work: Piecework, parts: int) -> DataFrame:
    """Bring each person's claims together, sort them, and settle them where they lie."""
    kinds = {field.name: field.dataType.simpleString() for field in claims.schema.fields}
    fixed = {"insutype": "STRING", "year": "SMALLINT", "provisional": "BOOLEAN"}
    words = dict.fromkeys(COLUMNS, "STRING")
    known = {"setl_id": kinds["setl_id"], "psn_no": kinds["psn_no"], **fixed, **words}
    schema = ", ".join(f"{name} {known.get(name, MONEY)}" for name in work.names)
    together = whole.repartition(parts, "psn_no")
    return together.sortWithinPartitions("psn_no").mapInArrow(work.settle_all, schema)


def _write_settlements(settled: DataFrame, asked: Asked, manifest: Manifest) -> None:
    shown = [
        f.col(name) if name in KEYS or asked.money == "yuan" else _in_fen(name)
        for name in manifest.columns
    ]
    done = settled.filter(f.col("reject_code").isNull()).select(*shown)
    done.write.mode("append").parquet(str(asked.out))


def _in_fen(name: str) -> Any:
    return (f.col(name) * 100).cast("BIGINT").alias(f"{name}_fen")


def _rejects_path(out: Path) -> Path:
    return out.with_name(f"{out.name.removesuffix('.parquet')}.rejects.parquet")


def _write_rejects(settled: DataFrame, claims: DataFrame, path: Path) -> Path | None:
    """Write each refused row as it came, with the reasons behind it."""
    rmtree(path, ignore_errors=True)
    refused = settled.filter(f.col("reject_code").isNotNull())
    why = refused.select(
        f.col("setl_id").alias("key_setl_id"), f.col("psn_no").alias("key_psn_no"), *COLUMNS
    ).distinct()
    if why.isEmpty():
        return None
    same = [claims[name].eqNullSafe(why[f"key_{name}"]) for name in ("setl_id", "psn_no")]
    rows = claims.join(why, same).drop("key_setl_id", "key_psn_no")
    rows.coalesce(1).write.parquet(str(path))
    return path


def _counts(settled: DataFrame, work: Piecework) -> dict[str, Any]:
    """Sum everything up in one pass."""
    done = f.col("reject_code").isNull()
    money = [name for name in work.columns if name not in KEYS]
    row = settled.agg(
        f.count_if(done).alias("settled"),
        f.count_if(~done).alias("rejected"),
        f.count_if(done & f.col("provisional")).alias("provisional"),
        *(f.sum(f.when(done, f.col(name))).alias(name) for name in money),
    ).collect()[0]
    counts = {name: int(row[name]) for name in ("settled", "rejected", "provisional")}
    sums = {name: int((row[name] or Decimal(0)) * 100) for name in money}
    return {**counts, "sums": sums}


def _reasons(settled: DataFrame) -> dict[str, int]:
    refused = settled.filter(f.col("reject_code").isNotNull())
    rows = refused.groupBy("reject_code", "reject_field").count().collect()
    rows.sort(key=lambda row: -row["count"])
    return {f"{row['reject_code']} {row['reject_field']}": int(row["count"]) for row in rows}

"""The cluster and one process come to the same settlements and refusals, to the fen."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from pyspark.sql import SparkSession

from yibao.benefit.cluster.run import settle_on_spark
from yibao.benefit.runs.asked import Asked, Finished
from yibao.benefit.runs.run import settle_files
from yibao.synthetic.region_files import Asked as Invented
from yibao.synthetic.region_files import Written, write_region
from yibao.terms.errors import InvalidInput

VISITS = 30_000


@pytest.fixture(scope="module")
def with_lines(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("lines")
    return write_region(
        folder,
        Invented("cn/61/6101", 2022, VISITS // 6, VISITS, lines_per_visit=3, seed=3, flawed=0.01),
    )


@pytest.fixture(scope="module")
def without_lines(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("claims")
    return write_region(
        folder, Invented("cn/61/6101", 2022, VISITS // 6, VISITS, seed=4, flawed=0.01)
    )


def asked_for(written: Written, out: Path) -> Asked:
    return Asked(
        claims=written.claims,
        persons=written.persons,
        lines=written.lines,
        out=out,
        region="cn/61/6101",
    )


def rows(where: str, *columns: str) -> list[tuple[object, ...]]:
    shown = ", ".join(columns) or "*"
    return duckdb.sql(f"SELECT {shown} FROM {where} ORDER BY ALL").fetchall()


def both(asked: Asked, spark: SparkSession) -> tuple[Finished, Finished]:
    local = replace(asked, out=asked.out / "local.parquet")
    cluster = replace(asked, out=asked.out / "spark.parquet", parts=4)
    return settle_files(local), settle_on_spark(cluster, spark)


def assert_same(local: Finished, cluster: Finished) -> None:
    of_local = rows(f"read_parquet('{local.out}/*.parquet')")
    of_cluster = rows(f"read_parquet('{cluster.out}/*.parquet')")
    assert of_local == of_cluster
    assert local.sums == cluster.sums
    assert local.reasons == cluster.reasons
    totals = "settled", "rejected", "provisional", "lines_without_visit", "unreadable"
    for name in totals:
        assert getattr(local, name) == getattr(cluster, name), name


def rejects_of(finished: Finished) -> str:
    assert finished.rejects is not None
    where = f"{finished.rejects}/*.parquet" if finished.rejects.is_dir() else finished.rejects
    return f"read_parquet('{where}')"


def test_with_lines_and_refusals(with_lines: Written, spark: SparkSession, tmp_path: Path) -> None:
    local, cluster = both(asked_for(with_lines, tmp_path), spark)
    assert local.settled > VISITS * 0.9
    assert local.rejected > 100
    assert local.provisional > 100
    assert_same(local, cluster)
    columns = ("setl_id", "psn_no", "reject_code", "reject_field", "reject_reason")
    assert rows(rejects_of(local), *columns) == rows(rejects_of(cluster), *columns)


def test_without_lines_from_csv(
    without_lines: Written, spark: SparkSession, tmp_path: Path
) -> None:
    claims, persons = tmp_path / "claims.csv", tmp_path / "persons.csv"
    for source, target in ((without_lines.claims, claims), (without_lines.persons, persons)):
        duckdb.sql(f"COPY (FROM '{source}') TO '{target}' (FORMAT csv, HEADER true)")
    with claims.open("a", encoding="utf-8") as stream:
        stream.write("one,two\n")
    asked = replace(asked_for(without_lines, tmp_path), claims=claims, persons=persons)
    local, cluster = both(asked, spark)
    assert local.unreadable == 1
    assert_same(local, cluster)


def test_mended_rows(without_lines: Written, spark: SparkSession, tmp_path: Path) -> None:
    asked = asked_for(without_lines, tmp_path)
    mended = tmp_path / "mended.parquet"
    flawed = f"SELECT setl_id FROM '{without_lines.claims}' WHERE hosp_lv = '1' LIMIT 500"
    duckdb.sql(
        f"COPY (SELECT * REPLACE ('5' AS hosp_lv) FROM '{without_lines.claims}' "
        f"WHERE setl_id IN ({flawed})) TO '{mended}' (FORMAT parquet)"
    )
    local, cluster = both(replace(asked, mended=(mended,)), spark)
    assert_same(local, cluster)


def test_year_money_and_columns(
    without_lines: Written, spark: SparkSession, tmp_path: Path
) -> None:
    columns = ("setl_id", "year", "hifp_pay", "psn_part_amt")
    asked = replace(asked_for(without_lines, tmp_path), year=2022, money="fen", columns=columns)
    local, cluster = both(asked, spark)
    assert_same(local, cluster)
    again = settle_on_spark(replace(asked, out=cluster.out, parts=4), spark)
    assert again.parts_done_before == 1
    with pytest.raises(InvalidInput) as refused:
        settle_on_spark(replace(asked, out=cluster.out, parts=4, year=2021), spark)
    assert refused.value.code == "another_run"

"""The comparison of settlements (bench/benefit): its data, its yardstick, and the peer in SQL."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench.benefit import data
from bench.benefit.exactness import Difference, difference, rows
from bench.benefit.measure import CommandFailedError, measure
from bench.benefit.naive import settle_some

VISITS = 20_000
SCRIPT = Path(__file__).parents[2] / "bench" / "benefit" / "peers" / "duckdb_sql.py"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("visits") / "visits.parquet"
    data.write(path, VISITS)
    return path


@pytest.fixture(scope="module")
def settled(source: Path) -> Path:
    target = source.with_name("settled.parquet")
    subprocess.run([sys.executable, str(SCRIPT), str(source), str(target), "2"], check=True)
    return target


def answer(query: str) -> tuple[Any, ...]:
    with duckdb.connect() as connection:
        return connection.execute(query).fetchall()[0]


def share(source: Path, condition: str, settled: Path | None = None) -> Any:
    joined = "" if settled is None else f"JOIN '{settled}' USING (setl_id)"
    return answer(f"SELECT avg(({condition})::INT) FROM '{source}' {joined}")[0]


def test_the_same_seed_gives_the_same_visits(source: Path, tmp_path: Path) -> None:
    again, other = tmp_path / "again.parquet", tmp_path / "other.parquet"
    data.write(again, VISITS)
    data.write(other, VISITS, seed=data.SEED + 1)
    assert again.read_bytes() == source.read_bytes()
    assert other.read_bytes() != source.read_bytes()


def test_each_visit_has_a_number_and_visits_of_a_person_can_fall_together(source: Path) -> None:
    numbers, persons, moments, days = answer(
        "SELECT count(DISTINCT setl_id), count(DISTINCT psn_no),"
        " count(DISTINCT (psn_no, setl_time)), count(DISTINCT (psn_no, setl_time::DATE))"
        f" FROM '{source}'"
    )
    assert numbers == VISITS
    assert 0.9 < persons / (VISITS / data.VISITS_PER_PERSON) < 1
    assert days < moments < VISITS


def test_the_rows_come_in_no_order(source: Path) -> None:
    rising = answer(
        "SELECT avg((psn_no > before)::INT), avg((setl_time > earlier)::INT), avg((setl_id > last)"
        "::INT) FROM (SELECT *, lag(psn_no) OVER () AS before, lag(setl_time) OVER () AS earlier,"
        f" lag(setl_id) OVER () AS last FROM '{source}')"
    )
    assert all(0.3 < part < 0.7 for part in rising)


def test_a_good_part_reaches_each_band_and_the_cap(source: Path, settled: Path) -> None:
    assert share(source, "inscp_scp_amt_fen > 1000000") > 0.3
    assert share(source, "inscp_scp_amt_fen > 3000000") > 0.08
    capped = "hifp_pay_fen < 0.6 * (inscp_scp_amt_fen - 120000)"
    assert share(source, capped, settled) > 0.05
    assert share(source, "hifmi_pay_fen > 0", settled) > 0.3
    over_30_000, over_50_000 = answer(
        "SELECT avg((own > 3000000)::INT), avg((own > 5000000)::INT) FROM"
        f" (SELECT sum(inscp_scp_amt_fen - hifp_pay_fen) AS own FROM '{source}'"
        f" JOIN '{settled}' USING (setl_id) GROUP BY psn_no)"
    )
    assert over_30_000 > 0.1
    assert over_50_000 > 0.03


def test_duckdb_settles_as_the_naive_settler_does(source: Path, settled: Path) -> None:
    naive = source.with_name("naive.parquet")
    assert settle_some(source, naive, persons=VISITS) == VISITS
    assert rows(settled) == VISITS
    assert difference(naive, settled) == Difference(0, 0)


def test_what_differs_or_is_missing_is_counted(settled: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.parquet"
    answer(
        "COPY (SELECT setl_id, hifp_pay_fen + (setl_id = 7)::INT AS hifp_pay_fen, hifmi_pay_fen,"
        f" psn_part_amt_fen - 2 * (setl_id = 7)::INT AS psn_part_amt_fen FROM '{settled}'"
        f" WHERE setl_id <> 8) TO '{other}' (FORMAT parquet)"
    )
    missing = answer(
        f"SELECT hifp_pay_fen + hifmi_pay_fen + psn_part_amt_fen FROM '{settled}' WHERE setl_id = 8"
    )[0]
    assert difference(settled, other) == Difference(visits=2, fen=1 + 2 + missing)


def test_a_process_is_measured_with_its_children(tmp_path: Path) -> None:
    child = "import time; x = bytearray(60_000_000); sum(range(5_000_000)); time.sleep(0.5)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    taken = measure([sys.executable, "-c", parent], tmp_path, {})
    assert taken.peak_mib > 60
    assert 0.05 < taken.cpu < 60


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(CommandFailedError, match="no such luck"):
        measure([sys.executable, "-c", "raise SystemExit('no such luck')"], tmp_path, {})

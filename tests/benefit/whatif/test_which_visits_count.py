"""Which visits count, whatever the parts, the memory, the order of rows and the statements."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from duckdb import connect

from whatif.cases import CASES, compared, files, question
from whatif.test_against_two_runs import same_sums, settled
from yibao.benefit.whatif import sums
from yibao.benefit.whatif.compare import compare_files
from yibao.benefit.whatif.report.gather import not_given, tables_of
from yibao.policy.changed import Change
from yibao.terms.errors import InvalidInput


@pytest.mark.parametrize("name", sorted(CASES))
@pytest.mark.parametrize("parts", [1, 16])
def test_parts_do_not_matter(name: str, parts: int):
    same_sums(compare_files(question(name, parts=parts, threads=1)), compared(name))


@pytest.mark.parametrize("name", sorted(CASES))
def test_on_disk_it_is_the_same(name: str):
    same_sums(compare_files(question(name, parts=4, memory=1)), compared(name))


def test_the_order_of_rows_does_not_matter(tmp_path: Path):
    claims = pq.read_table(files("xian") / "claims.parquet")
    backwards = claims.take(pa.array(range(len(claims) - 1, -1, -1)))
    pq.write_table(backwards, tmp_path / "claims.parquet")
    again = compare_files(question("xian", claims=tmp_path / "claims.parquet"))
    same_sums(again, compared("xian"))
    assert again.extremes == compared("xian").extremes


def test_csv_gives_the_same(tmp_path: Path):
    for name in ("claims", "persons"):
        source, to = files("xian") / f"{name}.parquet", tmp_path / f"{name}.csv"
        lists = "* REPLACE (array_to_string(filed, ';') AS filed, "
        lists += "array_to_string(category, ';') AS category, array_to_string(cover, ';') AS cover)"
        columns = lists if name == "persons" else "*"
        connect().execute(f"COPY (SELECT {columns} FROM '{source}') TO '{to}' (HEADER true)")
    paths = {name: tmp_path / f"{name}.csv" for name in ("claims", "persons")}
    same_sums(compare_files(question("xian", **paths)), compared("xian"))


def test_two_laws_that_read_other_facts_are_brought_together(tmp_path: Path):
    """Xi'an and the demonstration region need statements of their own."""
    year = CASES["xian"].year
    other = compare_files(question("xian", changes=(), against="demo"))
    a = settled("xian", "cn/61/6101", tmp_path / "a")
    b = settled("xian", "demo", tmp_path / "b")
    keys = a.keys() & b.keys()
    assert other.year == year
    total = other.total.sums[0]
    assert total[sums.VISITS] == len(keys) > 1_000
    assert total[sums.FUND_A] == sum(a[key]["fund_pay_sumamt_fen"] for key in keys)
    assert total[sums.FUND_B] == sum(b[key]["fund_pay_sumamt_fen"] for key in keys)
    counted = other.refused.counted
    by = {law: sum(n for one, n in counted.items() if one.by == law) for law in ("a", "b", "both")}
    assert by["a"] == len(b.keys() - a.keys())
    assert by["b"] == len(a.keys() - b.keys())


def test_who_is_refused_under_one_law_is_listed_and_later_visits_are_provisional():
    unknown = Change.parse("layers.resident_inpatient.pay=unknown")
    found = compare_files(question("xian", changes=(unknown,)))
    plain = compared("xian")
    only_b = [one for one in found.refused.listed if one.reason.by == "b"]
    assert len(only_b) > 50
    assert {one.reason.code for one in only_b} == {"policy_unknown"}
    assert {one.reason.field for one in only_b} == {"layers.resident_inpatient.pay"}
    assert all("支付比例" in one.reason.words.zh or "pay" in one.reason.words.zh for one in only_b)
    unsure = {
        name: dict(
            zip(one.groups["certainty"].codes.tolist(), one.groups["certainty"].sums, strict=True)
        )
        for name, one in (("found", found), ("plain", plain))
    }
    assert unsure["found"][1][sums.VISITS] > unsure["plain"][1][sums.VISITS]
    counted = int(found.total.sums[0, sums.VISITS]) + found.refused.counted.total()
    rows = len(pq.read_table(files("xian") / "claims.parquet"))
    assert counted + found.other_years == rows


def test_only_one_benefit_year_counts(tmp_path: Path):
    """Visits of the year after are folded, and change nothing of the year compared."""
    source, to = files("xian") / "claims.parquet", tmp_path / "claims.parquet"
    later = ", ".join(
        f"{day} + INTERVAL 1 YEAR AS {day}" for day in ("begndate", "enddate", "setl_time")
    )
    connect().execute(
        f"COPY (SELECT * FROM '{source}' UNION ALL BY NAME "
        f"SELECT * REPLACE ('later-' || setl_id AS setl_id, {later}) FROM "
        f"(SELECT * FROM '{source}' LIMIT 1000)) TO '{to}'"
    )
    found = compare_files(question("xian", claims=to, year=None))
    year = CASES["xian"].year
    assert found.year == year
    assert found.years.keys() == {year, year + 1}
    assert 900 < found.other_years <= 1_000
    assert found.total.sums.tolist() == compared("xian").total.sums.tolist()
    assert compare_files(question("xian", claims=to, year=year + 1)).other_years > 2_000


def test_a_year_without_visits_is_refused():
    with pytest.raises(InvalidInput) as refused:
        compare_files(question("xian", year=2019))
    assert refused.value.code == "nothing_to_compare"


def test_without_a_register_groups_that_nobody_gives_are_left_out(tmp_path: Path):
    claims = pq.read_table(files("xian") / "claims.parquet")
    status = pa.array(["working"] * len(claims))
    bare = claims.append_column("status", status).append_column("age", pa.array([40] * len(claims)))
    pq.write_table(bare, tmp_path / "claims.parquet")
    found = compare_files(question("xian", claims=tmp_path / "claims.parquet", persons=None))
    assert found.groups.keys() == {"scheme", "care", "level", "age", "bill", "certainty"}
    assert found.population is None
    said = not_given(found)
    assert said is not None
    assert "收入组" in said.zh
    assert "concentration" not in tables_of(found).by_key


def test_a_law_b_must_be_given_once():
    for more in ({"changes": ()}, {"against": "demo"}):
        with pytest.raises(InvalidInput) as refused:
            compare_files(question("xian", **more))
        assert refused.value.code == "law_b_missing"


def test_a_law_against_itself_changes_nothing():
    same = compare_files(question("xian", changes=(), against="cn/61/6101"))
    total = same.total
    assert total.sums[0, sums.FUND_A] == total.sums[0, sums.FUND_B]
    assert total.gainers[0] == total.losers[0] == 0
    assert same.extremes.gains == same.extremes.losses == ()
    assert [name.zh for name in same.laws.names] == ["西安市（cn/61/6101）"] * 2

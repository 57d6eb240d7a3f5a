"""What is refused, what becomes provisional by it, and the file that goes back to be mended."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from runs.comparison import run, settlements
from runs.drawn import Row
from runs.few import TEXT, claim, day, settle_few, written
from runs.forms import Files
from runs.laws import Law, own_law
from runs.reading import rows_of
from yibao.benefit.runs.asked import Finished


@pytest.fixture
def law(tmp_path: Path) -> Law:
    return own_law(tmp_path)


WORKER = {"insutype": "310", "status": "working"}
YEARS_ROUND = [
    claim("early", "2024-01-01"),
    claim("late", "2024-09-01"),
    claim("next year", "2025-02-01"),
    claim("last year", "2023-05-01"),
    claim("worker", "2024-09-01", **WORKER),
    claim("other", "2024-09-01", psn_no="P2"),
]


def provisional(finished: Finished) -> set[str]:
    return {row["setl_id"] for row in settlements(finished.out) if row["provisional"]}


@pytest.mark.parametrize(
    ("wrong", "wanted"),
    [
        ({"level": "palace"}, {"late", "next year"}),
        ({"inscp_scp_amt": "-1"}, {"late", "next year"}),
        ({"med_type": "51"}, {"late", "next year"}),
        # Of what scheme it is, is not known.
        ({"insutype": "999"}, {"early", "late", "next year", "last year", "worker"}),
        ({"insutype": ""}, {"early", "late", "next year", "last year", "worker"}),
        # When it counts, is not known.
        ({"setl_time": "?"}, {"early", "late", "next year", "last year"}),
        ({"enddate": "?"}, {"early", "late", "next year", "last year"}),
        ({"begndate": "?"}, {"early", "late", "next year", "last year"}),
        # Whose it is, is not known: nobody's visits wait for it.
        ({"psn_no": ""}, set()),
        ({"setl_id": ""}, {"late", "next year"}),
        ({"psn_no": "P3"}, set()),
    ],
)
def test_what_a_refused_visit_makes_provisional(
    wrong: Row, wanted: set[str], law: Law, tmp_path: Path
) -> None:
    bad = claim("bad", "2024-06-01") | {"begndate": "2024-05-30", "enddate": "2024-06-01"} | wrong
    register = [{"psn_no": person} for person in ("P1", "P2")]
    rows = [*YEARS_ROUND, bad]
    finished = settle_few(law, tmp_path, rows, persons=register, form=TEXT)
    assert (finished.settled, finished.rejected) == (6, 1)
    assert provisional(finished) == wanted
    assert finished.provisional == len(wanted)


def test_two_rows_of_one_number_are_both_refused(law: Law, tmp_path: Path) -> None:
    rows = [
        claim("A", "2024-02-01"),
        claim("A", "2024-04-01", "-5"),
        claim("A", "2024-03-01", psn_no="P2"),
        claim("B", "2024-03-01"),
    ]
    finished = settle_few(law, tmp_path, rows, form=TEXT)
    # Both rows have the one reason, though another thing is wrong with the second too.
    assert finished.reasons == {"duplicate_setl_id setl_id": 2}
    assert len(rows_of(finished.rejects)) == 2
    assert provisional(finished) == {"B"}


def test_a_refused_visit_uses_up_nothing(law: Law, tmp_path: Path) -> None:
    rows = [claim("A", "2024-02-01", level="palace"), claim("B", "2024-03-01")]
    # It is as if A had not been: B is the first stay, (1000 − 200) × 60 %.
    finished = settle_few(law, tmp_path, rows)
    assert finished.sums["fund_pay_sumamt"] == 48_000


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_rejects_are_the_rows_as_they_came(form: str, law: Law, tmp_path: Path) -> None:
    rows = [
        {**claim(f"S{n}", "2024-02-01", psn_no=f"P{n}"), "note": f'甲, "{n}"\n'} for n in range(4)
    ]
    rows[1]["insutype"], rows[2]["insutype"] = "999", None
    plain = [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows]
    path = written(tmp_path / "claims.csv", plain)
    if form == "parquet":
        path = tmp_path / "claims.parquet"
        pq.write_table(pa.Table.from_pylist(rows), path)
    finished = run(law, Files(path, None, None), tmp_path / "year.parquet")
    assert finished.rejects == tmp_path / f"year.rejects.{form}"
    found = rows_of(finished.rejects)
    reason = {
        "reject_code": "name_unknown",
        "reject_field": "insutype",
        "reject_reason": "insutype（险种）的值不在代码表中。 "
        "The value of `insutype` is no known code.",
        "reject_remedy": "核对 insutype 的代码。 Check the code in `insutype`.",
    }
    given = rows if form == "parquet" else [{k: v or None for k, v in row.items()} for row in plain]
    assert found == [given[1] | reason, given[2] | reason]


def test_rejects_that_are_settled_again_as_they_are(law: Law, tmp_path: Path) -> None:
    """The file of rejects is itself a file of claims; its reasons are replaced."""
    rows = [claim("A", "2024-02-01", level="palace"), claim("B", "2024-03-01", psn_no="P2")]
    first = settle_few(law, tmp_path, rows)
    assert first.rejects is not None
    again = run(law, Files(first.rejects, None, None), tmp_path / "again")
    assert again.reasons == {"name_unknown level": 1}
    assert rows_of(again.rejects) == rows_of(first.rejects)


def test_no_rejects_no_file(law: Law, tmp_path: Path) -> None:
    stale = tmp_path / "out.rejects.parquet"
    stale.write_text("of another run", encoding="utf-8")
    finished = settle_few(law, tmp_path, [claim("A", "2024-02-01")])
    assert finished.rejects is None
    assert not stale.exists()


def test_reasons_come_with_the_most_frequent_first(law: Law, tmp_path: Path) -> None:
    rows = [claim(f"S{n}", "2024-02-01", psn_no=f"P{n}", level="palace") for n in range(3)]
    rows += [claim("T", "2024-02-01", begndate=day("2024-05-01"))]
    finished = settle_few(law, tmp_path, rows)
    assert list(finished.reasons.items()) == [
        ("name_unknown level", 3),
        ("dates_reversed enddate", 1),
    ]

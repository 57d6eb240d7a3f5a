"""Bills out of lines: which line belongs to which visit, and what they come to.

Law: tests/policies/own/years.yaml; residents bear 200 yuan of a stay, 60 % of the rest are paid.
"""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from runs.comparison import run, settlements
from runs.drawn import Row
from runs.few import claim, files, funds, line, settle_few, written
from runs.forms import Form
from runs.laws import DEMO, Law, own_law
from runs.reference import naive_run

PARTS_AND_MEMORY = pytest.mark.parametrize(
    ("parts", "memory"), [(1, 2**30), (8, 2**30), (8, 1)], ids=["one", "eight", "bundles"]
)
"""One byte is no room for any row: eight parts then are eight bundles, dealt out on disk."""


@pytest.fixture
def law(tmp_path: Path) -> Law:
    return own_law(tmp_path)


def bare(number: object, when: str = "2024-03-02", **more: object) -> Row:
    """Write a visit that does not say what its bill is."""
    return {k: v for k, v in claim(number, when, **more).items() if k != "inscp_scp_amt"}


def test_the_bill_is_what_its_lines_make_it(law: Law, tmp_path: Path) -> None:
    lines = [line("A", "700"), line("A", "300"), line("A", "40") | {"class": "c"}]
    finished = settle_few(law, tmp_path, [bare("A")], lines=lines)
    [row] = settlements(finished.out)
    # Class C is paid in full by the person; (1000 − 200) × 60 % = 480.
    assert [row["medfee_sumamt"], row["fulamt_ownpay_amt"]] == [1040, 40]
    assert [row["inscp_scp_amt"], row["fund_pay_sumamt"]] == [1000, 480]


def test_the_parts_in_the_claims_do_not_count_beside_lines(law: Law, tmp_path: Path) -> None:
    finished = settle_few(law, tmp_path, [claim("A", "2024-03-02", "77")], lines=[line("A", "500")])
    # (500 − 200) × 60 %
    assert [str(fund) for fund in funds(finished).values()] == ["180.00"]


def test_a_price_ceiling_is_per_unit_and_a_refund_mirrors_its_charge(
    law: Law, tmp_path: Path
) -> None:
    dear = {"cnt": 3, "pric_uplmt_amt": 250}
    back = {"cnt": -1, "pric_uplmt_amt": 250}
    lines = [line("A", "900", **dear), line("A", "-300", **back), line("A", "500")]
    [row] = settlements(settle_few(law, tmp_path, [bare("A")], lines=lines).out)
    # 900 − 3 × 250 = 150 over, less 300 − 250 = 50 of the one that was sent back.
    assert row["overlmt_selfpay"] == 100
    # 750 − 250 + 500 in scope: (1000 − 200) × 60 %.
    assert [row["inscp_scp_amt"], row["fund_pay_sumamt"]] == [1000, 480]


def test_more_sent_back_than_charged_is_no_bill(law: Law, tmp_path: Path) -> None:
    lines = [line("A", "100"), line("A", "-100.01")]
    finished = settle_few(law, tmp_path, [bare("A")], lines=lines)
    assert finished.reasons == {"amount_too_large amounts": 1}


def test_visits_without_lines_and_lines_without_a_visit(law: Law, tmp_path: Path) -> None:
    rows = [bare("A"), bare("B", psn_no="P2"), bare("C", "2024-04-01")]
    lines = [line("A", "1000"), line("X", "5"), line("B", "5"), line(None, "5"), line("C", "1000")]
    finished = settle_few(law, tmp_path, rows, lines=lines)
    # The line of B says that it is P1's.
    assert finished.reasons == {"lines_missing setl_id": 1}
    assert finished.lines_without_visit == 3
    assert finished.settled == 2


def test_lines_must_sum_to_the_bill_if_the_claims_give_it(law: Law, tmp_path: Path) -> None:
    rows = [bare(n, psn_no=n) | {"medfee_sumamt": 1000} for n in ("A", "B", "C")]
    lines = [
        line("A", "1000", psn_no="A"),
        line("B", "999.99", psn_no="B"),
        line("C", "1000", psn_no="C") | {"class": "z"},
    ]
    finished = settle_few(law, tmp_path, rows, lines=lines)
    # What is wrong with a line says more than that the lines do not sum.
    wanted = {"lines_do_not_sum medfee_sumamt": 1, "name_unknown class": 1}
    assert finished.reasons == wanted


def test_the_least_problem_of_several_lines_is_told(law: Law, tmp_path: Path) -> None:
    """Whatever the order of the lines."""
    wrong = [line("A", "5") | {"class": "z"}, line("A", "5") | {"limited": "?"}, line("A", "5")]
    for number, lines in enumerate((wrong, wrong[::-1])):
        finished = settle_few(law, tmp_path / str(number), [bare("A")], lines=lines)
        assert finished.reasons == {"name_unknown class": 1}


@pytest.mark.parametrize("whole", [True, False], ids=["numbers", "texts"])
@PARTS_AND_MEMORY
def test_two_persons_with_settlements_of_one_number(
    parts: int, memory: int, whole: bool, law: Law, tmp_path: Path
) -> None:
    rows = [bare(1, psn_no=7), bare(1, psn_no=8), bare(2, psn_no=8)]
    lines = [line(1, "1000", psn_no=7), line(1, "2000", psn_no=8), line(2, "700", psn_no=8)]
    form = Form(whole_keys=whole)
    finished = settle_few(law, tmp_path, rows, lines=lines, form=form, parts=parts, memory=memory)
    # Person 8: the first stay of 2000, then the second, of which only 100 are borne.
    bills = {
        (str(row["psn_no"])[-1], str(row["setl_id"])[-1]): row["fund_pay_sumamt"]
        for row in settlements(finished.out)
    }
    assert bills == {("7", "1"): 480, ("8", "1"): 1080, ("8", "2"): 360}


def alike() -> list[tuple[str, str]]:
    """Return pairs of settlements, numbered as institutions number them, that DuckDB hashes alike.

    Of 365 days of 5,000 settlements several hundred share their hash with another.
    """
    return duckdb.sql(
        "SELECT min(number), max(number) FROM ("
        "SELECT 'S99012120' || strftime(DATE '2026-01-01' + d::INT, '%y%m%d') || "
        "lpad(n::VARCHAR, 8, '0') || "
        "substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', ((n * 7 + d * 3) % 36)::INT + 1, 1) "
        "AS number "
        "FROM range(365) AS days(d), range(5000) AS sequence(n)"
        ") GROUP BY hash(number) HAVING count(*) > 1 ORDER BY ALL LIMIT 20"
    ).fetchall()


@PARTS_AND_MEMORY
@pytest.mark.parametrize("plain", [True, False])
def test_numbers_that_hash_alike_are_told_apart(
    plain: bool, parts: int, memory: int, law: Law, tmp_path: Path
) -> None:
    pairs = alike()
    assert len(pairs) == 20
    rows = [bare(one) for pair in pairs for one in pair[:1]]
    lines = [line(one, str(1000 + place)) for place, (one, _) in enumerate(pairs)]
    # These have no visit, however alike their numbers are to those that have one.
    lines += [line(other, "5") for _, other in pairs[:10]]
    # These have visits of their own.
    rows += [bare(other) for _, other in pairs[10:]]
    lines += [line(other, "9") for _, other in pairs[10:]]
    form = Form(csv=not plain)
    finished = settle_few(law, tmp_path, rows, lines=lines, form=form, parts=parts, memory=memory)
    assert (finished.settled, finished.lines_without_visit) == (30, 10)
    bills = {row["setl_id"]: row["medfee_sumamt"] for row in settlements(finished.out)}
    assert bills == {
        **{one: 1000 + place for place, (one, _) in enumerate(pairs)},
        **{other: 9 for _, other in pairs[10:]},
    }


@PARTS_AND_MEMORY
def test_lines_that_do_not_say_whose_they_are(
    parts: int, memory: int, law: Law, tmp_path: Path
) -> None:
    """They follow their number; where two persons have it, nobody knows whose bill it is."""
    rows = [bare("A", psn_no=f"P{n}") for n in (1, 2)] + [bare("B", psn_no="P3")]
    lines = [{k: v for k, v in line(n, "1000").items() if k != "psn_no"} for n in ("A", "B", "B")]
    finished = settle_few(law, tmp_path, rows, lines=lines, parts=parts, memory=memory)
    assert finished.reasons == {"lines_missing setl_id": 2}
    assert finished.lines_without_visit == 1
    # (2000 − 200) × 60 %
    assert {number: str(fund) for number, fund in funds(finished).items()} == {"B": "1080.00"}


@pytest.mark.parametrize("whole", ["claims", "lines"])
@PARTS_AND_MEMORY
def test_keys_of_lines_may_be_of_another_type(
    parts: int, memory: int, whole: str, law: Law, tmp_path: Path
) -> None:
    """Whole numbers in one file, texts in the other: dealt into the same parts all the same."""
    rows = [bare(number, psn_no=number) for number in range(1, 21)]
    own = [line(number, "1000", psn_no=number) for number in range(1, 21)]
    numbers = files(tmp_path, rows, lines=own, form=Form(whole_keys=True))
    if whole == "claims":
        given = replace(numbers, lines=written(tmp_path / "lines.csv", own))
    else:
        given = replace(numbers, claims=written(tmp_path / "claims.csv", rows))
    finished = run(law, given, tmp_path / "out", parts=parts, memory=memory)
    assert (finished.settled, finished.lines_without_visit) == (20, 0)


def test_a_separate_track_is_paid_apart(tmp_path: Path) -> None:
    """Separately paid drugs of residents: 5 % first, 60 % of the rest, no deductible."""
    rows = [{**bare("A", "2025-03-02"), "status": "adult"}]
    apart = line("A", "3000", tag="separate", selfpay_prop=0)
    together = line("A", "3000", selfpay_prop=0)
    paid = []
    for number, other in enumerate((apart, together)):
        lines = [one | {"fee_ocur_time": "2025-03-01"} for one in (line("A", "5000"), other)]
        given = files(tmp_path / str(number), rows, lines=lines, form=Form(csv=True))
        finished = run(DEMO, given, tmp_path / f"out{number}")
        [one] = naive_run(DEMO.plan, given.claims, None, given.lines).settled
        assert one.settlement is not None
        assert finished.sums["fund_pay_sumamt"] == one.settlement.fund
        paid.append(one.settlement.fund)
    # (5000 − 400) × 70 % = 3220, and 3000 × 95 % × 60 % = 1710; together (8000 − 400) × 70 %.
    assert paid == [493_000, 532_000]

"""Settlements and persons whose numbers have the same hash are told apart all the same.

DuckDB's hash of texts is quick and not strong: the two numbers below were found by working it
backwards. Law: tests/policies/own/years.yaml; residents bear 200 yuan of a stay, 60 % of the rest
are paid.
"""

from pathlib import Path

import duckdb
import pytest

from runs.comparison import run
from runs.drawn import Row
from runs.few import ARROW, TEXT, claim, files, funds, line, settle_few
from runs.forms import Form
from runs.laws import Law, own_law

ONE, OTHER = "0034158800000002", "0034158300000009"
FORMS = pytest.mark.parametrize("form", [ARROW, TEXT], ids=["arrays", "statement"])


@pytest.fixture
def law(tmp_path: Path) -> Law:
    return own_law(tmp_path)


def bare(number: str, person: str = "P1") -> Row:
    """Write a visit that does not say what its bill is."""
    row = claim(number, "2024-03-02", psn_no=person)
    del row["inscp_scp_amt"]
    return row


def test_the_two_numbers_have_one_hash() -> None:
    """If DuckDB hashes otherwise one day, the tests below need other numbers."""
    found = duckdb.execute("SELECT hash(?) = hash(?)", [ONE, OTHER]).fetchall()
    assert found == [(True,)]


@FORMS
def test_each_settlement_has_its_own_lines(form: Form, law: Law, tmp_path: Path) -> None:
    lines = [line(ONE, "700"), line(OTHER, "1200"), line(ONE, "300")]
    finished = settle_few(law, tmp_path, [bare(ONE), bare(OTHER)], lines=lines, form=form)
    # The less number is folded first: (1200 − 200) × 60 % = 600; a second stay bears half of the
    # deductible: (1000 − 100) × 60 % = 540.
    assert {number: int(fund) for number, fund in funds(finished).items()} == {ONE: 540, OTHER: 600}
    assert finished.lines_without_visit == 0


@FORMS
def test_a_line_of_the_other_is_a_line_without_visit(form: Form, law: Law, tmp_path: Path) -> None:
    lines = [line(ONE, "700"), line(OTHER, "1200"), line(OTHER, "5") | {"fee_ocur_time": None}]
    finished = settle_few(law, tmp_path, [bare(ONE)], lines=lines, form=form)
    # (700 − 200) × 60 %; neither the sound nor the flawed line of the other touches it.
    assert {number: int(fund) for number, fund in funds(finished).items()} == {ONE: 300}
    assert finished.lines_without_visit == 2


@FORMS
def test_persons_of_one_hash_are_two_persons(form: Form, law: Law, tmp_path: Path) -> None:
    """Each has a settlement of the same number, lines of its own and a deductible of its own."""
    claims = [bare("S", person) for person in (ONE, OTHER)]
    lines = [line("S", "700", psn_no=ONE), line("S", "1200", psn_no=OTHER)]
    given = files(tmp_path, claims, lines=lines, form=form)
    finished = run(law, given, tmp_path / "out", parts=4)
    # (700 − 200) × 60 % + (1200 − 200) × 60 %
    assert finished.settled == 2
    assert finished.sums["fund_pay_sumamt"] == 90_000


@pytest.mark.parametrize("memory", [2**30, 1], ids=["whole", "bundles"])
def test_numbers_of_one_hash_are_not_one_twice(memory: int, law: Law, tmp_path: Path) -> None:
    """A person's two settlements are refused as one only if their numbers are the same."""
    claims = [bare(ONE), bare(OTHER), bare(OTHER, "P2"), bare(OTHER, "P2")]
    lines = [line(ONE, "700"), line(OTHER, "1200"), line(OTHER, "900", psn_no="P2")]
    given = files(tmp_path, claims, lines=lines, form=ARROW)
    finished = run(law, given, tmp_path / "out", parts=8, memory=memory)
    assert finished.settled == 2
    assert finished.rejected == 2
    assert [reason.split()[0] for reason in finished.reasons] == ["duplicate_setl_id"]

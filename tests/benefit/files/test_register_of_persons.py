"""The row of the register that holds on the day of eligibility: spells, gaps, overlaps, twins."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from runs.comparison import run, settlements
from runs.drawn import Row
from runs.few import TEXT, claim, day, files, settle_few, written
from runs.forms import Files, Form
from runs.laws import XIAN, Law, own_law
from runs.reference import naive_run

YEAR = date(2024, 1, 1)


@pytest.fixture
def law(tmp_path: Path) -> Law:
    return own_law(tmp_path)


def person(begin: str = "", end: str = "", *categories: str, **more: Any) -> Row:
    usual: Row = {"psn_no": "P1", "insutype": "390", "category": list(categories)}
    usual |= {"begndate": day(begin) if begin else None, "enddate": day(end) if end else None}
    return usual | more


def becomes(law: Law, folder: Path, when: str, *register: Row, **more: Any) -> str | int:
    """Settle one visit; return the ratio that was paid of 1000 − 200 yuan, or the reason."""
    finished = settle_few(law, folder, [claim("A", when, **more)], persons=list(register))
    if finished.reasons:
        return next(iter(finished.reasons))
    return finished.sums["fund_pay_sumamt"] * 100 // 80_000


def test_the_row_of_the_day_counts(law: Law, tmp_path: Path) -> None:
    """60 % for everybody, 80 % for those of the minimum allowance, 90 % for the destitute."""
    register = (
        person("2020-01-01", "2024-03-31", "minimum_living"),
        person("2024-04-01", "2024-06-30", "destitute"),
        person("2024-08-01", ""),
    )
    for number, (when, wanted) in enumerate(
        (
            ("2019-12-31", "not_insured psn_no"),
            ("2020-01-01", 80),
            ("2024-03-31 23:59:59", 80),
            ("2024-04-01", 90),
            ("2024-06-30", 90),
            ("2024-07-15", "not_insured psn_no"),
            ("2024-08-01", 60),
            ("2031-01-01", 70),
        )
    ):
        assert becomes(law, tmp_path / str(number), when, *register) == wanted, when


def test_two_rows_of_one_day_are_an_error_of_the_register(law: Law, tmp_path: Path) -> None:
    register = (
        person("2024-01-01", "", "minimum_living"),
        person("2024-06-01", "2024-06-30", "destitute"),
    )
    for number, (when, wanted) in enumerate(
        (
            ("2024-05-31", 80),
            ("2024-06-01", "spells_overlap psn_no"),
            ("2024-06-30", "spells_overlap psn_no"),
            # The longer row holds alone again.
            ("2024-07-01", 80),
        )
    ):
        assert becomes(law, tmp_path / str(number), when, *register) == wanted, when


def test_the_same_row_twice_is_an_error_too(law: Law, tmp_path: Path) -> None:
    twice = [person("2024-01-01", "2024-12-31")] * 2
    assert becomes(law, tmp_path / "spells", "2024-03-01", *twice) == "spells_overlap psn_no"
    bare = [{"psn_no": "P1"}, {"psn_no": "P1"}]
    assert becomes(law, tmp_path / "bare", "2024-03-01", *bare) == "spells_overlap psn_no"


def test_a_register_without_days(law: Law, tmp_path: Path) -> None:
    known = {"psn_no": "P1", "category": ["destitute"]}
    assert becomes(law, tmp_path / "known", "2024-03-01", known) == 90
    unknown = {"psn_no": "P2", "category": ["destitute"]}
    assert becomes(law, tmp_path / "unknown", "2024-03-01", unknown) == "not_insured psn_no"


def test_a_register_with_last_days_only(law: Law, tmp_path: Path) -> None:
    rows = [{"psn_no": "P1", "enddate": day("2024-06-30")}, {"psn_no": "P2", "enddate": None}]
    assert becomes(law, tmp_path / "before", "2024-06-30", *rows) == 60
    assert becomes(law, tmp_path / "after", "2024-07-01", *rows) == "not_insured psn_no"
    assert becomes(law, tmp_path / "open", "2024-07-01", *rows, psn_no="P2") == 60


def test_a_row_whose_days_are_reversed_never_holds(law: Law, tmp_path: Path) -> None:
    register = (person("2020-01-01", "", "destitute"), person("2024-06-01", "2024-01-01"))
    assert becomes(law, tmp_path, "2024-07-01", *register) == 90


def test_each_scheme_has_its_own_row(law: Law, tmp_path: Path) -> None:
    register = (
        person("", "", "destitute"),
        person("", "", insutype="310", status="retired"),
    )
    assert becomes(law, tmp_path / "resident", "2024-03-01", *register) == 90
    # Employees in a secondary hospital: (1000 − 400) × 90 % = 540 = 67 % of 800.
    assert becomes(law, tmp_path / "worker", "2024-03-01", *register, insutype="310") == 67
    alone = register[0]
    wanted = "not_insured psn_no"
    assert becomes(law, tmp_path / "alone", "2024-03-01", alone, insutype="310") == wanted


def test_days_that_cannot_be_read_refuse_the_person(law: Law, tmp_path: Path) -> None:
    good, bad = {"psn_no": "P1", "begndate": "2020-01-01"}, {"psn_no": "P2", "begndate": "in May"}
    rows = [claim("A", "2024-03-01"), claim("B", "2024-03-01", psn_no="P2")]
    later = {"psn_no": "P2", "begndate": "2023-01-01"}
    finished = settle_few(law, tmp_path, rows, persons=[good, bad, later], form=TEXT)
    assert finished.reasons == {"spell_unreadable begndate": 1}
    assert finished.settled == 1


def test_the_claims_have_the_last_word(law: Law, tmp_path: Path) -> None:
    """Its own column in the claims, else in the register; a set as a whole."""
    register = person("", "", "destitute", psn_idet_type=["2303"])
    overridden = claim("A", "2024-03-01", category=["minimum_living"])
    finished = settle_few(law, tmp_path / "own", [overridden], persons=[register])
    assert finished.sums["fund_pay_sumamt"] == 64_000  # 80 % of 800
    empty = claim("A", "2024-03-01", category=[])
    finished = settle_few(law, tmp_path / "empty", [empty], persons=[register])
    assert finished.sums["fund_pay_sumamt"] == 72_000  # 90 % of 800
    national = person("", "", psn_idet_type=["2303", "0000"])
    finished = settle_few(law, tmp_path / "national", [empty], persons=[national])
    assert finished.sums["fund_pay_sumamt"] == 64_000


@pytest.mark.parametrize("text", ["destitute", " destitute ; ", "orphan；destitute", "a，b"])
def test_a_set_as_text(text: str, law: Law, tmp_path: Path) -> None:
    rows = [claim("A", "2024-03-01")]
    register = [{"psn_no": "P1", "category": text}]
    finished = settle_few(law, tmp_path, rows, persons=register, form=TEXT)
    if text == "a，b":
        assert finished.reasons == {"name_unknown category": 1}
    else:
        assert finished.sums["fund_pay_sumamt"] == 72_000  # 90 % of 800


@pytest.mark.parametrize("whole", ["claims", "register"])
def test_keys_of_another_type_still_meet(whole: str, law: Law, tmp_path: Path) -> None:
    """One file has whole numbers, the other texts."""
    rows = [claim(number, "2024-03-01", psn_no=number) for number in (7, 8)]
    register = [{"psn_no": 7, "insutype": "390"}]
    if whole == "claims":
        claims = files(tmp_path, rows, form=Form(whole_keys=True)).claims
        odd = {"psn_no": "no number", "insutype": "390"}
        persons = written(tmp_path / "persons.csv", [*register, odd])
    else:
        claims = written(tmp_path / "claims.csv", rows)
        persons = files(tmp_path, rows, register, form=Form(whole_keys=True)).persons
    finished = run(law, Files(claims, persons, None), tmp_path / "out")
    assert [str(row["psn_no"]) for row in settlements(finished.out)] == ["7"]
    assert finished.reasons == {"not_insured psn_no": 1}


SPELL = st.tuples(st.integers(0, 30), st.integers(-3, 12), st.booleans())


@given(st.lists(SPELL, max_size=5), st.booleans())
@example([(0, -1, False), (0, 0, False)], False)  # the first holds on no day
@settings(max_examples=10, deadline=None)
def test_any_register_as_one_would_look_it_up(
    tmp_path_factory: pytest.TempPathFactory, spells: list[tuple[int, int, bool]], by_text: bool
) -> None:
    folder = tmp_path_factory.mktemp("spells")
    register = [
        {
            "psn_no": "P1",
            "insutype": "390",
            "begndate": YEAR + timedelta(first),
            "enddate": None if is_open else YEAR + timedelta(first + length),
        }
        for first, length, is_open in spells
    ]
    others = {"psn_no": "P2", "insutype": "390", "begndate": YEAR, "enddate": None}
    visits = [claim(f"K{n}", str(YEAR + timedelta(n)), hosp_lv="5", level=None) for n in range(45)]
    form = TEXT if by_text else Form()
    given_files = files(folder, visits, [*register, others], form=form)
    finished = run(XIAN, given_files, folder / "out")
    expected = naive_run(XIAN.plan, given_files.claims, given_files.persons, None)
    assert finished.settled == len(expected.settled)
    found = {row["setl_id"] for row in settlements(finished.out)}
    assert found == {one.row["setl_id"] for one in expected.settled}
    wanted: dict[str, int] = {}
    for one in expected.rejected:
        reason = " ".join(one.refused or ())
        wanted[reason] = wanted.get(reason, 0) + 1
    assert finished.reasons == wanted

"""Everything that can be wrong with a row of claims: code and field, and what does not matter."""

from pathlib import Path

import pytest
from runs.comparison import run
from runs.drawn import Row
from runs.few import TEXT, claim, reason_of_each, settle_few, written
from runs.forms import Files
from runs.laws import DEMO, Law, own_law

BILL = {
    "medfee_sumamt": "1000.00",
    "fulamt_ownpay_amt": "0",
    "overlmt_selfpay": "0.00",
    "preselfpay_amt": "",
    "inscp_scp_amt": "1000",
}
DAYS = {"begndate": "2024-03-01", "enddate": "2024-03-02"}


def row(**changes: str) -> Row:
    usual = {k: v for k, v in claim("", "2024-03-03", **BILL).items() if k[-2:] not in ("id", "no")}
    return usual | DAYS | changes


WRONG: list[tuple[Row, str | None]] = [
    ({}, None),
    ({"setl_id": ""}, "field_missing setl_id"),
    ({"psn_no": ""}, "field_missing psn_no"),
    ({"setl_time": ""}, "field_missing setl_time"),
    ({"setl_time": "2024-02-30"}, "invalid_date setl_time"),
    ({"setl_time": "20240301"}, "invalid_date setl_time"),
    ({"setl_time": "infinity"}, "invalid_date setl_time"),
    ({"setl_time": "99999-01-01"}, "invalid_date setl_time"),
    ({"begndate": "yesterday"}, "invalid_date begndate"),
    ({"enddate": "2024-13-01"}, "invalid_date enddate"),
    ({"begndate": "2024-03-03"}, "dates_reversed enddate"),
    ({"enddate": "", "begndate": "2024-03-04"}, "dates_reversed enddate"),
    ({"inscp_scp_amt": ""}, "field_missing inscp_scp_amt"),
    ({"medfee_sumamt": ""}, "field_missing medfee_sumamt"),
    ({"medfee_sumamt": "x"}, "not_a_number medfee_sumamt"),
    ({"inscp_scp_amt": "999.999"}, "not_a_number inscp_scp_amt"),
    ({"preselfpay_amt": "1e2"}, "not_a_number preselfpay_amt"),
    ({"overlmt_selfpay": "0.30000000000000004"}, "not_a_number overlmt_selfpay"),
    ({"fulamt_ownpay_amt": "99999999999999999999999999"}, "not_a_number fulamt_ownpay_amt"),
    ({"fulamt_ownpay_amt": "１"}, "not_a_number fulamt_ownpay_amt"),
    ({"preselfpay_amt": "-0.01"}, "amount_out_of_range medfee_sumamt"),
    ({"inscp_scp_amt": "10000000000.01"}, "amount_out_of_range medfee_sumamt"),
    ({"overlmt_selfpay": "0.01"}, "parts_do_not_sum medfee_sumamt"),
    ({"medfee_sumamt": "-1000"}, "parts_do_not_sum medfee_sumamt"),
    ({"insutype": ""}, "name_unknown insutype"),
    ({"insutype": "510"}, "name_unknown insutype"),
    ({"med_type": ""}, "name_unknown med_type"),
    ({"med_type": "98"}, "name_unknown med_type"),
    ({"level": "palace"}, "name_unknown level"),
    ({"level": ""}, None),
    ({"link": "sideways"}, "name_unknown link"),
    ({"category": "destitute;rich"}, "name_unknown category"),
    ({"med_type": "51"}, "care_not_covered care"),
]


def test_what_is_wrong_is_named(tmp_path: Path) -> None:
    found = reason_of_each(own_law(tmp_path), tmp_path, [row(**changes) for changes, _ in WRONG])
    assert list(zip([changes for changes, _ in WRONG], found, strict=True)) == WRONG


def test_an_amount_of_the_largest_bill_is_usable(tmp_path: Path) -> None:
    largest = row(inscp_scp_amt="10000000000.00", medfee_sumamt="10000000000")
    over = largest | {"fulamt_ownpay_amt": "0.01", "medfee_sumamt": "10000000000.01"}
    law = own_law(tmp_path)
    found = reason_of_each(law, tmp_path, [largest, over])
    assert found == [None, "amount_too_large amounts"]


def test_the_care_by_its_own_name(tmp_path: Path) -> None:
    law = own_law(tmp_path)
    rows = [
        row(med_type="", care="inpatient"),
        row(med_type="21", care="inpatience"),
        row(med_type="99", care="inpatient"),
        row(med_type="", care=""),
        row(med_type="2107"),
    ]
    wanted = [None, "name_unknown care", None, "name_unknown med_type", None]
    assert reason_of_each(law, tmp_path, rows) == wanted
    alone = [{k: v for k, v in row(care="").items() if k != "med_type"}]
    assert reason_of_each(law, tmp_path / "alone", alone) == ["name_unknown care"]


def test_facts_matter_only_to_the_visits_whose_law_asks(tmp_path: Path) -> None:
    """Residents in hospital are asked for nothing; employees for level and status."""
    law = own_law(tmp_path)
    worker = {"insutype": "310"}
    rows = [
        row(level="", status=""),
        row(level="", status="", **worker),
        row(level="secondary", status="", **worker),
        row(level="", status="working", **worker),
        row(level="secondary", status="working", **worker),
    ]
    wanted = [None, "fact_missing status", "fact_missing status", "fact_missing level", None]
    assert reason_of_each(law, tmp_path, rows) == wanted
    # The same where nobody has a column for it.
    bare = [{k: v for k, v in one.items() if k not in ("level", "status")} for one in rows[:2]]
    assert reason_of_each(law, tmp_path / "bare", bare) == [None, "fact_missing status"]


PHARMACY = """
  employee_pharmacy:
    label: {zh: 职工购药, en: employees at the pharmacy}
    role: other
    fund: "310100"
    schemes: ["310"]
    care: [pharmacy]
    base: [in_scope]
    pay: {rows: [{when: {age: "70+"}, value: 90%}, {value: 50%}]}
    caps: {year: {on: fund, per: year, limit: {share: 10%, of: annual_wage}}}
"""


def law_with_ages(folder: Path) -> Law:
    """Add a layer that asks for age and wage to the law of the years."""
    law = own_law(folder, PHARMACY)
    path = Path(law.region)
    text = path.read_text(encoding="utf-8")
    stack = "resident_pharmacy, employee_pharmacy]}"
    path.write_text(text.replace("resident_pharmacy]}", stack), encoding="utf-8")
    return law


def aged(**changes: str) -> Row:
    worker = {"insutype": "310", "med_type": "41", "brdy": "1960-01-01", "annual_wage": "50000"}
    return row(**worker | {"age": ""} | changes)


WRONG_NUMBERS: list[tuple[Row, str | None]] = [
    ({}, None),
    ({"brdy": ""}, "fact_missing age"),
    ({"age": "64", "brdy": ""}, None),
    ({"age": "64.5"}, "not_a_number age"),
    ({"age": "1001"}, "not_a_number age"),
    ({"age": "-9223372036854775808"}, "not_a_number age"),
    ({"age": "6e1"}, "not_a_number age"),
    ({"brdy": "2024-03-04"}, "birth_after_date brdy"),
    ({"brdy": "2024-03-01"}, None),
    ({"brdy": "19600101"}, "invalid_date brdy"),
    ({"annual_wage": ""}, "fact_missing annual_wage"),
    ({"annual_wage": "50000.005"}, "not_a_number annual_wage"),
    ({"annual_wage": "100000000000.01"}, "not_a_number annual_wage"),
]


def test_numbers_that_the_law_asks_for(tmp_path: Path) -> None:
    rows = [aged(**changes) for changes, _ in WRONG_NUMBERS]
    found = reason_of_each(law_with_ages(tmp_path), tmp_path, rows)
    assert list(zip([changes for changes, _ in WRONG_NUMBERS], found, strict=True)) == WRONG_NUMBERS


@pytest.mark.parametrize(
    ("birth", "day", "is_seventy"),
    [
        ("1954-03-02", "2024-03-01", False),
        ("1954-03-01", "2024-03-01", True),
        ("1952-02-29", "2022-02-28", False),
        ("1952-02-29", "2022-03-01", True),
        ("1952-02-29", "2024-02-29", True),
    ],
)
def test_a_birthday_counts_from_its_day_on(
    birth: str, day: str, is_seventy: bool, tmp_path: Path
) -> None:
    """Who was born on 29 February has it on 1 March in other years; counted on admission."""
    visit = aged(brdy=birth) | {"setl_time": "2024-05-01", "begndate": day, "enddate": "2024-05-01"}
    visit |= {"setl_id": "A", "psn_no": "P"}
    finished = settle_few(law_with_ages(tmp_path), tmp_path, [visit], form=TEXT)
    # Of 1000 yuan 90 % from 70 years on, else 50 %; the cap is 10 % of 50000.
    assert finished.sums["fund_pay_sumamt"] == (90_000 if is_seventy else 50_000)


def test_what_no_rule_asks_for_may_be_anything(tmp_path: Path) -> None:
    odd = row(age="ninety", brdy="?", rank="emperor", premium="much", hosp_lv="x")
    assert reason_of_each(own_law(tmp_path), tmp_path, [odd]) == [None]


def test_columns_of_no_meaning_do_no_harm(tmp_path: Path) -> None:
    """Not even those that are named like columns of the statement."""
    names = ("settled_at", "discharge", "policy_date", "year_date", "total", "problem", "insured")
    names += ("scheme_code", "care_code", "year", "time", "key_psn_no", "part", "fact_level")
    visit = {"setl_id": "A", "psn_no": "P"} | row() | dict.fromkeys(names, "9")
    given = Files(written(tmp_path / "claims.csv", [visit]), None, None)
    finished = run(own_law(tmp_path), given, tmp_path / "out")
    # (1000 − 200) × 60 %
    assert (finished.settled, finished.sums["fund_pay_sumamt"]) == (1, 48_000)


def test_fen_that_are_no_whole_number(tmp_path: Path) -> None:
    amounts = ["100000", "100000.0", "100000.4", "1e5", ""]
    visits = [
        {"setl_id": f"S{number}", "psn_no": f"P{number}"}
        | {k: v for k, v in row(medfee_sumamt="1000").items() if k != "inscp_scp_amt"}
        | {"inscp_scp_amt_fen": amount}
        for number, amount in enumerate(amounts)
    ]
    given = Files(written(tmp_path / "claims.csv", visits), None, None)
    finished = run(own_law(tmp_path), given, tmp_path / "out")
    assert finished.settled == 1
    wanted = {"not_a_number inscp_scp_amt": 3, "field_missing inscp_scp_amt": 1}
    assert finished.reasons == wanted


def test_a_status_that_the_national_code_leaves_open(tmp_path: Path) -> None:
    visit = row(insutype="310", psn_type="13", hosp_lv="5", level="")
    assert reason_of_each(DEMO, tmp_path, [visit]) == ["name_unknown status"]


def test_dates_in_slashes_and_times_with_a_zone(tmp_path: Path) -> None:
    given = row(setl_time="2024/3/3 10:20:30+08:00", begndate="2024/03/01", enddate="2024-3-2")
    assert reason_of_each(own_law(tmp_path), tmp_path, [given]) == [None]

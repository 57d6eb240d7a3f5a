"""The report measures what it says, and tells what is not met."""

import csv
import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from yibao.synthetic.region.calibration import Measured, Report, report
from yibao.synthetic.region.figures import figures
from yibao.synthetic.region.planned import census_deaths, census_share, planned
from yibao.terms.tables import rows
from yibao.terms.text import Text

YEAR = {"scale": 1e-6, "first_day": "2025-01-01", "last_day": "2025-12-31", "seed": 1}
PERSONS = [
    # person, insutype, psn_type, brdy, death, category, household, base_fen
    (0, "390", "15", date(1990, 5, 1), None, ["registered_poor"], 0, 0),
    (1, "390", "16", date(1950, 5, 1), date(2025, 6, 1), [], 0, 0),
    (2, "310", "11", date(1985, 5, 1), None, [], 2, 615_000),
    (3, "310", "12", date(1955, 5, 1), None, [], 2, 0),
]
VISITS = [
    # visit, setl_id, person, care, course, place, begndate, enddate
    (10, "S10", 0, "delivery", "pregnancy", "in_county", date(2025, 5, 1), date(2025, 5, 5)),
    (11, "S11", 1, "inpatient", "acute", "in_province", date(2025, 3, 1), date(2025, 3, 11)),
    (12, "S12", 2, "outpatient", "acute", "in_county", date(2025, 3, 1), date(2025, 3, 1)),
    (13, "S13", 3, "outpatient", "chronic", "in_county", date(2025, 3, 1), date(2025, 3, 1)),
    (14, "S14", 3, "pharmacy", "acute", "in_county", date(2025, 3, 1), date(2025, 3, 1)),
]
LINES = [(10, 4000), (10, 1000), (11, 15000), (12, 200), (13, 900), (14, 60)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("region")
    (where / "_manifest.json").write_text(json.dumps({"request": YEAR}))
    tables: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
        "persons": (
            "person bigint, insutype text, psn_type text, brdy date, death date, "
            "category text[], household bigint, base_fen bigint",
            PERSONS,
        ),
        "visits": (
            "visit bigint, setl_id text, person bigint, care text, course text, place text, "
            "begndate date, enddate date",
            VISITS,
        ),
        "lines": ("visit bigint, det_item_fee_sumamt decimal(16, 2)", LINES),
        "institutions": (
            "kind text, nature text, beds int",
            [("village", "public", 0), ("secondary", "private_non_profit", 100)],
        ),
        "doctors": ("institution int", [(0,), (0,), (1,)]),
        "employers": (
            "kind text, persons int, payroll_fen bigint",
            [("enterprise", 2, 2 * 12 * 420_000), ("government", 1, 12 * 900_000)],
        ),
        "faults": ("amount_fen bigint", [(8_000,)]),
    }
    with duckdb.connect() as made:
        for name, (columns, cells) in tables.items():
            made.execute(f"create table {name} ({columns})")
            made.executemany(f"insert into {name} values ({', '.join('?' * len(cells[0]))})", cells)
            made.execute(f"copy {name} to '{where / name}.parquet'")
        made.execute(
            "create table settled as select 'S10' as setl_id, '390' as insutype, "
            "3000.00 as fund_pay_sumamt, 100.00 as maf_pay, 4000.00 as inscp_scp_amt"
        )
        (where / "settled").mkdir()
        made.execute(f"copy settled to '{where}/settled/part-00000.parquet'")
    return where


@pytest.fixture(scope="module")
def made(folder: Path) -> dict[str, float]:
    return {one.name: one.made for one in report(folder, folder / "settled").figures}


def test_there_are_fifty_figures_and_each_is_planned_by_figures() -> None:
    table = list(rows("synthetic", "calibration.csv"))
    assert len(table) == len({row["name"] for row in table}) == 50
    for row in table:
        for name in row["planned"].split()[::2]:
            assert name in figures() or name == "scale" or name.startswith("census_")
            if name in figures():
                # Nothing is held against what the generator itself assumes.
                assert figures()[name].status != "assumed"
        assert planned(row["planned"], 0.1) > 0


def test_persons_are_counted(made: dict[str, float]) -> None:
    assert (made["residents"], made["employees"], made["retired"], made["poor"]) == (2, 2, 1, 1)
    # Aged 35, 75, 40 and 70 at the end of 2025, in two households; one of four dies.
    assert (made["age_15_59"], made["age_60"], made["age_80"]) == (0.5, 0.5, 0)
    assert made["household"] == 2
    assert made["deaths"] == pytest.approx(0.25 * 365.25 / 365)


def test_money_of_employees_is_that_of_their_bases(made: dict[str, float]) -> None:
    assert made["mean_base"] == 6150
    # 6150 × 12 × 8.3 %
    assert made["contributions"] == pytest.approx(6125.4)
    # 4200 × 6.3 % × ½
    assert made["relief"] == pytest.approx(132.3)


def test_care_is_counted_a_head_and_priced_by_its_lines(made: dict[str, float]) -> None:
    year = 365 / 365.25
    # Two stays of two residents: 5000 and 15000 yuan, 4 and 10 days.
    assert made["resident_stays"] == pytest.approx(1 / year)
    assert (made["resident_stay_cost"], made["resident_stay_days"]) == (10_000, 7)
    # A visit for a filed disease is one by its course, whatever it is settled as.
    assert made["employee_chronic_visits"] == pytest.approx(0.5 / year)
    assert made["employee_chronic_cost"] == 900
    assert made["employee_outpatient_cost"] == 200
    assert made["employee_cost"] == pytest.approx((200 + 900 + 60) / 2 / year)
    assert made["resident_away"] == 0.75
    # 900 yuan of the retired one against 200 of the working one; no purchases.
    assert made["retiree_multiple"] == 4.5
    assert made["mothers_age"] == pytest.approx(35, abs=0.01)


def test_money_paid_is_that_of_the_settlements(made: dict[str, float]) -> None:
    assert made["resident_scope"] == made["poor_scope"] == 0.75
    # (3000 − 100) / 2 residents
    assert made["resident_fund"] == pytest.approx(1450 * 365.25 / 365)
    # Nobody of the employees stayed.
    assert math.isnan(made["employee_scope"])
    assert made["recovered"] == pytest.approx(80 * 365.25 / 365)


def test_without_settlements_their_figures_are_left_out(folder: Path) -> None:
    names = {one.name for one in report(folder).figures}
    assert "resident_stays" in names
    assert "resident_scope" not in names


def test_a_figure_is_met_within_five_per_cent() -> None:
    close, far = (
        Measured("x", Text("甲", "a"), "persons", 100.0, made, "") for made in (104.9, 94)
    )
    both = Report((close, far))
    assert (close.is_met, far.is_met, both.met) == (True, False, 1)
    assert both.markdown().splitlines()[3] == "| a | 甲 | persons | 100 | 94 | -6.0% | ✗ |"
    [_, *cells] = csv.reader(both.csv().splitlines())
    assert cells[1] == ["x", "persons", "100", "94", "-0.0600", "0"]


def test_what_was_planned_follows_from_figures() -> None:
    assert planned("poor_insured * scale", 0.5) == 286_400
    # 1,108,000 doctors in 581,964 clinics
    assert planned("village_doctors_nation / village_clinics_nation", 1) == pytest.approx(
        1.9039, 1e-4
    )
    assert census_share(range(105)) == pytest.approx(1)
    assert 0.004 < census_deaths() < 0.008
    with pytest.raises(KeyError):
        planned("no_such_figure", 1)

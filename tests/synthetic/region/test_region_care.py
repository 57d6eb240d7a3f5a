"""Care of the region: one stay at a time, nothing after death, groups, facts the law knows."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.synthetic.region.adrg import group_of
from yibao.synthetic.region import care
from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.population import persons
from yibao.synthetic.region.tables import VISITS
from yibao.terms.own_ids import parse
from yibao.terms.tables import rows

YEAR = Asked(0.1, date(2025, 1, 1), date(2025, 12, 31))
Row = dict[str, Any]
STAYS = ("inpatient", "day_surgery", "delivery")


@pytest.fixture(scope="module")
def people() -> dict[int, Row]:
    return {row["person"]: row for row in persons(YEAR, 0).to_pylist()}


@pytest.fixture(scope="module")
def table() -> pa.Table:
    return care.visits(YEAR, 0, persons(YEAR, 0))


@pytest.fixture(scope="module")
def made(table: pa.Table) -> list[Row]:
    rows_of: list[Row] = table.to_pylist()
    return rows_of


@pytest.fixture(scope="module")
def stays(made: list[Row]) -> list[Row]:
    return [visit for visit in made if visit["care"] in STAYS]


def test_the_schema_holds(table: pa.Table) -> None:
    assert table.schema == VISITS
    assert not any(column.null_count for column in table.columns)
    for name in ("visit", "mdtrt_id", "setl_id"):
        assert pc.count_distinct(table[name]).as_py() == table.num_rows


def test_pieces_and_requests_are_the_same_again(table: pa.Table) -> None:
    assert care.visits(YEAR, 0, persons(YEAR, 0)).equals(table)
    larger = Asked(0.2, YEAR.first_day, YEAR.last_day)
    assert care.visits(larger, 0, persons(larger, 0)).equals(table)


def test_numbers_are_those_of_the_office(made: list[Row]) -> None:
    for visit in made[::500]:
        number = parse(str(visit["setl_id"]))
        assert (number.kind, number.day) == ("settlement", visit["enddate"])
        assert parse(str(visit["mdtrt_id"])).kind == "visit"


def test_nobody_comes_before_birth_or_after_death(made: list[Row], people: dict[int, Row]) -> None:
    for visit in made:
        person = people[visit["person"]]
        assert person["brdy"] <= visit["begndate"] <= visit["enddate"]
        assert person["death"] is None or visit["enddate"] <= person["death"]
        assert YEAR.first_day <= visit["begndate"]
        assert visit["setl_time"].date() == visit["enddate"] <= YEAR.last_day


def test_visits_of_a_person_are_in_order_and_no_stay_meets_another(
    made: list[Row],
) -> None:
    for before, visit in pairwise(made):
        assert before["person"] <= visit["person"]
        if before["person"] == visit["person"]:
            assert before["setl_time"] <= visit["setl_time"]
            if before["care"] in STAYS or visit["care"] in STAYS:
                assert before["enddate"] < visit["begndate"] or visit["care"] not in STAYS


def test_nearly_every_stay_falls_into_the_group_it_was_meant_for(
    stays: list[Row], people: dict[int, Row]
) -> None:
    found: Counter[str] = Counter()
    for visit in stays:
        person = people[visit["person"]]
        group = group_of(
            [visit["diagnosis"], *visit["others"]],
            visit["procedures"],
            person["gend"],
            (visit["begndate"] - person["brdy"]).days,
        )
        found["grouped"] += bool(group)
        found["as meant"] += group == visit["adrg"]
    assert found["grouped"] >= 0.99 * len(stays), found
    assert found["as meant"] >= 0.97 * len(stays), found


def test_codes_are_national_ones(made: list[Row]) -> None:
    tables = {
        name: {row["code"] for row in rows("catalogue", name) if row["grey"] == "0"}
        for name in ("icd10.csv", "icd9.csv")
    }
    for visit in made:
        diagnoses = {visit["diagnosis"], visit["true_diagnosis"], *visit["others"]}
        assert diagnoses <= tables["icd10.csv"]
        assert set(visit["procedures"]) <= tables["icd9.csv"]

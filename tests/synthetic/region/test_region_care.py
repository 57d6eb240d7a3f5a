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
from yibao.benefit.settle import settle
from yibao.benefit.visit import Amounts, Visit
from yibao.policy import compile_plan, load_policy
from yibao.synthetic.region import care
from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.figures import value
from yibao.synthetic.region.institutions import institutions
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
        number = parse(str(visit["mdtrt_id"]))
        assert (number.kind, number.day) == ("visit", visit["begndate"])


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


def test_the_law_of_the_city_knows_every_kind_of_visit(table: pa.Table) -> None:
    plan = compile_plan(load_policy("990100"))
    names = ("insutype", "care", "level", "place", "filing", "link", "disease", "delivery")
    kinds = {tuple(row.values()) for row in table.select(names).to_pylist()}
    assert len(kinds) > 100
    for kind in kinds:
        told = dict(zip(names, kind, strict=True))
        scheme, care_kind = told.pop("insutype"), told.pop("care")
        facts = {
            **told,
            "status": "retired" if scheme == "310" else "adult",
            "age": 60,
            "provider_kind": "hospital",
            "category": frozenset[str](),
            "cover": frozenset[str](),
            "filed": frozenset({told["disease"]} - {"none"}),
            "rank": "none",
            "premium_class": "single",
        }
        day = date(2025, 6, 1)
        bill = {"main": Amounts(0, 0, 0, 100_000)}
        settle(Visit(scheme, care_kind, day, day, day, facts, bill), plan)


def test_referred_stays_follow_one_another(made: list[Row]) -> None:
    by_number = {visit["visit"]: visit for visit in made}
    referred = [visit for visit in made if visit["referred_from"] >= 0]
    assert len(referred) > 30
    for visit in referred:
        before = by_number[visit["referred_from"]]
        assert before["person"] == visit["person"]
        # An up-coder may have written another diagnosis than the true one.
        assert visit["link"] in ("up", "down")
        assert before["discharge_way"] == {"up": "2", "down": "3"}[visit["link"]]
        assert before["enddate"] < visit["begndate"]
        assert (visit["begndate"] - before["enddate"]).days == 1
        if visit["link"] == "up":
            assert before["true_diagnosis"] == visit["true_diagnosis"]
    moved = [visit for visit in made if visit["discharge_way"] in ("2", "3")]
    assert {visit["visit"] for visit in moved} == {visit["referred_from"] for visit in referred}


def test_women_give_birth_after_visits_before(made: list[Row], people: dict[int, Row]) -> None:
    deliveries = [visit for visit in made if visit["care"] == "delivery"]
    courses = Counter(visit["course_id"] for visit in made if visit["course"] == "pregnancy")
    assert len(deliveries) > 40
    for visit in deliveries:
        person = people[visit["person"]]
        age = (visit["begndate"] - person["brdy"]).days // 365
        assert person["gend"] == "2"
        assert 16 <= age <= 48
        assert visit["delivery"] in ("natural", "assisted", "caesarean")
        assert visit["delivery"] != "caesarean" or visit["adrg"] == "OB1"
    # Children are born whose mothers came before: most from spring on.
    later = [visit for visit in deliveries if visit["begndate"].month >= 8]
    assert sum(courses[visit["course_id"]] >= 3 for visit in later) > 0.9 * len(later)


def test_who_files_a_disease_comes_again_and_again(made: list[Row], people: dict[int, Row]) -> None:
    days: dict[int, list[date]] = {}
    for visit in made:
        if visit["course"] == "dialysis":
            days.setdefault(visit["person"], []).append(visit["begndate"])
        if visit["disease"] != "none":
            person = people[visit["person"]]
            since = dict(zip(person["chronic"], person["chronic_since"], strict=True))
            assert since[visit["disease"]] <= visit["begndate"]
    whole = [one for one in days.values() if len(one) > 100]
    assert len(whole) >= 3
    for one in whole:
        # 2.6 sessions a week: never more than three days apart but for a stay.
        gaps = Counter((after - before).days for before, after in pairwise(one))
        assert gaps[2] + gaps[3] > 0.95 * sum(gaps.values())


def test_only_up_coders_write_another_diagnosis() -> None:
    up_coder = institutions()["up_coder"].to_pylist()
    found = 0
    for piece in range(3):
        table = care.visits(YEAR, piece, persons(YEAR, piece))
        for visit in table.select(["institution", "diagnosis", "true_diagnosis"]).to_pylist():
            if visit["diagnosis"] != visit["true_diagnosis"]:
                assert up_coder[visit["institution"]]
                found += 1
    assert found > 5


def test_rates_and_costs_are_those_of_the_bulletin() -> None:
    """Five pieces: 46,500 residents with 9,700 stays, whose number scatters by 1 %."""
    people = pa.concat_tables([persons(YEAR, piece) for piece in range(5)])
    made = pa.concat_tables([care.visits(YEAR, piece, persons(YEAR, piece)) for piece in range(5)])
    for scheme, name, near in (("390", "resident", 0.04), ("310", "employee", 0.12)):
        heads = of(people, "insutype", scheme)
        own = made.filter(pc.equal(made["insutype"].cast(pa.string()), scheme))
        is_stay = pc.is_in(own["care"].cast(pa.string()), pa.array(STAYS))
        regular = pc.is_in(own["course"].cast(pa.string()), pa.array(["chronic", "dialysis"]))
        bought = pc.equal(own["care"].cast(pa.string()), "pharmacy")
        plain = pc.invert(pc.or_(pc.or_(is_stay, regular), bought))
        for mask, many, cost in (
            (is_stay, "stays_a_head", "stay_cost"),
            (plain, "outpatient_visits_a_head", "outpatient_cost"),
            (bought, "pharmacy_visits_a_head", "pharmacy_cost"),
            (regular, "chronic_visits_a_head", "chronic_cost"),
        ):
            rows_of = own.filter(mask)
            mean = pc.mean(rows_of["wanted_fen"]).as_py() / 100
            wider = 0.25 if regular is mask else near
            assert rows_of.num_rows / heads == pytest.approx(value(f"{name}_{many}"), rel=wider)
            assert mean == pytest.approx(value(f"{name}_{cost}"), rel=wider)


def of(table: pa.Table, column: str, text: str) -> int:
    return int(pc.sum(pc.equal(table[column].cast(pa.string()), text)).as_py())


def test_several_years_go_on() -> None:
    asked = Asked(0.01, date(2024, 7, 1), date(2026, 3, 31))
    made = care.visits(asked, 0, persons(asked, 0))
    months = pc.value_counts(pc.strftime(made["begndate"], "%Y-%m"))
    counts = {row["values"]: row["counts"] for row in months.to_pylist()}
    assert len(counts) == 21
    assert min(counts.values()) > 0.6 * max(counts.values())
    courses = Counter(
        (visit["course_id"], visit["begndate"].year)
        for visit in made.select(["course_id", "begndate", "course"]).to_pylist()
        if visit["course"] == "cancer"
    )
    assert any((course, 2025) in courses for course, year in courses if year == 2024)

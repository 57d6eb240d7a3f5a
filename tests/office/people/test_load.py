"""A region's table of persons loaded at once: what the law may ask is what the table says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from django.db import IntegrityError, connection, transaction

from yibao.benefit.person import Filing
from yibao.office.base.actor import SYSTEM
from yibao.office.people.models import Person
from yibao.office.people.queries import claimant_of, claimants_of, headcounts, named
from yibao.office.people.services import Around, load_persons, register_person
from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.population import persons
from yibao.synthetic.region.tables import PERSONS

pytestmark = pytest.mark.django_db

FIRST, DAY = date(2025, 1, 1), date(2026, 6, 1)
AROUND = Around(
    employers=[("E1", "示范厂（演示）"), ("E2", "示范局（演示）")],
    institutions=["H99012100001", "H99012100002"],
    diseases={"diabetes": "M99001"},
    names={"990121": "示范甲县"},
    first=FIRST,
    last_year=2026,
    evidence="演示数据",
)
WORKER: dict[str, Any] = {
    "person": 0,
    "psn_no": "P990121202001010000000A",
    "certno": "99012119800101001X",
    "psn_name": "张演示",
    "gend": "1",
    "brdy": date(1980, 1, 1),
    "death": None,
    "county": "990121",
    "town": 0,
    "village": 0,
    "household": 0,
    "insutype": "310",
    "psn_type": "11",
    "employer": 1,
    "base_fen": 500_000,
    "pension_fen": 0,
    "cvlserv_flag": "1",
    "category": [],
    "psn_idet_type": [],
    "chronic": ["diabetes"],
    "chronic_since": [date(2025, 3, 1)],
    "family_doctor": 1,
    "away_division": "990221",
    "disposable_income_fen": 0,
    "frailty": 1.0,
}
VILLAGER = WORKER | {
    "person": 1,
    "psn_no": "P990121202001010000000B",
    "certno": "990121201505010026",
    "psn_name": "李演示",
    "gend": "2",
    "brdy": date(2015, 5, 1),
    "death": date(2026, 2, 10),
    "insutype": "390",
    "psn_type": "15",
    "employer": -1,
    "base_fen": 0,
    "cvlserv_flag": "0",
    "category": ["minimum_living"],
    "psn_idet_type": ["3"],
    "chronic": [],
    "chronic_since": [],
    "family_doctor": -1,
    "away_division": "",
}


def _table(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=PERSONS)


def test_everything_the_law_may_ask_is_there(db):
    assert load_persons(SYSTEM, _table(WORKER, VILLAGER), AROUND) == 2
    worker = claimant_of(WORKER["psn_no"])
    facts = worker.facts
    assert facts.insured_on(DAY).status == "working"
    assert [(spell.content, spell.first) for spell in facts.covers] == [("civil_servant", FIRST)]
    assert facts.filed[0].content == "diabetes"
    assert worker.disease_of("M99001", DAY) == "diabetes"
    assert worker.disease_of("M99001", date(2025, 2, 28)) == ""
    assert facts.filings[0].content == Filing("long_term", "in_province")
    assert facts.signed[0].content == "H99012100002"
    # 5,000 yuan a month, twelve months.
    assert facts.numbers["annual_wage"][0].content == 6_000_000
    villager = claimant_of(VILLAGER["psn_no"])
    # Insured by the year, until the day of death.
    assert [(spell.first, spell.last) for spell in villager.enrolled] == [
        (FIRST, date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 2, 10)),
    ]
    assert villager.facts.categories[0].content == "minimum_living"
    assert [row.number for row in named(Person.objects.all(), "李演")] == [VILLAGER["psn_no"]]
    assert [(one.insutype, one.persons) for one in headcounts(DAY)] == [("310", 1)]


def test_many_are_read_at_once_as_one_by_one(db):
    load_persons(SYSTEM, _table(WORKER, VILLAGER), AROUND)
    numbers = [WORKER["psn_no"], VILLAGER["psn_no"]]
    assert claimants_of(numbers) == {number: claimant_of(number) for number in numbers}


def test_nobody_is_loaded_twice_and_new_numbers_come_after(db):
    # Numbers once taken stay taken, whatever other tests undo.
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM people_person_sequence")
        taken = cursor.fetchone()[0]
    load_persons(SYSTEM, _table(WORKER | {"person": taken + 40}), AROUND)
    with pytest.raises(IntegrityError), transaction.atomic():
        load_persons(SYSTEM, _table(VILLAGER, WORKER), AROUND)
    assert Person.objects.count() == 1
    values = {
        "certificate_type": "01",
        "certificate_number": "990121199001010057",
        "name": "王演示",
        "sex": "1",
        "birth": date(1990, 1, 1),
        "division": "990121",
    }
    # Person so-and-so, counted from 0, has the number of its turn, one more; then the next.
    assert register_person(SYSTEM, values, DAY).number[15:23] == f"{taken + 42:08d}"


def test_a_piece_of_the_generated_region_is_taken(db):
    asked = Asked(0.0005, FIRST, date(2026, 11, 25))
    table = persons(asked, 0)
    places = [f"H{place:011d}" for place in range(10_000)]
    around = Around([("E", "示范单位（演示）")] * 100_000, places, {}, {}, FIRST, 2026, "演示数据")
    assert load_persons(SYSTEM, table, around) == table.num_rows
    alive = sum(day is None or day > DAY for day in table["death"].to_pylist())
    born = sum(day > DAY for day in table["brdy"].to_pylist())
    assert sum(one.persons for one in headcounts(DAY)) == alive - born

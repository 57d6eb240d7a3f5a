"""Ages, births and deaths of the region are those of the census; families hang together."""

import csv
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.figures import value
from yibao.synthetic.region.homes import homes
from yibao.synthetic.region.lives import ALIVE, born, day_number, deaths
from yibao.synthetic.region.population import persons
from yibao.synthetic.region.streams import stream
from yibao.terms.shipped import standards_root

YEAR = Asked(0.02, date(2026, 1, 1), date(2026, 12, 31))
UNTIL_NOVEMBER = Asked(0.02, date(2026, 1, 1), date(2026, 11, 25))
MANY = 200_000


def test_ages_are_those_of_the_census() -> None:
    age, female, _ = born(stream(1, "lives"), MANY, YEAR)
    with (standards_root() / "synthetic" / "population.csv").open(encoding="utf-8") as file:
        cells = list(csv.DictReader(file))
    whole = sum(int(cell["persons"]) for cell in cells)
    for cell in cells:
        of_cell = (age >= int(cell["first"])) & (age <= int(cell["last"]))
        made = int((of_cell & (female == (cell["gend"] == "2"))).sum())
        # Cells are dealt out evenly: one person more or less than the share at most.
        assert made == pytest.approx(MANY * int(cell["persons"]) / whole, abs=1.01)


def test_the_persons_of_a_year_do_not_depend_on_the_last_day() -> None:
    _, _, whole = born(stream(1, "lives"), MANY, YEAR)
    _, _, part = born(stream(1, "lives"), MANY, UNTIL_NOVEMBER)
    later = whole > day_number(UNTIL_NOVEMBER.last_day)
    assert (whole[~later] == part[~later]).all()
    assert (whole[later] - 365 == part[later]).all()
    # 352,993 of 39,528,999 are not yet one: 1,786 births; 36 of 365 days are after 25 November.
    assert int(later.sum()) == pytest.approx(1_786 * 36 / 365, rel=0.2)


def test_as_many_die_as_the_mortality_says() -> None:
    births = np.full(MANY, day_number(date(1946, 1, 1)))
    men = np.zeros(MANY, dtype=bool)
    day = deaths(stream(1, "deaths"), YEAR, men, births, np.ones(MANY))
    # A man of 80: 60.79 in a thousand a year; of those exposed, 1 − exp(−0.06079 × 365/365.2425).
    expected = MANY * (1 - np.exp(-0.06079 * 365 / 365.2425))
    assert int((day != ALIVE).sum()) == pytest.approx(expected, rel=0.03)
    assert day[day != ALIVE].min() >= day_number(YEAR.first_day)


def test_nobody_dies_before_birth() -> None:
    table = persons(YEAR, 0)
    dead = table.filter(pc.is_valid(table["death"]))
    assert dead.num_rows > 20
    assert pc.all(pc.greater_equal(dead["death"], dead["brdy"])).as_py()


def test_families_hang_together() -> None:
    people = homes(YEAR, 0)
    children = people.age < 18
    assert (people.size[people.home[children]] > 1).all()
    assert len(people.age) / len(people.size) == pytest.approx(value("household_size"), rel=0.03)
    # A household shares surname over the generations: half at least are called like its head.
    assert (people.surname == people.surname[people.head]).mean() > 0.5
    assert people.size.max() < 16
    grown = people.age[people.head] >= 18
    assert grown.mean() > 0.999


def test_mothers_are_as_old_as_the_census_says() -> None:
    people = homes(YEAR, 0)
    gaps = []
    for home in np.flatnonzero(people.size == 3):
        here = np.flatnonzero(people.home == home)
        child, wife = here[people.age[here] < 18], here[people.female[here]]
        wife = wife[people.age[wife] >= 18]
        if len(child) == 1 and len(wife) == 1:
            gaps.append(people.age[wife[0]] - people.age[child[0]])
    # The mothers' age at a birth; wives of 18 to 44 more than their children only.
    assert np.mean(gaps) == pytest.approx(value("mothers_age"), abs=1.5)


def test_scheme_and_age_fit() -> None:
    table = persons(YEAR, 1)
    age = pc.subtract(2026, pc.year(table["brdy"])).to_numpy()
    kind = np.array(table["psn_type"].cast(pa.string()).to_pylist())
    assert age[kind == "11"].min() >= 22
    assert age[kind == "11"].max() < 60 + 1
    assert age[kind == "12"].min() >= 52
    assert age[kind == "1403"].max() <= 18
    assert (age[kind == "16"] >= 59).all()

"""Persons of the region: as many of each kind as the figures say, and the same at every scale."""

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from yibao.policy import load_policy
from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.employers import employers
from yibao.synthetic.region.figures import count, value
from yibao.synthetic.region.population import persons, pieces
from yibao.synthetic.region.tables import EMPLOYERS, PERSONS
from yibao.terms.identifiers.check_characters import resident_check
from yibao.terms.own_ids import make

FIRST, LAST = date(2026, 1, 1), date(2026, 11, 25)
TENTH = Asked(0.1, FIRST, LAST)


@pytest.fixture(scope="module")
def tenth() -> pa.Table:
    made = pa.concat_tables([persons(TENTH, piece) for piece in range(pieces(TENTH))])
    return made.unify_dictionaries().combine_chunks()


def of(table: pa.Table, column: str, *values: str) -> int:
    return int(pc.sum(pc.is_in(table[column].cast(pa.string()), pa.array(values))).as_py())


def listed(table: pa.Table, column: str, name: str) -> int:
    return int(pc.sum(pc.equal(pc.list_flatten(table[column]), name)).as_py() or 0)


def test_the_schemas_hold(tenth: pa.Table) -> None:
    assert tenth.schema == PERSONS
    assert employers(TENTH).schema == EMPLOYERS
    assert not any(tenth[name].null_count for name in PERSONS.names if name != "death")


def test_as_many_as_the_figures_say(tenth: pa.Table) -> None:
    # A tenth of 2,324,700; of 162,700 employees 117,504 work: 11,750, and 4,520 are retired.
    assert tenth.num_rows == 232_470
    assert of(tenth, "insutype", "310") == pytest.approx(16_270, rel=0.005)
    assert of(tenth, "psn_type", "11") == pytest.approx(11_750, rel=0.005)
    assert of(tenth, "psn_type", "12") == pytest.approx(4_520, rel=0.01)
    poor = listed(tenth, "category", "registered_poor") + listed(
        tenth, "category", "out_of_poverty"
    )
    assert poor == pytest.approx(57_280, rel=0.005)


def test_the_first_persons_are_the_same_at_every_scale() -> None:
    small, large = Asked(0.001, FIRST, LAST), Asked(1, FIRST, LAST)
    assert persons(small, 0).equals(persons(large, 0).slice(0, 2325))
    assert persons(TENTH, 7).equals(persons(large, 7))
    assert not persons(Asked(0.001, FIRST, LAST, seed=2), 0).equals(persons(small, 0))
    with pytest.raises(IndexError):
        persons(small, 1)


def test_numbers_are_those_of_the_office_and_pass_their_checks(tenth: pa.Table) -> None:
    names = ["person", "psn_no", "certno", "brdy", "gend", "county"]
    for row in tenth.select(names).to_pylist()[::1009]:
        wanted = make("person", row["county"], date(2020, 1, 1), row["person"] + 1)
        assert row["psn_no"] == wanted
        assert resident_check(row["certno"][:17]) == row["certno"][17]
        assert row["certno"][6:14] == f"{row['brdy']:%Y%m%d}"
        assert int(row["certno"][16]) % 2 == int(row["gend"] == "1")
    for column in ("psn_no", "certno"):
        assert len(pc.unique(tenth[column])) == tenth.num_rows


def test_categories_and_diseases_are_those_of_the_policy(tenth: pa.Table) -> None:
    known = load_policy("990100").names
    assert set(pc.unique(pc.list_flatten(tenth["category"])).to_pylist()) <= set(known["category"])
    assert set(pc.unique(pc.list_flatten(tenth["chronic"])).to_pylist()) <= set(known["disease"])


def test_employers_have_whom_they_employ(tenth: pa.Table) -> None:
    table = employers(TENTH)
    # 843 firms and 1,400 others, a tenth; one piece more, for the last is a part of a whole one.
    assert table.num_rows == pytest.approx(224, abs=10)
    place = tenth["employer"].to_numpy()
    counted = [int((place == row).sum()) for row in range(0, table.num_rows, 17)]
    assert table["persons"].to_pylist()[::17] == counted
    paid = tenth.filter(pc.greater_equal(tenth["employer"], 0))
    assert pc.sum(table["payroll_fen"]).as_py() == pc.sum(paid["base_fen"]).as_py() * 12
    # The base of all who work has the mean that the contributions of the figures give.
    mean = pc.mean(tenth.filter(pc.greater(tenth["base_fen"], 0))["base_fen"]).as_py() / 100
    assert mean == pytest.approx(value("mean_base"), rel=0.01)


def test_who_is_filed_was_filed_before_the_last_day(tenth: pa.Table) -> None:
    since = pc.list_flatten(tenth["chronic_since"])
    assert pc.max(since).as_py() <= LAST
    assert pc.equal(
        pc.list_value_length(tenth["chronic"]), pc.list_value_length(tenth["chronic_since"])
    ).unique().to_pylist() == [True]


def test_places_hang_together(tenth: pa.Table) -> None:
    assert set(tenth["county"].cast(pa.string()).to_pylist()) == {
        f"99{number:04d}" for number in range(121, 121 + count("counties"))
    }
    households = tenth.group_by("household").aggregate([("village", "count_distinct")])
    assert pc.max(households["village_count_distinct"]).as_py() == 1
    assert pc.min(pc.subtract(tenth["person"], tenth["household"])).as_py() == 0

"""Who is poor, filed, signed: as many as the figures say, and nothing that excludes another."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.figures import value
from yibao.synthetic.region.institutions import institutions
from yibao.synthetic.region.numbers import PIECES_A_BLOCK
from yibao.synthetic.region.population import persons, pieces

TENTH = Asked(0.1, date(2026, 1, 1), date(2026, 12, 31))
LARGE = Asked(5, date(2026, 1, 1), date(2026, 12, 31))
Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]


@pytest.fixture(scope="module")
def tenth() -> pa.Table:
    made = pa.concat_tables([persons(TENTH, piece) for piece in range(pieces(TENTH))])
    return made.unify_dictionaries().combine_chunks()


def has(table: pa.Table, column: str, name: str) -> Bools:
    lists = table[column].combine_chunks()
    found = np.zeros(table.num_rows, dtype=bool)
    parents = pc.list_parent_indices(lists).to_numpy()
    found[parents[pc.equal(pc.list_flatten(lists), name).to_numpy(zero_copy_only=False)]] = True
    return found


@pytest.mark.parametrize(
    ("category", "of"),
    [
        ("minimum_living", "residents_insured"),
        ("minimum_living_edge", "residents_insured"),
        ("destitute", "residents_insured"),
        ("poverty_monitored", "residents_insured"),
        ("illness_poor", "residents_insured"),
        ("expense_poor", "residents_insured"),
        ("disabled_severe", "insured"),
        ("low_income_disabled", "insured"),
        ("entitled_group", "insured"),
    ],
)
def test_categories_are_as_many_as_assumed(tenth: pa.Table, category: str, of: str) -> None:
    # A share of the residents or of all, at a tenth: 0.045 × 2,162,000 / 10 = 9,729 and so on.
    expected = value(f"category_{category}") * value(of) / 10
    assert int(has(tenth, "category", category).sum()) == pytest.approx(expected, rel=0.03)


def test_nobody_has_two_allowances_and_no_employee_one(tenth: pa.Table) -> None:
    allowances = [
        has(tenth, "category", name)
        for name in ("destitute", "minimum_living", "minimum_living_edge")
    ]
    assert np.sum(allowances, axis=0).max() == 1
    employee = pc.equal(tenth["insutype"].cast(pa.string()), "310").to_numpy()
    assert not (np.sum(allowances, axis=0) * employee).any()
    both = has(tenth, "category", "registered_poor") & has(tenth, "category", "out_of_poverty")
    assert not both.any()


def test_national_identities_follow_the_categories(tenth: pa.Table) -> None:
    for category, code in (("registered_poor", "2302"), ("destitute", "2304")):
        same = has(tenth, "category", category) == has(tenth, "psn_idet_type", code)
        assert same.all()


def test_diseases_are_filed_as_often_as_assumed(tenth: pa.Table) -> None:
    age = pc.subtract(2026, pc.year(tenth["brdy"])).to_numpy()
    old, grown = age >= 60, (age >= 35) & (age < 60)
    for disease in ("hypertension", "diabetes", "malignancy_therapy", "mental_illness"):
        filed = has(tenth, "chronic", disease)
        for name, group in (("old", old), ("grown", grown)):
            assert filed[group].mean() == pytest.approx(
                value(f"chronic_{disease}_{name}"), rel=0.05
            )
    assert not has(tenth, "chronic", "hypertension")[age < 34].any()


def test_the_frail_are_one_on_the_average_of_their_age(tenth: pa.Table) -> None:
    frailty = tenth["frailty"].to_numpy()
    age = pc.subtract(2026, pc.year(tenth["brdy"])).to_numpy()
    # The gamma's deviation is 1/√0.9 = 1.05: of 40,000 the mean errs by 0.5 %.
    for group in (age < 35, (age >= 35) & (age < 60), age >= 60):
        assert frailty[group].mean() == pytest.approx(1.0, abs=0.025)
    ill = pc.greater(pc.list_value_length(tenth["chronic"]), 0).to_numpy()
    assert frailty[ill & (age >= 60)].mean() > 1.4 * frailty[~ill & (age >= 60)].mean()


def test_a_family_doctor_is_of_the_town(tenth: pa.Table) -> None:
    doctor, town = tenth["family_doctor"].to_numpy(), tenth["town"].to_numpy()
    signed = doctor >= 0
    assert signed.mean() == pytest.approx(value("family_doctor_share"), rel=0.01)
    of_house = institutions()["town"].to_numpy()
    assert (of_house[doctor[signed]] == town[signed]).all()


def test_care_away_is_filed_with_a_neighbour(tenth: pa.Table) -> None:
    away = pc.not_equal(tenth["away_division"], "").to_numpy()
    assert away.mean() == pytest.approx(value("away_filed_share"), rel=0.01)
    assert set(pc.unique(tenth["away_division"]).to_pylist()) == {"", "990221", "990321"}


def test_income_has_its_mean(tenth: pa.Table) -> None:
    income = tenth["disposable_income_fen"].to_numpy()
    least, most = value("income_rural") * 0.55, value("income_urban")
    assert least < income.mean() / 100 < most
    poor = has(tenth, "category", "registered_poor")
    assert income[poor].mean() / 100 == pytest.approx(value("income_rural") * 0.55, rel=0.03)


def test_numbers_stay_apart_beyond_a_block() -> None:
    # A resident number has 499 places a sex; 249 pieces of two each fill them, later ones move on.
    pieces_of_two = [0, 1, PIECES_A_BLOCK - 1, PIECES_A_BLOCK, 2 * PIECES_A_BLOCK]
    found = pa.concat_arrays(
        [persons(LARGE, piece)["certno"].combine_chunks() for piece in pieces_of_two]
    )
    assert len(pc.unique(found)) == len(found)
    assert set(pc.unique(pc.utf8_length(found)).to_pylist()) == {18}

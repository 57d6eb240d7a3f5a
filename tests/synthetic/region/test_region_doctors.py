"""Staff and beds of the institutions: by the nation's means, every department with a doctor."""

from collections import Counter

import pytest

from yibao.synthetic.region.doctors import departments, doctors
from yibao.synthetic.region.institutions import institutions
from yibao.synthetic.region.tables import DOCTORS


def by_kind(column: str) -> Counter[str]:
    found: Counter[str] = Counter()
    table = institutions()
    for kind, number in zip(table["kind"].to_pylist(), table[column].to_pylist(), strict=True):
        found[kind] += number
    return found


def test_the_schema_holds_and_codes_are_unique() -> None:
    table = doctors()
    codes = table["dr_codg"].to_pylist()
    assert table.schema == DOCTORS
    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes} == {13}


def test_village_clinics_have_the_nations_mean() -> None:
    kinds = institutions()["kind"].to_pylist()
    made = Counter(kinds[row] for row in doctors()["institution"].to_pylist())
    # 1,108,000 doctors of 581,964 clinics: 1.904 each, so 4,249 or 4,250 of 2,232.
    assert made["village"] == pytest.approx(4249, abs=2)
    assert made["pharmacy"] == 0


def test_township_hospitals_have_the_nations_mean_of_beds() -> None:
    # 1,505,000 beds of 33,753: 44.6 each; 26 % of 7.23 × 2,324.7 = 16,808 are 4,370 of 98: 44.6.
    assert by_kind("beds")["township"] / 98 == pytest.approx(1_505_000 / 33_753, rel=0.01)
    whole = sum(by_kind("beds").values()) - by_kind("beds")["away"]
    assert whole == pytest.approx(16_808, rel=0.001)


def test_every_department_of_a_hospital_has_a_doctor() -> None:
    table, kinds = doctors(), institutions()["kind"].to_pylist()
    of_house: dict[int, set[str]] = {}
    for row, caty in zip(table["institution"].to_pylist(), table["caty"].to_pylist(), strict=True):
        of_house.setdefault(row, set()).add(caty)
    for row, found in of_house.items():
        if kinds[row] in {"secondary", "tcm", "tertiary", "tertiary_a"}:
            assert found == set(departments(kinds[row]))
    assert "A50" in departments("tcm")


def test_as_many_hospitals_are_private_as_the_figures_say() -> None:
    natures = Counter(institutions()["nature"].to_pylist())
    # 17 private hospitals; pharmacies and clinics are 287 + 70.
    assert natures["private_non_profit"] == 17
    assert natures["private_for_profit"] == 357

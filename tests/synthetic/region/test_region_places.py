"""Places and institutions of the region: as many as the figures say, and codes that stay."""

from collections import Counter

import pytest

from yibao.synthetic.region.figures import count
from yibao.synthetic.region.institutions import institutions
from yibao.synthetic.region.places import places
from yibao.synthetic.region.tables import INSTITUTIONS
from yibao.synthetic.region_files.institutions import institutions as numbered


def test_as_many_as_the_figures_say() -> None:
    kinds = Counter(institutions()["kind"].to_pylist())
    assert kinds["village"] == 2232
    assert kinds["pharmacy"] == 287
    # 2,811 agreements = 292 + 2,232 + 287; the rest lie elsewhere.
    assert sum(kinds.values()) - kinds["away"] == 2811
    levels = Counter(institutions()["hosp_lv"].to_pylist())
    assert levels["11"] <= count("institutions_unrated")


def test_codes_are_unique_and_have_the_national_form() -> None:
    codes = institutions()["fixmedins_code"].to_pylist()
    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes} == {12}
    assert {code[0] for code in codes} == {"H", "P"}


@pytest.mark.parametrize("kind", ["tertiary_a", "secondary", "primary", "township", "pharmacy"])
def test_the_first_of_a_kind_keep_code_and_level(kind: str) -> None:
    before = [(one.code, one.level, one.hosp_lv) for one in numbered() if one.kind == kind]
    table = institutions()
    columns = [table[name].to_pylist() for name in ("kind", "fixmedins_code", "level", "hosp_lv")]
    now = [row[1:] for row in zip(*columns, strict=True) if row[0] == kind]
    assert now[:2] == before[: len(now)][:2]


def test_every_village_with_a_clinic_has_one_in_its_town() -> None:
    here = places()
    table = institutions()
    kinds, towns = table["kind"].to_pylist(), table["town"].to_pylist()
    made = Counter(town for kind, town in zip(kinds, towns, strict=True) if kind == "village")
    wanted = Counter(here.town_of_village[here.with_clinic].tolist())
    assert made == wanted


def test_an_institution_lies_in_its_county() -> None:
    here, table = places(), institutions()
    county_of_town = here.towns["county"].to_pylist()
    for county, town in zip(table["county"].to_pylist(), table["town"].to_pylist(), strict=True):
        assert town == -1 or county_of_town[town] == county


def test_the_schema_holds() -> None:
    assert institutions().schema == INSTITUTIONS


def test_few_are_up_coders() -> None:
    # 34 + 24 + 7 + 3 hospitals, five in a hundred: 3.
    assert sum(institutions()["up_coder"].to_pylist()) == 3

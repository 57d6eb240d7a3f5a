"""A field accepts the codes of its dictionary and suggests the nearest for a wrong one."""

import csv

import pytest

from yibao.terms.dictionaries import dictionaries, dictionary
from yibao.terms.errors import InvalidInput
from yibao.terms.shipped import standards_root


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("insutype", "310 320 330 340 350 360 370 380 390 391 392 399 410 510"),
        ("med_type", "11 12 13 14 21 22 23 24 25 26 27 28 41 51 52"),
        ("mdtrt_cert_type", "01 02 03"),
        ("chrgitm_lv", "01 02 03"),
        ("med_chrgitm_type", "01 02 03 04 05 06 07 08 09 10 11 12 13 14"),
        ("list_type", "101 102 103 104 105 106 201 301"),
        ("psn_type", "11 12 13 14 1401 1405 15 16"),
        ("psn_idet_type", "2301 2302 2303 2304 2305 2306"),
        ("hi_paymtd", "1 2 3 4 5 6 9"),
        ("fund_pay_type", "310100 310200 320100 330100 390100 390200 610100 999996 999997"),
        ("naty", "1 2 56"),
    ],
)
def test_the_national_core_is_there_and_national(name: str, codes: str) -> None:
    known = dictionary(name)
    for code in codes.split():
        assert known.check(code, name) == code
        assert known.codes[code].scope == "national"


@pytest.mark.parametrize(
    ("name", "code", "scope"),
    [
        ("med_type", "2101", "hunan"),
        ("med_type", "9904", "hunan"),
        ("med_type", "15", "other"),
        ("psn_type", "116013", "hunan"),
        ("psn_cert_type", "990102", "hunan"),
        ("fund_pay_type", "330101", "other"),
        ("clr_way", "40", "hunan"),
        ("clr_type", "9907", "hunan"),
    ],
)
def test_local_codes_are_not_called_national(name: str, code: str, scope: str) -> None:
    assert dictionary(name).codes[code].scope == scope


@pytest.mark.parametrize(
    ("code", "national"),
    [
        ("21", "21"),
        ("2101", "21"),
        ("21303", "21"),
        ("2199", "21"),
        ("1301", "13"),
        ("9901", None),
        ("", None),
    ],
)
def test_a_local_extension_finds_its_national_parent(code: str, national: str | None) -> None:
    assert dictionary("med_type").national(code) == national


def test_of_two_national_parents_the_longer_counts() -> None:
    assert dictionary("psn_type").national("140299") == "1402"
    assert dictionary("psn_type").national("1499") == "14"


def test_an_unlisted_extension_is_accepted_only_when_allowed() -> None:
    known = dictionary("med_type")
    assert known.check("2199", "med_type", extensions=True) == "2199"
    assert known.label("2199").zh == "普通住院"
    with pytest.raises(InvalidInput):
        known.check("2199", "med_type")
    with pytest.raises(InvalidInput):
        known.check("77", "med_type", extensions=True)


@pytest.mark.parametrize(
    ("name", "wrong", "suggested"),
    [
        ("chrgitm_lv", "1", "01"),
        ("naty", "01", "1"),
        ("insutype", "3100", "310"),
        ("gend", "男", "1"),
    ],
)
def test_a_wrong_code_is_answered_with_the_nearest(name: str, wrong: str, suggested: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        dictionary(name).check(wrong, name)
    assert (refused.value.code, refused.value.field) == ("unknown_code", name)
    assert f"{suggested} (" in refused.value.remedy.en
    assert f"{suggested}（" in refused.value.remedy.zh


def test_a_code_like_nothing_is_refused_all_the_same() -> None:
    with pytest.raises(InvalidInput) as refused:
        dictionary("gend").check("#####", "gend")
    assert refused.value.remedy.en == "Look it up in the dictionary."


@pytest.mark.parametrize("name", ["unknown_one", "otc_flag", "dcla_souc"])
def test_missing_and_damaged_dictionaries_take_any_text(name: str) -> None:
    assert dictionary(name).is_open
    assert dictionary(name).check("whatever", name) == "whatever"


def test_fields_find_the_dictionary_they_share() -> None:
    assert dictionary("chrg_type").codes is dictionary("med_chrgitm_type").codes
    assert dictionary("chrgType").codes is dictionary("chrg_type").codes
    assert dictionary("dscg_caty").label("A03.04").zh == "心血管内科专业"
    assert dictionary("dept").label("A32.01").zh == "X线诊断专业"


def test_the_tables_are_whole() -> None:
    states = {known.state for known in dictionaries().values()}
    assert states == {"complete", "damaged", "missing"}
    for known in dictionaries().values():
        assert bool(known.codes) == (known.state != "missing"), known.name
        assert known.name_zh
        for code, entry in known.codes.items():
            assert code == entry.code
            assert not set(code) & set("?~ ")
            assert entry.name_zh
            assert entry.scope in {"national", "hunan", "other"}


def test_every_code_belongs_to_a_listed_dictionary_and_stands_once() -> None:
    file = standards_root() / "dictionaries" / "codes.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        keys = [(row["dictionary"], row["code"]) for row in csv.DictReader(stream)]
    assert len(keys) > 3_000
    assert len(set(keys)) == len(keys)
    assert {name for name, _ in keys} <= set(dictionaries())

"""A division finds the folders whose rules it has."""

from pathlib import Path

import pytest

from yibao.terms.admdvs import Division, folder_chain, region_folder, regions
from yibao.terms.errors import InvalidInput


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("610113", ["cn", "cn/61", "cn/61/6101", "cn/61/6101/610113"]),
        ("610100", ["cn", "cn/61", "cn/61/6101"]),
        ("610199", ["cn", "cn/61", "cn/61/6101"]),
        ("610000", ["cn", "cn/61"]),
        ("619900", ["cn", "cn/61"]),
        ("110000", ["cn", "cn/11"]),
        ("110100", ["cn", "cn/11"]),
        ("110105", ["cn", "cn/11", "cn/11/110105"]),
        ("500000", ["cn", "cn/50"]),
        ("500153", ["cn", "cn/50", "cn/50/500153"]),
        ("500229", ["cn", "cn/50", "cn/50/500229"]),
        ("310115", ["cn", "cn/31", "cn/31/310115"]),
        ("429004", ["cn", "cn/42", "cn/42/429004"]),
        ("659001", ["cn", "cn/65", "cn/65/659001"]),
        ("150902", ["cn", "cn/15", "cn/15/1509", "cn/15/1509/150902"]),
        ("990100", ["cn", "demo"]),
        ("990199", ["cn", "demo"]),
        ("990121", ["cn", "demo", "demo/990121"]),
        ("990127", ["cn", "demo", "demo/990127"]),
        ("cn", ["cn"]),
        ("cn/61/6101", ["cn", "cn/61", "cn/61/6101"]),
        ("demo", ["cn", "demo"]),
    ],
)
def test_chain(code: str, chain: list[str]) -> None:
    assert folder_chain(code) == chain


@pytest.mark.parametrize(
    "code",
    [
        "",
        "61011",
        "6101130",
        "61011X",
        "061011",
        "６１０１１３",
        "xian",
        "../etc",
        "cn/../x",
        "CN",
        610113,
    ],
)
def test_refuses_what_is_no_division(code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        folder_chain(code, "insuplc_admdvs")
    assert (refused.value.code, refused.value.field) == ("invalid_division", "insuplc_admdvs")


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("610000", "province"),
        ("619900", "province"),
        ("110000", "province"),
        ("610100", "city"),
        ("610199", "city"),
        ("610113", "county"),
        ("110105", "county"),
        ("429004", "county"),
    ],
)
def test_level(code: str, level: str) -> None:
    assert Division.parse(code).level == level


def test_a_county_without_rules_has_its_citys(tmp_path: Path) -> None:
    (tmp_path / "cn" / "61" / "6101").mkdir(parents=True)
    assert region_folder("610113", tmp_path) == "cn/61/6101"
    assert region_folder("611002", tmp_path) == "cn/61"
    assert region_folder("429004", tmp_path) == "cn"


def test_a_folder_that_is_named_must_exist(tmp_path: Path) -> None:
    (tmp_path / "cn").mkdir()
    with pytest.raises(InvalidInput) as refused:
        region_folder("cn/61", tmp_path)
    assert refused.value.code == "unknown_region"


def test_the_listed_regions_follow_the_rules() -> None:
    listed = regions()
    assert {"610100", "510100", "620100", "320100", "230800", "150900"} <= set(listed)
    assert {"360100", "500000", "110000", "611000", "990100"} <= set(listed)
    for code, region in listed.items():
        assert folder_chain(code)[-1] == region.folder
        assert region.fictitious == code.startswith("99")
        assert region.label.zh
        assert region.label.en

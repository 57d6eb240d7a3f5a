"""The class of an institution comes from the table, never from the order of codes."""

import pytest

from yibao.terms.dictionaries import dictionary
from yibao.terms.errors import InvalidInput
from yibao.terms.levels import LEVEL_GROUPS, LEVELS, level, level_of_code


def test_keys_are_those_policies_use() -> None:
    assert [known.key for known in LEVELS] == [
        "village",
        "community_station",
        "community",
        "township",
        "township_central",
        "unrated",
        "primary",
        "secondary",
        "tertiary_county",
        "tertiary_b",
        "tertiary",
        "tertiary_a",
        "tertiary_special",
        "tertiary_provincial",
        "pharmacy",
    ]
    ranks = [known.rank for known in LEVELS]
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("1", "tertiary_special"),
        ("2", "tertiary_a"),
        ("02", "tertiary_a"),
        ("3", "tertiary_b"),
        ("5", "secondary"),
        ("10", "primary"),
        ("11", "unrated"),
        ("12", "tertiary"),
        ("13", "secondary"),
        ("14", "primary"),
        ("99", "unrated"),
        ("", "unrated"),
    ],
)
def test_level_of_code(code: str, key: str) -> None:
    assert level_of_code(code) is level(key)


def test_every_code_of_the_dictionary_has_the_class_its_name_says() -> None:
    stems = {"三级": "tertiary", "二级": "secondary", "一级": "primary", "无等级": "unrated"}
    codes = dictionary("hosp_lv").codes
    assert len(codes) == 14
    for code, known in codes.items():
        stem = next(stem for stem in stems if known.name_zh.startswith(stem))
        assert level_of_code(code).key.startswith(stems[stem])


def test_groups_hold_known_levels_and_nest() -> None:
    for members in LEVEL_GROUPS.values():
        assert members == tuple(known.key for known in LEVELS if known.key in members)
    groups = {name: set(members) for name, members in LEVEL_GROUPS.items()}
    assert groups["grassroots"] < groups["primary_and_below"] < groups["secondary_and_below"]
    assert not groups["secondary_and_below"] & groups["tertiary_any"]
    everything = {known.key for known in LEVELS}
    assert groups["secondary_and_below"] | groups["tertiary_any"] == everything - {"pharmacy"}
    assert groups["hospital_any"] == everything - {"pharmacy"}
    assert not set(groups) & everything


def test_an_unknown_level_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidInput) as refused:
        level("三级", "level")
    assert refused.value.code == "unknown_level"
    assert "tertiary_a" in refused.value.remedy.en

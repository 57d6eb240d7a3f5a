"""Classes of institutions (医疗机构级别): by them a region sets deductibles and shares.

The class of an institution follows from a table, never from the order of its codes: in the
provider interface 1 is the highest class and 8 a low one, while 12 is high again.
"""

from dataclasses import dataclass
from functools import cache

from yibao.terms.errors import InvalidInput
from yibao.terms.tables import rows
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class Level:
    """One class of institutions.

    Args:
        key: the name used in policy files.
        label: its name for people.
        rank: for sorting on a screen only; no rule may compare ranks.

    >>> level("tertiary_a").label.zh
    '三级甲等'

    """

    key: str
    label: Text
    rank: int


def _read_levels() -> tuple[Level, ...]:
    return tuple(
        Level(row["key"], Text(row["name_zh"], row["name_en"]), int(row["rank"]))
        for row in rows("levels", "levels.csv")
    )


def _read_groups() -> dict[str, tuple[str, ...]]:
    return {row["key"]: tuple(row["levels"].split()) for row in rows("levels", "groups.csv")}


LEVELS: tuple[Level, ...] = _read_levels()
"""Every class, in the order of `rank`."""

LEVEL_GROUPS: dict[str, tuple[str, ...]] = _read_groups()
"""Names that policies use for several classes at once, such as ``primary_and_below``."""

_BY_KEY = {known.key: known for known in LEVELS}


def level(key: str, field: str = "level") -> Level:
    """Return the class named `key`.

    Raises:
        InvalidInput: code ``unknown_level``.

    >>> level("village").label.en
    'village clinic'

    """
    if key in _BY_KEY:
        return _BY_KEY[key]
    keys = ", ".join(_BY_KEY)
    raise InvalidInput(
        "unknown_level",
        field,
        Text(f"没有名为“{key}”的医疗机构级别。", f"There is no level {key!r}."),
        Text(f"请用其中之一：{keys}。", f"Use one of: {keys}."),
    )


@cache
def _level_codes() -> dict[str, str]:
    return {row["code"]: row["level"] for row in rows("levels", "codes.csv")}


def level_of_code(hosp_lv: str) -> Level:
    """Return the class of an institution by its interface code `hosp_lv` (医院等级).

    A leading zero does not matter; a code the table lacks is an unrated institution.

    >>> level_of_code("2").key, level_of_code("12").key, level_of_code("77").key
    ('tertiary_a', 'tertiary', 'unrated')
    """
    return _BY_KEY[_level_codes().get(hosp_lv.strip().lstrip("0"), "unrated")]

"""Invented institutions (定点医药机构): so many of each kind, with a code, a county, a level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yibao.benefit.stay import Provider
from yibao.terms.tables import rows

COUNTIES = tuple(f"99{number:04d}" for number in range(121, 128))
"""The invented divisions; 99 is no province."""
_AWAY = ("990221", "990321")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of institution and how many there are."""

    provider: Provider
    count: int
    away: bool = False


KINDS = {
    kind.provider.number: kind
    for kind in (
        Kind(Provider("village", number="village"), 600),
        Kind(Provider("community_station", number="station"), 60),
        Kind(Provider("community", number="community"), 50),
        Kind(Provider("township", number="township"), 60),
        Kind(Provider("unrated", "clinic", number="clinic"), 90),
        Kind(Provider("primary", number="primary"), 40),
        Kind(Provider("secondary", number="secondary"), 30),
        Kind(Provider("secondary", "tcm_hospital", number="tcm"), 8),
        Kind(Provider("tertiary", number="tertiary"), 3),
        Kind(Provider("tertiary_b", number="tertiary_b"), 5),
        Kind(Provider("tertiary_a", number="tertiary_a"), 8),
        Kind(Provider("tertiary_special", number="special"), 1),
        Kind(Provider("pharmacy", "pharmacy", number="pharmacy"), 300),
        Kind(Provider("tertiary_a", number="away"), 40, away=True),
    )
}
"""By the number that a way of care gives its provider."""


@dataclass(frozen=True, slots=True)
class Institution:
    """One institution as a claim names it; `hosp_lv` is empty where no code gives its level."""

    code: str
    kind: str
    level: str
    hosp_lv: str


def institutions() -> tuple[Institution, ...]:
    """List all institutions, those of a kind beside one another.

    >>> institutions()[0]
    Institution(code='H99012100001', kind='village', level='village', hosp_lv='')
    """
    return tuple(_institutions())


def spans() -> dict[str, tuple[int, int]]:
    """Return for each kind where it begins among the institutions, and how many there are.

    >>> spans()["station"]
    (600, 60)
    """
    found, first = {}, 0
    for name, kind in KINDS.items():
        found[name] = first, kind.count
        first += kind.count
    return found


def _institutions() -> Iterator[Institution]:
    codes: dict[str, list[str]] = {}
    for row in rows("levels", "codes.csv"):
        codes.setdefault(row["level"], []).append(row["code"])
    number = 0
    for name, kind in KINDS.items():
        level = kind.provider.level
        of_level = codes.get(level, [""])
        letter = "P" if level == "pharmacy" else "H"
        divisions = _AWAY if kind.away else COUNTIES
        for place in range(kind.count):
            number += 1
            code = f"{letter}{divisions[place % len(divisions)]}{number:05d}"
            yield Institution(code, name, level, of_level[place % len(of_level)])

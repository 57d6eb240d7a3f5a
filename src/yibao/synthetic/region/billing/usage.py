"""Which goods suit which theme (用途): chances of tests and treatments, shelves of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from yibao.synthetic.region.billing.shelf import Shelf
from yibao.synthetic.region.billing.themes import EVERY, numbered, themes
from yibao.synthetic.region.goods import DRUG_GROUPS, MOST_TIER, Ints, goods

Chances = np.ndarray[tuple[int, int], np.dtype[np.float64]]

OPERATION = "operation"
"""Stands among the uses like a theme: of visits with an operation."""
_FEW_TESTS = 6
_DEAR_FEN = 5_000
"""What is dearer may fill a bill that is far from the sum wanted."""
_ALL_THEMES_DRUGS = "any"
_OUT_INJECTED = ("sugar", "tumour", "kidney", "eye", "blood", "mind", "trauma", "tb")
"""Themes of which injections are given to those who do not stay."""
_TAKE_HOME_INJECTED = ("sugar",)
"""Themes of which injections are sold over the counter of a pharmacy."""
_WITHOUT_OPERATION = "m-"
"""Stands before the theme of materials that are used without an operation."""


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """Goods that are charged for or not, by chance.

    `stay` and `visit` have a row for each theme, one for operations at the end, and a column for
    each of `goods`, the usual ones first.
    """

    goods: Ints
    stay: Chances
    visit: Chances


@cache
def tests() -> Chance:
    """Return tests and imaging."""
    return _chance("test", "imaging")


@cache
def daily() -> Chance:
    """Return treatments that are given every day, infusion first."""
    return _chance("daily")


def repeated(good: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Say which tests are done again in a long stay: the first of the catalogue."""
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = np.isin(good, tests().goods[:_FEW_TESTS])
    return found


def place_of(theme: Ints, tier: Ints) -> Ints:
    """Return the number of the list of a theme at a tier in the shelves of this module."""
    return theme * (MOST_TIER + 1) + tier


@cache
def shelf(purpose: str) -> Shelf:
    """Return goods by theme and tier, see `place_of`.

    Args:
        purpose: injected, swallowed, support (of stays), taken_home (of visits), sold (in
            pharmacies), herbs, medical, surgical (what fills the bill of a stay), done (of
            a visit).

    """
    return Shelf(
        [
            [good for good in _of(purpose, theme) if goods().place[good] <= tier]
            for theme in themes()
            for tier in range(MOST_TIER + 1)
        ]
    )


def _of(purpose: str, theme: str) -> list[int]:
    listed = goods()
    if purpose == "injected":
        return _drugs(theme, ("injection",))
    if purpose == "swallowed":
        return _drugs(theme, ("oral", "inhaled", "external"))
    if purpose in ("taken_home", "sold"):
        injected = _OUT_INJECTED if purpose == "taken_home" else _TAKE_HOME_INJECTED
        groups = DRUG_GROUPS if theme in injected else ("oral", "inhaled", "external")
        return _drugs(theme, groups)
    if purpose == "support":
        return listed.of_group("support")
    if purpose == "herbs":
        wanted = (theme, _ALL_THEMES_DRUGS)
        return [good for good in listed.of_group("herb") if any(_suits(good, t) for t in wanted)]
    if purpose == "done":
        return [
            good for good in listed.of_group("test", "imaging", "daily") if _chosen(good, theme)
        ]
    drugs = [good for good in _drugs(theme, ("injection",)) if listed.price_fen[good] > _DEAR_FEN]
    own = theme if purpose == "surgical" else f"{_WITHOUT_OPERATION}{theme}"
    filled = [
        good for good in listed.of_group("fill") if {purpose, own} & set(listed.uses[good].split())
    ]
    return filled + drugs


def _drugs(theme: str, groups: tuple[str, ...]) -> list[int]:
    found = [good for good in goods().of_group(*groups) if _suits(good, theme)]
    return found or [good for good in goods().of_group(*groups) if _suits(good, _ALL_THEMES_DRUGS)]


def _suits(good: int, theme: str) -> bool:
    return theme in goods().uses[good].split()


def _chosen(good: int, theme: str) -> bool:
    """Say whether those of a theme who do not stay may be charged for it at all."""
    return any(
        name in (theme, EVERY) and float(visit) > 0
        for name, _, visit in (use.split(":") for use in goods().uses[good].split() if ":" in use)
    )


def _chance(*groups: str) -> Chance:
    listed = goods()
    numbers = listed.of_group(*groups)
    stay = np.zeros((len(themes()) + 1, len(numbers)))
    visit = np.zeros_like(stay)
    for column, good in enumerate(numbers):
        for use in sorted(listed.uses[good].split(), key=lambda use: not use.startswith(EVERY)):
            name, of_stay, of_visit = use.split(":")
            row = _row(name)
            stay[row, column], visit[row, column] = float(of_stay), float(of_visit)
    return Chance(np.array(numbers), stay, visit)


def _row(name: str) -> int | slice:
    if name == EVERY:
        return slice(0, len(themes()))
    if name == OPERATION:
        return len(themes())
    return numbered(name) if name in themes() else len(themes())


@cache
def operations() -> tuple[tuple[str, ...], Shelf]:
    """Return beginnings of ICD-9-CM-3 codes, and a shelf with what each costs.

    >>> beginnings, _ = operations()
    >>> "47" in beginnings, "" in beginnings
    (True, True)
    """
    beginnings, lists = _by_procedure("operation")
    return beginnings, Shelf(lists)


@cache
def implants() -> tuple[tuple[str, ...], Shelf]:
    """Return beginnings of ICD-9-CM-3 codes, and a shelf with what is put in or used up for each.

    What is used for all that begin with 79 is also used for 79.3. Of other codes nothing is.
    """
    beginnings, lists = _by_procedure("implant")
    own = dict(zip(beginnings, lists, strict=True))
    return ("", *beginnings), Shelf(
        [[], *([good for b in own if a.startswith(b) for good in own[b]] for a in beginnings)]
    )


def _by_procedure(group: str) -> tuple[tuple[str, ...], list[list[int]]]:
    listed = goods()
    by_beginning: dict[str, list[int]] = {}
    for good in listed.of_group(group):
        for beginning in listed.uses[good].split():
            by_beginning.setdefault(beginning.replace(EVERY, ""), []).append(good)
    return tuple(by_beginning), list(by_beginning.values())


def list_of(code: str, known: tuple[str, ...]) -> int:
    """Return the place of the longest of some beginnings that a procedure has.

    >>> list_of("47.0100", operations()[0]) == operations()[0].index("47.0")
    True
    """
    for length in range(len(code), 0, -1):
        if code[:length] in known:
            return known.index(code[:length])
    return known.index("")

"""Kinds of persons (人群类型): everything about a person that the law may ask, and how many are so.

A person of the files is one of a profile, with a birthday, a sex and a county of its own. There
are some hundreds of profiles, so that each can be tried against the law once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from yibao.policy.plan import Plan
from yibao.synthetic.asked import Asked as AskedNames
from yibao.synthetic.asked import asked as asked_names
from yibao.synthetic.people import EMPLOYEES, RESIDENTS

RAREST = 20_000
"""A combination rarer than one person in so many does not occur."""


@dataclass(frozen=True, slots=True)
class Group:
    """A status, the ages it is found at, its share of all (%) and how often it seeks care."""

    scheme: str
    status: str
    youngest: int
    oldest: int
    share: int
    visits: int
    sickness: int
    """How much likelier a filed disease is than in grown-ups, in percent."""


GROUPS = (
    Group(EMPLOYEES, "working", 22, 57, 30, 8, 60),
    Group(EMPLOYEES, "retired", 58, 88, 15, 18, 200),
    Group(RESIDENTS, "adult", 19, 57, 26, 7, 80),
    Group(RESIDENTS, "elderly", 60, 90, 14, 16, 200),
    Group(RESIDENTS, "student", 7, 20, 9, 5, 10),
    Group(RESIDENTS, "child", 1, 5, 6, 10, 5),
)
_POOR = {
    "minimum_living": 12,
    "minimum_living_edge": 6,
    "destitute": 4,
    "registered_poor": 4,
    "disabled_severe": 4,
}
"""In a thousand persons of the middle; residents are twice as often poor, employees seldom."""
_POOR_FACTOR = {EMPLOYEES: 3, RESIDENTS: 20}
_FILED = {
    ("hypertension",): 50,
    ("diabetes",): 30,
    ("diabetes", "hypertension"): 15,
    ("malignancy_therapy",): 10,
    ("hepatitis",): 8,
    ("mental_illness",): 8,
    ("dialysis",): 3,
    ("tuberculosis",): 2,
    ("transplant_antirejection",): 1,
}
"""In a thousand grown-ups."""
_SICKER = 5, 2
"""Who has filed a disease seeks care so much more often."""
_EXPECTING = {"working": 15, "adult": 15}
"""In a thousand persons of a status: women with a child in this year."""
MOTHERS_AGES = (22, 38)
_CIVIL_SERVANTS = (60, "section"), (20, "county")
_LARGE_SUM = 880
_OUT_OF = 1000


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of person; `weight` is its share among all, `visits` how often it seeks care."""

    group: Group
    category: str
    cover: tuple[str, ...]
    rank: str
    filed: tuple[str, ...]
    premium_class: str
    expecting: bool
    weight: int
    visits: int

    @property
    def ages(self) -> tuple[int, int]:
        """The youngest and the oldest age at the beginning of the year."""
        return MOTHERS_AGES if self.expecting else (self.group.youngest, self.group.oldest)


def profiles(plan: Plan) -> tuple[Profile, ...]:
    """List the kinds of persons that a plan's vocabulary can tell, but for the rarest."""
    names = asked_names(plan)
    found = [
        profile
        for group in GROUPS
        if group.scheme in plan.vocabulary.schemes
        for profile in _of_group(group, plan, names)
    ]
    whole = sum(profile.weight for profile in found)
    return tuple(profile for profile in found if profile.weight * RAREST >= whole)


def _of_group(group: Group, plan: Plan, names: AskedNames) -> Iterator[Profile]:
    parts = product(
        _categories(group, plan), _covers(group, plan, names), _filed(group, plan), _mothers(group)
    )
    classes = names.premium_class if group.scheme == RESIDENTS else ()
    for (category, poor), (cover, rank, covered), (filed, ill), (mother, many) in parts:
        weight = group.share * poor * covered * ill * many
        often = _often(group, bool(filed), bool(category))
        for premium_class in classes or ("single",):
            yield Profile(
                *(group, category, cover, rank, filed, premium_class, mother),
                weight // max(1, len(classes)),
                often,
            )


def _often(group: Group, ill: bool, poor: bool) -> int:
    more, of = _SICKER if ill else (1, 1)
    return group.visits * 10 * more // of * (6 if poor else 5) // 5


def _categories(group: Group, plan: Plan) -> list[tuple[str, int]]:
    known = plan.vocabulary.codes["category"]
    poor = [
        (name, many * _POOR_FACTOR[group.scheme] // 10)
        for name, many in _POOR.items()
        if name in known
    ]
    return [("", _OUT_OF - sum(many for _, many in poor)), *poor]


def _covers(group: Group, plan: Plan, names: AskedNames) -> list[tuple[tuple[str, ...], str, int]]:
    """List cover, rank, how many in a thousand; only employees have a further cover."""
    if group.scheme != EMPLOYEES:
        return [((), "none", _OUT_OF)]
    known = plan.vocabulary.codes["cover"]
    large = ("large_sum",) if "large_sum" in known else ()
    found: list[tuple[tuple[str, ...], str, int]] = [(large, "none", _LARGE_SUM)]
    if "civil_servant" in known:
        for many, rank in _CIVIL_SERVANTS:
            held = rank if rank in names.rank else "none"
            found.append((("civil_servant", *large), held, many))
    return [((), "none", _OUT_OF - sum(many for _, _, many in found)), *found]


def _filed(group: Group, plan: Plan) -> list[tuple[tuple[str, ...], int]]:
    known = plan.vocabulary.codes["filed"]
    ill = [
        (diseases, many * group.sickness // 100)
        for diseases, many in _FILED.items()
        if all(disease in known for disease in diseases)
    ]
    return [((), _OUT_OF - sum(many for _, many in ill)), *((d, m) for d, m in ill if m)]


def _mothers(group: Group) -> list[tuple[bool, int]]:
    expecting = _EXPECTING.get(group.status, 0)
    return [(False, _OUT_OF - expecting), *([(True, expecting)] if expecting else [])]

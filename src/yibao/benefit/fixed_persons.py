"""Three invented persons, each with a year of five visits: what a law makes of them is comparable.

A farmer in hospitals of the second level, a retiree with diabetes, and a child of a household on
the minimum living allowance whose illness is a catastrophe. Nobody here exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yibao.benefit.visit import Amounts, FactValue, Visit
from yibao.terms.money import FEN_PER_YUAN
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class FixedVisit:
    """A visit without its year: from and to as (month, day), the bill in yuan by its parts."""

    care: str
    level: str
    begin: tuple[int, int]
    end: tuple[int, int]
    in_scope: int
    first_pay: int = 0
    full_self: int = 0
    facts: Mapping[str, FactValue] | None = None


@dataclass(frozen=True, slots=True)
class FixedPerson:
    """An invented person, insured in one scheme, and the visits of a year."""

    name: str
    label: Text
    scheme: str
    facts: Mapping[str, FactValue]
    visits: tuple[FixedVisit, ...]

    def year(self, year: int) -> list[Visit]:
        """Return the visits in one year, in the order in which they are settled.

        >>> [str(visit.discharge) for visit in FIXED_PERSONS[0].year(2025)][:2]
        ['2025-02-11', '2025-03-16']
        """
        return [self._visit(visit, year, number) for number, visit in enumerate(self.visits, 1)]

    def _visit(self, visit: FixedVisit, year: int, number: int) -> Visit:
        end = date(year, *visit.end)
        amounts = Amounts(
            full_self=visit.full_self * FEN_PER_YUAN,
            first_pay=visit.first_pay * FEN_PER_YUAN,
            in_scope=visit.in_scope * FEN_PER_YUAN,
        )
        return Visit(
            scheme=self.scheme,
            care=visit.care,
            admission=date(year, *visit.begin),
            discharge=end,
            settlement=end,
            facts={**self.facts, "level": visit.level, **(visit.facts or {})},
            amounts={"main": amounts},
            number=f"{self.name}-{number}",
        )


_DIABETES: dict[str, FactValue] = {"disease": "diabetes", "filed": frozenset({"diabetes"})}

FIXED_PERSONS = (
    FixedPerson(
        "farmer",
        Text("农民，55岁，居民医保", "a farmer of 55, residents' scheme"),
        "390",
        # Where premiums have classes a farmer mostly pays the low one; elsewhere nobody asks.
        {"status": "adult", "age": 55, "premium_class": "low"},
        (
            FixedVisit("outpatient", "township", (2, 11), (2, 11), in_scope=130, first_pay=10),
            FixedVisit("inpatient", "secondary", (3, 8), (3, 16), 6_200, 420, 180),
            FixedVisit("outpatient", "village", (5, 20), (5, 20), in_scope=65),
            FixedVisit("inpatient", "secondary", (7, 2), (7, 15), 17_400, 1_350, 650),
            FixedVisit("outpatient", "secondary", (10, 9), (10, 9), in_scope=310, first_pay=35),
        ),
    ),
    FixedPerson(
        "retiree",
        Text(
            "退休人员，68岁，糖尿病，职工医保", "a retiree of 68 with diabetes, employees' scheme"
        ),
        "310",
        {
            "status": "retired",
            "age": 68,
            "filed": frozenset({"diabetes"}),
            "cover": frozenset({"large_sum"}),
        },
        (
            FixedVisit("chronic", "secondary", (1, 15), (1, 15), 860, 60, 0, _DIABETES),
            FixedVisit("chronic", "secondary", (4, 15), (4, 15), 1_240, 90, 0, _DIABETES),
            FixedVisit("inpatient", "tertiary_a", (6, 3), (6, 14), 21_500, 2_300, 1_200),
            FixedVisit("chronic", "community", (8, 15), (8, 15), 780, 40, 0, _DIABETES),
            FixedVisit("outpatient", "tertiary_a", (11, 5), (11, 5), 640, 80, 50),
        ),
    ),
    FixedPerson(
        "child",
        Text(
            "低保家庭儿童，9岁，大病，居民医保",
            "a child of 9, minimum living allowance, gravely ill",
        ),
        "390",
        {
            "status": "child",
            "age": 9,
            "premium_class": "low",
            "category": frozenset({"minimum_living"}),
        },
        (
            FixedVisit("outpatient", "tertiary_a", (1, 20), (1, 20), 480, 60, 40),
            FixedVisit("inpatient", "tertiary_a", (1, 25), (3, 2), 148_000, 16_500, 9_800),
            FixedVisit("inpatient", "tertiary_a", (4, 6), (5, 4), 96_000, 11_200, 6_400),
            FixedVisit("inpatient", "secondary", (6, 12), (6, 25), 14_800, 900, 300),
            FixedVisit("inpatient", "tertiary_a", (9, 1), (9, 28), 72_500, 8_600, 4_100),
        ),
    ),
)
"""The persons of `yibao policy diff`."""

"""Invented persons with dated facts (演示参保人), as far as the law asks about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import numpy as np

from yibao.benefit.person import Filing, Insured, Person, Spell
from yibao.policy.plan import Plan
from yibao.synthetic.asked import Asked, asked
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

Content = TypeVar("Content")

EMPLOYEES, RESIDENTS = "310", "390"

_AGES = {
    (EMPLOYEES, "working"): (22, 59),
    (EMPLOYEES, "flexible"): (22, 59),
    (EMPLOYEES, "retired"): (56, 88),
    (RESIDENTS, "adult"): (19, 59),
    (RESIDENTS, "elderly"): (60, 90),
    (RESIDENTS, "student"): (7, 22),
    (RESIDENTS, "child"): (1, 6),
}
_SHARES = {"working": 26, "flexible": 5, "retired": 15, "adult": 25, "elderly": 14} | {
    "student": 9,
    "child": 6,
}
"""Of a hundred persons; a law that does not tell two of them apart treats them alike."""

_PREVALENCE = {"hypertension": 6.0, "diabetes": 5.0, "malignancy_therapy": 1.2, "hepatitis": 1.0}
_RARE = 0.6
_COVERS = {"large_sum": 0.95, "civil_servant": 0.15, "enterprise": 0.04}
_RARE_COVER = 0.06
_POOR_SHARE = {EMPLOYEES: 0.05, RESIDENTS: 0.2}
_CHANGES = 0.03
"""The share of persons who retire, or find a job, in the middle of the year."""

_WAGE_FEN, _PENSION_FEN = 7_200_000, 3_600_000


def people(plan: Plan, year: int, seed: int, count: int) -> tuple[Person, ...]:
    """Invent persons, insured in the schemes that the plan knows.

    Raises:
        InvalidInput: code ``no_benefit``, for a region without any layer.

    """
    if not plan.programs:
        raise _no_benefit(plan)
    rng = np.random.default_rng([seed, 1])
    known = asked(plan)
    groups = [group for group in _AGES if group[0] in plan.vocabulary.schemes]
    weights = np.array([_SHARES[status] for _, status in groups], dtype=float)
    drawn = rng.choice(len(groups), count, p=weights / weights.sum())
    return tuple(
        _person(str(number), groups[group], year, known, rng)
        for number, group in enumerate(drawn.tolist(), 1)
    )


def _person(
    number: str, group: tuple[str, str], year: int, known: Asked, rng: np.random.Generator
) -> Person:
    scheme, status = group
    youngest, oldest = _AGES[group]
    age = int(rng.integers(youngest, oldest + 1))
    birth = date(year - age, int(rng.integers(1, 13)), int(rng.integers(1, 29)))
    since = date(year - 5, 1, 1)
    rank, covers = _covers(scheme, known, rng)
    kinds = [kind for kind in known.filing if kind in ("long_term", "referral", "temporary")]
    filings = [Filing(str(rng.choice(kinds)))] if kinds and rng.random() < 0.2 else []
    wage = round(_WAGE_FEN * float(rng.lognormal(0.0, 0.4)) / 100) * 100
    money = {"annual_wage": wage, "monthly_wage": wage // 12, "annual_pension": _PENSION_FEN}
    counts = {
        "continuous_years": int(rng.integers(1, 15)),
        "zero_claim_years": int(rng.integers(0, 4)),
    }
    return Person(
        number,
        birth,
        _insured(scheme, status, year, known, rng),
        categories=_spells(_category(scheme, known, rng), since),
        covers=_spells(covers, since),
        filings=_spells(filings, date(year, 1, 1)),
        filed=_spells(_filed(age, known, rng), since),
        signed=_spells([""] if rng.random() < 0.4 else [], since),
        ranks=_spells(rank, since),
        numbers={name: (Spell(value, since),) for name, value in (money | counts).items()},
    )


def _spells(contents: Sequence[Content], first: date) -> tuple[Spell[Content], ...]:
    return tuple(Spell(content, first) for content in contents)


def _insured(
    scheme: str, status: str, year: int, known: Asked, rng: np.random.Generator
) -> tuple[Spell[Insured], ...]:
    classes = known.premium_class or ("single",)
    premium_class = str(rng.choice(classes)) if scheme == RESIDENTS else "single"
    insured = Insured(scheme, status, premium_class)
    since, change = date(year - 5, 1, 1), date(year, 7, 1)
    later = {"working": Insured(EMPLOYEES, "retired"), "adult": Insured(EMPLOYEES, "working")}
    if status not in later or rng.random() >= _CHANGES:
        return (Spell(insured, since),)
    return Spell(insured, since, date(year, 6, 30)), Spell(later[status], change)


def _covers(
    scheme: str, known: Asked, rng: np.random.Generator
) -> tuple[Sequence[str], Sequence[str]]:
    """Draw rank and covers; only civil servants have a rank."""
    if scheme != EMPLOYEES:
        only = [name for name in known.cover if name == "city_supplement"]
        return [], [name for name in only if rng.random() < _RARE_COVER]
    covers = [name for name in known.cover if rng.random() < _COVERS.get(name, _RARE_COVER)]
    if "civil_servant" not in covers or not known.rank:
        return [], covers
    return [known.rank[0 if rng.random() < 0.8 else -1]], covers


def _category(scheme: str, known: Asked, rng: np.random.Generator) -> Sequence[str]:
    if not known.category or rng.random() >= _POOR_SHARE[scheme]:
        return []
    weights = np.array([4.0 if "minimum_living" in name else 1.0 for name in known.category])
    return [str(rng.choice(known.category, p=weights / weights.sum()))]


def _filed(age: int, known: Asked, rng: np.random.Generator) -> Sequence[str]:
    """Draw the chronic diseases that a person has filed: the older, the likelier."""
    if not known.disease or rng.random() >= 0.05 + age / 160:
        return []
    weights = np.array([_PREVALENCE.get(name, _RARE) for name in known.disease])
    many = min(len(known.disease), 2 if rng.random() < 0.3 else 1)
    drawn = rng.choice(known.disease, many, replace=False, p=weights / weights.sum())
    return [str(name) for name in drawn]


def _no_benefit(plan: Plan) -> InvalidInput:
    label = plan.policy.label
    return InvalidInput(
        "no_benefit",
        "region",
        Text(f"{label.zh}没有任何待遇层。", f"{label.en} has no layer of benefits."),
        Text("换一个地区，如 cn/61/6101。", "Take another region, such as cn/61/6101."),
    )

"""A person with dated facts, and the facts of one visit taken from them (参保人).

What somebody is changes: schemes, status, identities, filings. Each is a spell with a first and a
last day; a visit sees the ones that hold on the plan's `eligibility_date`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from yibao.benefit.stay import Stay, split_at_year_end
from yibao.benefit.visit import FactValue, Visit
from yibao.policy.facts import FACTS, FactKind
from yibao.policy.plan import Plan
from yibao.terms.dates import age_on
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

Content = TypeVar("Content")

AT_HOME = ("in_county", "in_city")
NUMBERS = tuple(
    fact.name
    for fact in FACTS.values()
    if fact.kind in (FactKind.COUNT, FactKind.MONEY)
    and fact.name not in ("age", "ordinal", "total")
)
"""The numbers that a person may bring along."""


@dataclass(frozen=True, slots=True)
class Spell(Generic[Content]):
    """Something that holds from a first to a last day, both included; no last day: until further.

    >>> Spell("working", date(2020, 1, 1), date(2024, 6, 30)).holds(date(2024, 6, 30))
    True
    """

    content: Content
    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise InvalidInput(
                "dates_reversed",
                "last",
                Text(
                    f"截止 {self.last} 早于起始 {self.first}。",
                    f"The last day {self.last} is before the first, {self.first}.",
                ),
                Text("核对起止日期。", "Check both dates."),
            )

    def holds(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Insured:
    """How somebody is insured (参保): the scheme, the status in it, the class of premium."""

    scheme: str
    status: str
    premium_class: str = "single"
    benefits_from: date | None = None
    """The first day with benefits, where the person had to wait (待遇等待期)."""


@dataclass(frozen=True, slots=True)
class Filing:
    """A filing for care away from home (异地就医备案); without a place it holds anywhere away."""

    kind: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the registers know them; every fact is dated.

    `signed` holds the numbers of the providers signed with, "" for any. `numbers` maps a fact such
    as `annual_wage` or `continuous_years` to its spells (money in fen).
    """

    number: str
    birth: date
    insured: tuple[Spell[Insured], ...]
    categories: tuple[Spell[str], ...] = ()
    covers: tuple[Spell[str], ...] = ()
    filings: tuple[Spell[Filing], ...] = ()
    filed: tuple[Spell[str], ...] = ()
    signed: tuple[Spell[str], ...] = ()
    ranks: tuple[Spell[str], ...] = ()
    numbers: Mapping[str, tuple[Spell[int], ...]] = field(default_factory=dict)

    def insured_on(self, day: date) -> Insured:
        """Return how the person is insured on a day.

        Raises:
            InvalidInput: ``not_insured``, ``spells_overlap`` or ``in_waiting_period``.

        """
        found = _the_one("insured", self.insured, day)
        if found is None:
            raise InvalidInput(
                "not_insured",
                "insured",
                Text(f"{self.number} 在 {day} 未参保。", f"{self.number} is not insured on {day}."),
                Text(
                    "先办理参保登记并缴费，或核对就诊日期。",
                    "Enrol the person and pay the premium first, or check the dates of the visit.",
                ),
            )
        if found.benefits_from is not None and day < found.benefits_from:
            raise InvalidInput(
                "in_waiting_period",
                "insured",
                Text(
                    f"{self.number} 在 {day} 处于待遇等待期。",
                    f"{self.number} is still waiting for benefits on {day}.",
                ),
                Text(
                    f"{found.benefits_from} 起享受待遇，此前费用由个人负担。",
                    f"Benefits begin on {found.benefits_from}; until then the person pays.",
                ),
            )
        return found


def assemble(person: Person, stay: Stay, plan: Plan) -> Visit:
    """Put a person's facts and a stay together into a visit that can be settled.

    Every fact of the person is the one of the plan's `eligibility_date`. Several identities are all
    passed on; which of them counts is for the order of the policy's rows to say (就高).

    Raises:
        InvalidInput: the person is not insured or still waits, two spells contradict each other,
            or the stay has to be settled in parts (``mid_stay_settlement_needed``).

    """
    split_at_year_end(stay, plan)
    day = _eligibility_day(stay, plan)
    insured = person.insured_on(day)
    rank = _the_one("rank", person.ranks, day)
    facts: dict[str, FactValue] = {
        "status": insured.status,
        "premium_class": insured.premium_class,
        "age": age_on(person.birth, day),
        "category": _all(person.categories, day),
        "cover": _all(person.covers, day),
        "filed": _all(person.filed, day),
        "rank": rank or "none",
        "signed": _signed(person, stay, day),
        "filing": stay.filing or _filing(person, stay, day),
        "level": stay.provider.level,
        "provider_kind": stay.provider.kind,
        "provider_list": stay.provider.lists,
        "place": stay.place,
        "link": stay.link,
        "disease": stay.disease,
        "delivery": stay.delivery,
        "event": stay.events,
        **_numbers(person, day),
    }
    return Visit(
        scheme=insured.scheme,
        care=stay.care,
        admission=stay.admission,
        discharge=stay.discharge,
        settlement=stay.settlement,
        facts=facts,
        amounts=stay.amounts,
        number=stay.number,
    )


def _eligibility_day(stay: Stay, plan: Plan) -> date:
    moments = {
        "admission": stay.admission,
        "discharge": stay.discharge,
        "settlement": stay.settlement,
    }
    law = moments[plan.procedure("policy_date", stay.settlement)]
    return moments[plan.procedure("eligibility_date", law)]


def _all(spells: Iterable[Spell[str]], day: date) -> frozenset[str]:
    return frozenset(spell.content for spell in spells if spell.holds(day))


def _the_one(fact: str, spells: Iterable[Spell[Content]], day: date) -> Content | None:
    """Return what holds on a day; two different things at once are a mistake of the register."""
    found = {spell.content for spell in spells if spell.holds(day)}
    if len(found) > 1:
        raise InvalidInput(
            "spells_overlap",
            fact,
            Text(f"{day} 有多条有效记录。", f"Several records hold on {day}."),
            Text("结束其中一条。", "End all of them but one."),
        )
    return found.pop() if found else None


def _filing(person: Person, stay: Stay, day: date) -> str:
    """Return the filing that covers care at a place; of several the one filed last."""
    if stay.place in AT_HOME:
        return "not_needed"
    fitting = [
        spell
        for spell in person.filings
        if spell.holds(day) and spell.content.place in ("", stay.place)
    ]
    return max(fitting, key=lambda spell: spell.first).content.kind if fitting else "none"


def _signed(person: Person, stay: Stay, day: date) -> str:
    signed = _all(person.signed, day)
    return "yes" if signed & {"", stay.provider.number} else "no"


def _numbers(person: Person, day: date) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {}
    for name, spells in person.numbers.items():
        if name not in NUMBERS:
            raise InvalidInput(
                "fact_unknown",
                name,
                Text(f"没有可用的数“{name}”。", f"A person brings no number `{name}`."),
                Text(f"可用：{'、'.join(NUMBERS)}。", f"Write one of {', '.join(NUMBERS)}."),
            )
        number = _the_one(name, spells, day)
        if number is not None:
            found[name] = number
    return found

"""Which funds would pay for somebody's care on a day, and why not (待遇享受检查)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from yibao.benefit.visit import FactValue
from yibao.office.claims.codes import care_of
from yibao.office.claims.facts import classifying_facts
from yibao.office.claims.models.visit import Setting, VisitState
from yibao.office.claims.plans import plan_for
from yibao.office.claims.services.visits_checks import (
    check_agreement,
    check_choice,
    check_terms,
    disease_fact,
    enrolled,
    needs_choice,
)
from yibao.office.claims.visit_row import VisitRow
from yibao.office.people.queries import Claimant, claimant_of
from yibao.office.providers.queries import Presence, presence_on
from yibao.policy.facts import FACTS, FactKind
from yibao.policy.law import Layer
from yibao.policy.plan import Plan
from yibao.policy.values import Test
from yibao.policy.wording.conditions import condition
from yibao.terms.errors import InvalidInput
from yibao.terms.identifiers import CHINA
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose benefits, for what care, where and when."""

    person: str
    insutype: str
    provider: str
    med_type: str
    day: date
    disease: str = ""
    """dise_codg; empty: none."""


@dataclass(frozen=True, slots=True)
class Enjoyment:
    """Whether one fund would pay; `reason` says why it would not."""

    fund: str
    """fund_pay_type"""
    first: date
    last: date | None
    reason: Text | None


def benefits_on(asked: Asked) -> tuple[Enjoyment, ...]:
    """Say of every fund that the plan has for this care whether it would pay for it.

    What keeps the person, the provider or the disease from benefits altogether stands as the reason
    of each fund; a fund's own conditions stand as the reason of that fund.

    Raises:
        NotFound: code ``unknown_person``, ``unknown_institution``.
        InvalidInput: code ``med_type_unknown``; ``care_not_covered``: the plan has nothing for it.

    """
    claimant = claimant_of(asked.person)
    setting, care = _care(asked.med_type)
    presence = presence_on(asked.provider, asked.day)
    division = _division(claimant, asked)
    plan = plan_for(division, asked.day)
    layers = _layers(plan, asked.insutype, care)
    first, last = _days(claimant, asked)
    try:
        facts = _facts(claimant, asked, presence, setting, plan)
    except InvalidInput as error:
        return tuple(Enjoyment(fund, first, last, error.reason) for fund in _funds(layers))
    return tuple(
        Enjoyment(fund, first, last, _unmet(plan, layers, fund, facts)) for fund in _funds(layers)
    )


def _care(med_type: str) -> tuple[Setting, str]:
    """Return where care of a kind is usually given, and what the policy calls it."""
    refused: InvalidInput | None = None
    for setting in (Setting.OUTPATIENT, Setting.INPATIENT, Setting.PHARMACY):
        try:
            return setting, care_of(med_type, setting)
        except InvalidInput as error:
            refused = error
    assert refused is not None
    raise refused


def _division(claimant: Claimant, asked: Asked) -> str:
    found = claimant.enrolled_on(asked.insutype, asked.day)
    return claimant.division if found is None else found.division


def _days(claimant: Claimant, asked: Asked) -> tuple[date, date | None]:
    """Return the spell of insurance that holds on the day; without one the day alone."""
    for spell in claimant.enrolled:
        if spell.content.insutype == asked.insutype and spell.holds(asked.day):
            return spell.first, spell.last
    return asked.day, asked.day


def _layers(plan: Plan, insutype: str, care: str) -> tuple[Layer, ...]:
    layers = tuple(plan.layers[place] for place in plan.programs.get((insutype, care), ()))
    if layers:
        return layers
    raise InvalidInput(
        "care_not_covered",
        "insutype",
        Text(
            f"{plan.policy.label.zh}没有险种 {insutype} 的此类待遇。",
            f"{plan.policy.label.en} has no such benefit in {insutype}.",
        ),
        Text("核对险种和医疗类别。", "Check the scheme and the kind of care."),
    )


def _funds(layers: tuple[Layer, ...]) -> Iterator[str]:
    """Yield each fund once, in the order in which they pay."""
    yield from dict.fromkeys(layer.fund for layer in layers)


def _facts(
    claimant: Claimant, asked: Asked, presence: Presence, setting: Setting, plan: Plan
) -> dict[str, FactValue]:
    """Return the facts of a visit on the day, if it could be registered.

    Raises:
        InvalidInput: why it could not.

    """
    enrolment = enrolled(claimant, asked.insutype, asked.day)
    check_agreement(presence, setting, asked.med_type, asked.day, enrolment.division)
    care = care_of(asked.med_type, setting)
    listed = check_terms((), asked.disease, asked.day, presence.division)
    found = disease_fact(claimant, care, asked.disease, listed, asked.day)
    if needs_choice(asked.insutype, care, enrolment.division, asked.day):
        check_choice(claimant, asked.provider, asked.day)
    row = _row(asked, presence, enrolment.division, setting, found)
    visit = classifying_facts(claimant, row, presence, plan, asked.day)
    return {**visit.facts, "scheme": visit.scheme, "care": visit.care}


def _row(
    asked: Asked, presence: Presence, insured_division: str, setting: Setting, disease: str
) -> VisitRow:
    """Return the visit that is asked about as if it were registered."""
    return VisitRow(
        id=0,
        number="",
        division=presence.division,
        provider=asked.provider,
        person=asked.person,
        insutype=asked.insutype,
        insured_division=insured_division,
        setting=setting,
        med_type=asked.med_type,
        begins_at=datetime(asked.day.year, asked.day.month, asked.day.day, tzinfo=CHINA),
        begins_on=asked.day,
        ends_at=None,
        state=VisitState.OPEN,
        department="",
        doctor="",
        disease=asked.disease,
        disease_fact=disease,
        delivery="none",
    )


def _unmet(
    plan: Plan, layers: tuple[Layer, ...], fund: str, facts: dict[str, FactValue]
) -> Text | None:
    """Return the conditions that keep every layer of a fund from paying; None where one pays."""
    reasons = []
    for layer in layers:
        if layer.fund != fund:
            continue
        unmet = tuple(test for test in layer.when if not _holds(test, facts))
        if not unmet:
            return None
        reasons.append(condition(unmet, plan.policy.names))
    said = dict.fromkeys(reasons)
    zh, en = "；".join(one.zh for one in said), "; ".join(one.en for one in said)
    return Text(f"不符合条件：{zh}。", f"Conditions not met: {en}.")


def _holds(test: Test, facts: dict[str, FactValue]) -> bool:
    """Say whether a condition holds; one about something that no visit has yet does."""
    fact = FACTS[test.fact]
    value = facts.get(test.fact, fact.default or None)
    if fact.kind in (FactKind.COUNT, FactKind.MONEY, FactKind.DATE):
        return not isinstance(value, int) or test.low <= value <= test.high
    if fact.kind is FactKind.SET:
        members = value if isinstance(value, frozenset) else frozenset()
        return bool(members & test.names) is not test.negated
    return value is None or (value in test.names) is not test.negated

"""Identities, covers, registrations, filings, contracts (身份认定、病种登记、备案、签约)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from yibao.office.base.actor import Actor
from yibao.office.people.errors import enrolled_then, no_open_spell
from yibao.office.people.models import (
    AwayFiling,
    Cover,
    DiseaseRegistration,
    DoctorContract,
    Figure,
    Identity,
    Person,
)
from yibao.office.people.services.locks import REASON, alive, locked, text, written
from yibao.office.people.services.rows import (
    contract_row,
    cover_row,
    disease_row,
    figure_row,
    filing_row,
    identity_row,
    known_institution,
)
from yibao.office.providers.dated import ONE_DAY, Dated, no_overlap
from yibao.terms.text import Text


@transaction.atomic
def add_identity(
    actor: Actor, number: str, identity: Mapping[str, Any], first: date, last: date | None = None
) -> Identity:
    """Record that a person has an identity that earns help.

    Args:
        actor: who does it.
        number: the person.
        identity: category (a name of the policy), evidence, source (the department that found
            it); where known psn_idet_type.
        first: the first day.
        last: the last day, where it is known.

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``person_dead``, ``person_merged``.
        InvalidInput: code ``name_unknown``, ``missing``, ``dates_overlap``, ``dates_reversed``.

    """
    person, last = _ready(number, first, last)
    row = identity_row(person, identity, first, last)
    _keep(row, Text("该身份", "record of this identity"))
    changes = {"category": (None, row.category), "first": (None, first), "last": (None, last)}
    written(actor, person, "people.identity.add", changes)
    return row


@transaction.atomic
def end_identity(actor: Actor, number: str, category: str, last: date, reason: str) -> Identity:
    """End an identity; `last` is the last day on which it holds.

    Raises:
        NotFound: code ``unknown_person``.
        InvalidInput: code ``no_open_spell``, ``missing``.

    """
    person = locked(number)
    row = person.identities.filter(category=category, during__contains=last).first()
    if row is None:
        raise no_open_spell(category, last)
    before = row.last
    row.cut(last)
    row.end_reason = text("reason", reason, 500, REASON)
    row.save(update_fields=["during", "end_reason"])
    changes = {"category": (category, category), "last": (before, last)}
    written(actor, person, "people.identity.end", changes)
    return row


@transaction.atomic
def add_cover(
    actor: Actor,
    number: str,
    cover: str,
    first: date,
    last: date | None = None,
    *,
    carrier: str = "",
) -> Cover:
    """Record a further cover that is no scheme of its own.

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``person_dead``, ``person_merged``.
        InvalidInput: code ``name_unknown``, ``dates_overlap``, ``dates_reversed``.

    """
    person, last = _ready(number, first, last)
    row = cover_row(person, {"cover": cover, "carrier": carrier}, first, last)
    _keep(row, Text("该保障", "record of this cover"))
    changes = {"cover": (None, cover), "first": (None, first), "last": (None, last)}
    written(actor, person, "people.cover.add", changes)
    return row


@transaction.atomic
def register_disease(
    actor: Actor, number: str, disease: Mapping[str, Any], first: date, last: date | None = None
) -> DiseaseRegistration:
    """Register a chronic or special disease of a person (2503).

    Args:
        actor: who does it.
        number: the person.
        disease: disease (a name of the policy), institution and evidence; where known
            opsp_dise_code and doctor.
        first: the first day.
        last: the last day, where it is known.

    Raises:
        NotFound: code ``unknown_person``, ``unknown_institution``.
        Conflict: code ``person_dead``, ``person_merged``.
        InvalidInput: code ``name_unknown``, ``missing``, ``dates_overlap``, ``invalid_doctor`` …

    """
    person, last = _ready(number, first, last)
    known_institution(disease)
    row = disease_row(person, disease, first, last)
    _keep(row, Text("该病种登记", "registration of this disease"))
    changes = {"disease": (None, row.disease), "first": (None, first), "last": (None, last)}
    written(actor, person, "people.disease.register", changes)
    return row


@transaction.atomic
def end_disease(
    actor: Actor, number: str, disease: str, last: date, reason: str
) -> DiseaseRegistration:
    """End the registration of a disease.

    Raises:
        NotFound: code ``unknown_person``.
        InvalidInput: code ``no_open_spell``, ``missing``.

    """
    person = locked(number)
    row = person.diseases.filter(disease=disease, during__contains=last).first()
    if row is None:
        raise no_open_spell(disease, last)
    before = row.last
    row.cut(last)
    row.end_reason = text("reason", reason, 500, REASON)
    row.save(update_fields=["during", "end_reason"])
    changes = {"disease": (disease, disease), "last": (before, last)}
    written(actor, person, "people.disease.end", changes)
    return row


@transaction.atomic
def file_away(
    actor: Actor, number: str, filing: Mapping[str, Any], first: date, last: date | None = None
) -> AwayFiling:
    """File care away from home; of several filings the one that begins last counts.

    Args:
        actor: who does it.
        number: the person.
        filing: kind (long_term, referral, emergency, temporary), destination (admdvs), filed_on;
            where known reason.
        first: the first day.
        last: the last day, where it is known.

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``person_dead``, ``person_merged``.
        InvalidInput: code ``name_unknown``, ``invalid_division``, ``dates_reversed``.

    """
    person, last = _ready(number, first, last)
    row = filing_row(person, filing, first, last)
    row.save()
    changes = {"filing": (None, row.kind), "destination": (None, row.destination)}
    written(actor, person, "people.filing.add", changes)
    return row


@transaction.atomic
def sign_doctor(
    actor: Actor,
    number: str,
    institution: str,
    first: date,
    last: date | None = None,
    *,
    doctor: str = "",
) -> DoctorContract:
    """Sign a person up with a family doctor's institution; the contract before ends the day before.

    Raises:
        NotFound: code ``unknown_person``, ``unknown_institution``.
        Conflict: code ``person_dead``, ``person_merged``.
        InvalidInput: code ``dates_overlap`` (a contract begins later), ``dates_reversed``.

    """
    person, last = _ready(number, first, last)
    said = {"institution": institution, "doctor": doctor}
    known_institution(said)
    before = person.contracts.filter(during__contains=first).first()
    if before is not None and before.first < first:
        before.cut(first - ONE_DAY)
        before.save(update_fields=["during"])
    row = contract_row(person, said, first, last)
    _keep(row, Text("签约", "contract"))
    past = None if before is None else before.institution
    written(actor, person, "people.contract.sign", {"institution": (past, institution)})
    return row


@transaction.atomic
def end_contract(actor: Actor, number: str, last: date) -> DoctorContract:
    """End the contract with the family doctor.

    Raises:
        NotFound: code ``unknown_person``.
        InvalidInput: code ``no_open_spell``.

    """
    person = locked(number)
    row = person.contracts.filter(during__contains=last).first()
    if row is None:
        raise no_open_spell("签约", last)
    before = row.last
    row.cut(last)
    row.save(update_fields=["during"])
    changes = {"institution": (row.institution, row.institution), "last": (before, last)}
    written(actor, person, "people.contract.end", changes)
    return row


@transaction.atomic
def set_figure(actor: Actor, number: str, name: str, amount: int, first: date) -> Figure:
    """Set a number of a person from a day on, such as last year's wage in fen.

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``person_dead``, ``person_merged``.
        InvalidInput: code ``not_offered``, ``dates_overlap`` (another begins later).

    """
    person, last = _ready(number, first, None)
    row = figure_row(person, {"name": name, "amount": amount}, first, last)
    before = person.figures.filter(name=name, during__contains=first).first()
    if before is not None and before.first < first:
        before.cut(first - ONE_DAY)
        before.save(update_fields=["during"])
    _keep(row, Text("该参数", "value"))
    past = None if before is None else before.amount
    written(actor, person, "people.figure.set", {name: (past, amount)})
    return row


def _ready(number: str, first: date, last: date | None) -> tuple[Person, date | None]:
    """Lock a living person; what has no end or ends later ends on the day of death."""
    person = locked(number)
    alive(person, first)
    if person.death is not None and (last is None or last > person.death):
        last = person.death
    return person, last


def _keep(row: Dated, what: Text) -> None:
    with no_overlap("first", enrolled_then(what)):
        row.save()

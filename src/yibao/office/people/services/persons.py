"""Persons registered and corrected; a death stops everything (人员登记、更正、死亡)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.people.errors import certificate_taken, invalid_day
from yibao.office.people.models import Certificate, Person
from yibao.office.people.names import check_code
from yibao.office.people.services.closing import close_all
from yibao.office.people.services.locks import changed, locked, written
from yibao.office.people.services.numbers import (
    checked_certificate,
    checked_person,
    holder_of,
    next_numbers,
)
from yibao.office.providers.words import pairs, sorting_key
from yibao.terms.text import Text

_KEPT = (
    *("certificate_type", "certificate_number", "name", "sex", "birth"),
    *("nationality", "division", "phone", "address"),
)


@transaction.atomic
def register_person(actor: Actor, values: Mapping[str, Any], today: date) -> Person:
    """Register a person under a new number.

    Args:
        actor: who does it.
        values: certificate_type, certificate_number, name, sex, birth, division; where known
            nationality, phone, address.
        today: the day of registration.

    Raises:
        InvalidInput: of a field that is wrong.
        Conflict: code ``certificate_taken``, with the number of the person who has it.

    """
    cleaned = checked_person(values, today)
    row = Person(
        **cleaned,
        number=next_numbers(cleaned["division"], today)[0],
        registered_on=today,
        name_words=pairs(cleaned["name"]),
        name_key=sorting_key(cleaned["name"]),
    )
    row.save()
    _claim(row, cleaned["certificate_type"], cleaned["certificate_number"])
    changes = {name: (None, value) for name, value in cleaned.items()}
    wrote(actor, "people.person.register", f"person:{row.number}", changes, [row.number])
    return row


@transaction.atomic
def correct_person(
    actor: Actor, number: str, version: int | None, values: Mapping[str, Any], today: date
) -> Person:
    """Correct name, sex, birth, nationality, phone or address of a person.

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``changed_meanwhile``, ``person_merged``.
        InvalidInput: of a field that is wrong.

    """
    person = locked(number, version)
    own = {name: getattr(person, name) for name in _KEPT}
    certificate = {name: own[name] for name in _KEPT[:2]}
    cleaned = checked_person({**own, **values, **certificate}, today)
    changes = changed(person, cleaned)
    if "name" in changes:
        person.name_words = pairs(person.name)
        person.name_key = sorting_key(person.name)
    if changes:
        written(actor, person, "people.person.edit", changes, *changes, "name_words", "name_key")
    return person


@transaction.atomic
def add_certificate(actor: Actor, number: str, kind: str, certificate: str) -> Certificate:
    """Give a person a further certificate: a passport, a residence permit.

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``certificate_taken``, ``person_merged``.
        InvalidInput: of the certificate.

    """
    person = locked(number)
    check_code("psn_cert_type", kind)
    row = _claim(person, kind, checked_certificate(kind, certificate))
    changes = {"certificate": (None, row.number)}
    written(actor, person, "people.person.certificate", changes)
    return row


@transaction.atomic
def correct_certificate(
    actor: Actor,
    number: str,
    kind: str,
    certificate: str,
    today: date,
    *,
    version: int | None = None,
) -> Person:
    """Replace a person's main certificate; with a resident number birth and sex follow it.

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``certificate_taken``, ``changed_meanwhile``, ``person_merged``.
        InvalidInput: of the certificate.

    """
    person = locked(number, version)
    checked = checked_certificate(check_code("psn_cert_type", kind), certificate)
    own: dict[str, Any] = {name: getattr(person, name) for name in _KEPT}
    own.update(certificate_type=kind, certificate_number=checked)
    if kind == "01":
        own.update(birth=_birth_of(checked), sex="1" if int(checked[16]) % 2 else "2")
    cleaned = checked_person(own, today)
    past = (person.certificate_type, person.certificate_number)
    if (kind, checked) != past:
        person.certificates.filter(type=past[0], number=past[1]).delete()
        _claim(person, kind, checked)
    changes = changed(person, cleaned)
    if changes:
        written(actor, person, "people.person.certificate", changes, *changes)
    return person


@transaction.atomic
def record_death(
    actor: Actor, number: str, death: date, today: date, *, version: int | None = None
) -> Person:
    """Record a death: everything that runs ends on that day, what would begin later is void.

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``changed_meanwhile``, ``person_merged``.
        InvalidInput: code ``invalid_day``, when the day is before birth or yet to come.

    """
    person = locked(number, version)
    if not person.birth <= death <= today:
        raise invalid_day("death", Text("死亡日期不可能。", "Nobody dies then."))
    changes: dict[str, tuple[object, object]] = {"death": (person.death, death)}
    person.death = death
    changes["closed"] = (None, close_all(person, death))
    written(actor, person, "people.person.death", changes, "death")
    return person


def _claim(person: Person, kind: str, certificate: str) -> Certificate:
    try:
        with transaction.atomic():
            return Certificate.objects.create(person=person, type=kind, number=certificate)
    except IntegrityError as error:
        holder = holder_of(kind, certificate)
        if holder is None:
            raise
        if holder.person == person:
            return holder
        raise certificate_taken(holder.person.number) from error


def _birth_of(certificate: str) -> date:
    return date(int(certificate[6:10]), int(certificate[10:12]), int(certificate[12:14]))

"""Many new persons with all that is known of them, in few statements (批量登记)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import transaction

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.people.models import Certificate, Enrolment, EnrolmentPause, Person
from yibao.office.people.services import rows
from yibao.office.people.services.numbers import checked_person, next_numbers
from yibao.office.providers.copying import copy_rows
from yibao.office.providers.dated import Dated, no_overlap, period
from yibao.office.providers.words import pairs, sorting_key
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class Since:
    """Something said of a person with its days."""

    said: Mapping[str, Any]
    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """Days on which the first enrolment of a person rests."""

    kind: str
    reason: str
    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person as `register_person` takes one, with spells and facts as their services do."""

    values: Mapping[str, Any]
    enrolments: Sequence[Since] = ()
    rests: Sequence[Rest] = ()
    identities: Sequence[Since] = ()
    covers: Sequence[Since] = ()
    diseases: Sequence[Since] = ()
    filings: Sequence[Since] = ()
    contracts: Sequence[Since] = ()
    figures: Sequence[Since] = ()


_Maker = Callable[[Person, Mapping[str, Any], date, date | None], Dated]
_FACTS: tuple[tuple[str, _Maker], ...] = (
    ("identities", rows.identity_row),
    ("covers", rows.cover_row),
    ("diseases", rows.disease_row),
    ("filings", rows.filing_row),
    ("contracts", rows.contract_row),
    ("figures", rows.figure_row),
)


def known_certificates(kind: str, numbers: Iterable[str]) -> set[str]:
    """Return which certificates belong to somebody already."""
    asked = list(numbers)
    found = Certificate.objects.filter(type=kind, number__in=asked)
    return set(found.values_list("number", flat=True))


@transaction.atomic
def register_many(actor: Actor, many: Sequence[NewPerson], today: date) -> list[str]:
    """Register many persons, all or none; return their numbers in the same order.

    Every field is checked as when one person is registered; the audit has one entry for all.

    Raises:
        InvalidInput: of a field that is wrong; code ``dates_overlap``.
        IntegrityError: when a certificate is known; ask `known_certificates` before.

    """
    persons = _persons(many, today)
    copy_rows(persons)
    copy_rows(
        [
            Certificate(person=row, type=row.certificate_type, number=row.certificate_number)
            for row in persons
        ]
    )
    pairs_of = list(zip(persons, many, strict=True))
    with no_overlap("first", Text("参保记录日期重叠。", "Two enrolments share a day.")):
        _enrol(pairs_of)
        for name, maker in _FACTS:
            made = [
                maker(person, since.said, since.first, since.last)
                for person, new in pairs_of
                for since in getattr(new, name)
            ]
            copy_rows(made)
    numbers = [row.number for row in persons]
    wrote(actor, "people.person.import", "persons", {"persons": (None, len(numbers))})
    return numbers


def _persons(many: Sequence[NewPerson], today: date) -> list[Person]:
    cleaned = [checked_person(new.values, today) for new in many]
    of_division: dict[str, list[str]] = {}
    for values in cleaned:
        of_division.setdefault(values["division"], []).append("")
    taken = {
        division: iter(next_numbers(division, today, len(places)))
        for division, places in of_division.items()
    }
    return [
        Person(
            **values,
            number=next(taken[values["division"]]),
            registered_on=today,
            name_words=_words(values["name"]),
            name_key=_key(values["name"]),
        )
        for values in cleaned
    ]


def _enrol(pairs_of: Sequence[tuple[Person, NewPerson]]) -> None:
    spells = [
        [
            rows.enrolment_row(person, since.said, since.first, since.last)
            for since in new.enrolments
        ]
        for person, new in pairs_of
    ]
    copy_rows([spell for made in spells for spell in made])
    copy_rows(
        [
            _rest(made[0], rest)
            for made, (_, new) in zip(spells, pairs_of, strict=True)
            for rest in new.rests
        ]
    )


def _rest(spell: Enrolment, rest: Rest) -> EnrolmentPause:
    return EnrolmentPause(
        enrolment=spell,
        kind=rest.kind,
        reason=rest.reason,
        during=period(rest.first, rest.last),
    )


@cache
def _words(name: str) -> list[str]:
    return pairs(name)


@cache
def _key(name: str) -> str:
    return sorting_key(name)

"""Persons found by number, certificate or name (查找)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from yibao.office.base.rights.granted import Reach
from yibao.office.people.errors import nobody_by_certificate, unknown_person
from yibao.office.people.models import Certificate, Enrolment, Person
from yibao.office.people.names import RESIDENT_NUMBER
from yibao.office.providers.words import asked_pairs, plain


def person_row(number: str) -> Person:
    """Return a person by number; a number that was merged gives the person kept.

    Raises:
        NotFound: code ``unknown_person``.

    """
    row = Person.objects.select_related("merged_into").filter(number=number).first()
    if row is None:
        raise unknown_person(number)
    return row.merged_into or row


def first_number() -> str:
    """Return the number registered first that is still in use; empty when there is nobody."""
    rows = Person.objects.filter(merged_into=None, death=None).order_by("pk")
    return rows.values_list("number", flat=True).first() or ""


def numbers_insured(insutype: str, day: date, count: int) -> list[str]:
    """Return the numbers of the first persons who are insured in a scheme on a day."""
    held = Enrolment.objects.filter(insutype=insutype, void=False, during__contains=day)
    found = held.order_by("person").values_list("person__number", flat=True)
    return list(found[:count])


def kept_number(number: str) -> str:
    """Return the number under which a person is kept.

    Raises:
        NotFound: code ``unknown_person``.

    """
    return person_row(number).number


def persons_within(reach: Reach) -> QuerySet[Person]:
    """Return the persons within reach: by division, and for the insured themselves by number.

    An institution reaches nobody here: it looks people up one by one, see `look_up`.
    """
    return Person.objects.filter(reach.condition("division", person="number"))


def named(rows: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Keep the persons whose number or certificate is the text, or whose name has it in it.

    A beginning of eight or more characters of a number finds those that begin so.
    """
    said = text.strip().upper()
    asked = asked_pairs(text)
    if not said:
        return rows
    if not said.isascii():
        return rows.filter(name_words__contains=asked) if asked else rows.none()
    if len(said) >= 8:
        return rows.filter(
            Q(number__startswith=said) | Q(certificate_number__startswith=said) | Q(phone=said)
        )
    return rows.filter(Q(number=said) | Q(certificate_number=said) | Q(phone=said))


def by_certificate(kind: str, number: str) -> Person | None:
    """Return the person who has a certificate."""
    rows = Certificate.objects.select_related("person")
    row = rows.filter(type=kind, number=number.strip().upper()).first()
    return None if row is None else row.person


def look_up(kind: str, number: str, name: str) -> Person:
    """Return the person with a certificate whose name is as said: how an institution finds one.

    Args:
        kind: `psn_cert_type`.
        number: `certno`, whole.
        name: `psn_name`, whole.

    Raises:
        NotFound: code ``nobody_by_certificate``.

    """
    row = by_certificate(kind or RESIDENT_NUMBER, number)
    if row is None or plain(row.name) != plain(name):
        raise nobody_by_certificate()
    return row

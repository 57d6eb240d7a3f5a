"""Two numbers of one person made one (重复人员合并)."""

from __future__ import annotations

from django.db import transaction

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.people.models import (
    AccountSharing,
    AwayFiling,
    Certificate,
    Cover,
    DiseaseRegistration,
    DoctorContract,
    Enrolment,
    Figure,
    Identity,
    Person,
)
from yibao.office.people.services.closing import close_all
from yibao.office.people.services.locks import REASON, locked, text
from yibao.office.providers.dated import no_overlap
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

_MOVED = (
    Enrolment,
    Identity,
    Cover,
    DiseaseRegistration,
    AwayFiling,
    DoctorContract,
    Figure,
    AccountSharing,
)


@transaction.atomic
def merge_persons(actor: Actor, kept: str, duplicate: str, reason: str) -> Person:
    """Merge a duplicate into the number that is kept; the other stays and points to it.

    What both have on the same day is for a clerk to decide first: one of the two spells has to be
    ended or declared void.

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``person_merged``.
        InvalidInput: code ``same_person``, ``missing``, ``dates_overlap``, ``deaths_differ``.

    """
    if kept == duplicate:
        raise InvalidInput(
            "same_person",
            "duplicate",
            Text("两个编号相同。", "The two numbers are the same."),
            Text("填写另一个编号。", "Give the other number."),
        )
    said = text("reason", reason, 500, REASON)
    list(Person.objects.select_for_update().filter(number__in=(kept, duplicate)).order_by("pk"))
    main, other = locked(kept), locked(duplicate)
    _see_deaths(main, other)
    for model in _MOVED:
        with no_overlap(
            "duplicate",
            Text(
                f"两人的{model._meta.verbose_name}日期重叠。",
                f"Both have a {model.__name__} on the same day.",
            ),
        ):
            model._default_manager.filter(person=other).update(person=main)
    _move_shared(main, other)
    Certificate.objects.filter(person=other).update(person=main)
    Person.objects.filter(merged_into=other).update(merged_into=main)
    other.merged_into = main
    main.death = main.death or other.death
    if main.death is not None:
        close_all(main, main.death)
    for person, changes in (
        (other, {"merged_into": (None, kept), "reason": (None, said)}),
        (main, {"merged": (None, duplicate), "reason": (None, said)}),
    ):
        person.version += 1
        person.save(update_fields=["version", "merged_into", "death"])
        subject = f"person:{person.number}"
        wrote(actor, "people.person.merge", subject, changes, [kept, duplicate])
    return main


def _move_shared(main: Person, other: Person) -> None:
    """Let the number that is kept use the accounts that the other one could."""
    AccountSharing.objects.filter(person=main, member__in=(main, other)).delete()
    with no_overlap("duplicate", Text("两人的账户共济日期重叠。", "Both share one account.")):
        other.shared_by.update(member=main)


def _see_deaths(main: Person, other: Person) -> None:
    if main.death and other.death and main.death != other.death:
        raise InvalidInput(
            "deaths_differ",
            "duplicate",
            Text("两人的死亡日期不同。", "The two have different days of death."),
            Text("先更正其中之一。", "Correct one of them first."),
        )

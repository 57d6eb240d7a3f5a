"""Persons locked before anything about them is written (行锁)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.base.errors import changed_meanwhile
from yibao.office.people.errors import is_dead, is_merged, missing, too_long, unknown_person
from yibao.office.people.models import Person
from yibao.terms.text import Text

REASON = Text("原因", "reason")


def locked(number: str, version: int | None = None) -> Person:
    """Lock a person until the transaction ends.

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``person_merged``; ``changed_meanwhile``, when the person has no longer the
            version that was read.

    """
    row = (
        Person.objects.select_for_update(of=("self",))
        .select_related("merged_into")
        .filter(number=number)
        .first()
    )
    if row is None:
        raise unknown_person(number)
    if row.merged_into is not None:
        raise is_merged(number, row.merged_into.number)
    if version is not None and row.version != version:
        raise changed_meanwhile("version")
    return row


def alive(person: Person, first: date) -> None:
    """See that something may begin on a day.

    Raises:
        Conflict: code ``person_dead``, when the person had died before.

    """
    if person.death is not None and first > person.death:
        raise is_dead(person.number, person.death)


def written(
    actor: Actor,
    person: Person,
    action: str,
    changes: Mapping[str, tuple[object, object]],
    *fields: str,
) -> None:
    """Raise the person's version, save some fields, write the audit."""
    person.version += 1
    person.save(update_fields=["version", *fields])
    wrote(actor, action, f"person:{person.number}", changes, [person.number])


def changed(row: models.Model, values: Mapping[str, Any]) -> dict[str, tuple[object, object]]:
    """Set fields of a row; return those that changed, each with its value before and after."""
    changes = {
        name: (getattr(row, name), value)
        for name, value in values.items()
        if getattr(row, name) != value
    }
    for name, (_, value) in changes.items():
        setattr(row, name, value)
    return changes


def text(field: str, value: object, limit: int, needed: Text | None = None) -> str:
    """Return a text without blanks around it.

    Raises:
        InvalidInput: code ``too_long``, or ``missing`` when it is needed and empty.

    >>> text("name", " 李明 ", 50)
    '李明'

    """
    said = str(value or "").strip()
    if len(said) > limit or not all(character.isprintable() for character in said):
        raise too_long(field, limit)
    if needed is not None and not said:
        raise missing(field, needed)
    return said

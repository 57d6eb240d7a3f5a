"""Spells of insurance begun, rested, ended (参保登记、暂停、恢复、终止、转出)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from yibao.office.base.actor import Actor
from yibao.office.people.errors import enrolled_then, invalid_day, missing, no_open_spell
from yibao.office.people.models import Enrolment, EnrolmentPause, Person
from yibao.office.people.names import (
    BASIC,
    check_code,
    status_of,
)
from yibao.office.people.services.closing import close_enrolment
from yibao.office.people.services.locks import REASON, alive, locked, text, written
from yibao.office.people.services.rows import enrolment_row
from yibao.office.providers.dated import ONE_DAY, no_overlap, period
from yibao.terms.admdvs import Division
from yibao.terms.dictionaries import dictionary
from yibao.terms.text import Text

_KINDS = (EnrolmentPause.PAUSED, EnrolmentPause.ARREARS)
_SPELL = Text("参保记录", "enrolment")


@transaction.atomic
def enrol(
    actor: Actor,
    number: str,
    spell: Mapping[str, Any],
    first: date,
    last: date | None = None,
    *,
    version: int | None = None,
) -> Enrolment:
    """Insure a person from a day on.

    Args:
        actor: who does it.
        number: the person.
        spell: insutype, psn_type, division; where they apply employer, employer_name,
            premium_class, rank, benefits_from.
        first: the first day.
        last: the last day, where it is known.
        version: the version that was read.

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``person_dead``, ``person_merged``, ``changed_meanwhile``.
        InvalidInput: of a field that is wrong; code ``dates_overlap`` when the person is insured
            in a scheme of the same family on one of these days.

    """
    person = locked(number, version)
    alive(person, first)
    if first < person.birth:
        raise invalid_day("first", Text("参保早于出生。", "That is before birth."))
    if person.death is not None and (last is None or last > person.death):
        last = person.death
    row = enrolment_row(person, spell, first, last)
    with no_overlap("first", enrolled_then(_SPELL)):
        row.save()
    if row.family == BASIC:
        person.division = row.division
    changes = {"insutype": (None, row.insutype), "first": (None, first), "last": (None, last)}
    written(actor, person, "people.enrolment.enrol", changes, "division")
    return row


@transaction.atomic
def suspend_enrolment(
    actor: Actor,
    number: str,
    insutype: str,
    first: date,
    reason: str,
    *,
    last: date | None = None,
    kind: str = EnrolmentPause.PAUSED,
    version: int | None = None,
) -> EnrolmentPause:
    """Let a spell rest: no benefits from `first` on, until `last` or until it is resumed.

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``person_merged``, ``changed_meanwhile``.
        InvalidInput: code ``no_open_spell``, ``dates_overlap``, ``dates_reversed``, ``missing``.

    """
    person = locked(number, version)
    spell = _spell_on(person, insutype, first)
    if kind not in _KINDS:
        raise missing("kind", Text("暂停类型", "kind of suspension"))
    if spell.last is not None and (last is None or last > spell.last):
        last = spell.last
    row = EnrolmentPause(
        enrolment=spell,
        kind=kind,
        reason=text("reason", reason, 500, REASON),
        during=period(first, last),
    )
    with no_overlap("first", Text("同期已暂停。", "It rests on these days already.")):
        row.save()
    changes = {"insutype": (None, insutype), kind: (None, first), "last": (None, last)}
    written(actor, person, "people.enrolment.suspend", changes)
    return row


@transaction.atomic
def resume_enrolment(
    actor: Actor, number: str, insutype: str, first: date, *, version: int | None = None
) -> Enrolment:
    """Let a spell that rests give benefits again from a day on.

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``person_merged``, ``changed_meanwhile``.
        InvalidInput: code ``no_open_spell``, when it does not rest on that day.

    """
    person = locked(number, version)
    spell = _spell_on(person, insutype, first)
    pause = spell.pauses.filter(during__contains=first).first()
    if pause is None:
        raise no_open_spell("暂停", first)
    if pause.cut(first - ONE_DAY):
        pause.save(update_fields=["during"])
    else:
        pause.delete()
    changes = {"insutype": (None, insutype), "resumed": (None, first)}
    written(actor, person, "people.enrolment.resume", changes)
    return spell


@transaction.atomic
def end_enrolment(
    actor: Actor,
    number: str,
    insutype: str,
    last: date,
    reason: str,
    *,
    version: int | None = None,
) -> Enrolment:
    """End a spell; `last` is its last day.

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``person_merged``, ``changed_meanwhile``.
        InvalidInput: code ``no_open_spell``, ``missing``.

    """
    person = locked(number, version)
    spell = _spell_on(person, insutype, last)
    before = spell.last
    close_enrolment(spell, last, text("reason", reason, 500, REASON))
    changes = {"insutype": (None, insutype), "last": (before, last), "reason": ("", reason)}
    written(actor, person, "people.enrolment.end", changes)
    return spell


@transaction.atomic
def transfer_out(
    actor: Actor, number: str, destination: str, last: date, *, version: int | None = None
) -> list[Enrolment]:
    """Transfer a person's insurance to another region: every spell ends (转移接续，转出).

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``person_merged``, ``changed_meanwhile``.
        InvalidInput: code ``invalid_division``, ``no_open_spell``.

    """
    person = locked(number, version)
    Division.parse(destination, "destination")
    ended = [
        spell
        for spell in person.enrolments.filter(void=False)
        if close_enrolment(spell, last, f"转出至 {destination}")
    ]
    if not ended:
        raise no_open_spell(_SPELL.zh, last)
    changes = {
        "transferred_to": (None, destination),
        "last": (None, last),
        "schemes": (None, ", ".join(spell.insutype for spell in ended)),
    }
    written(actor, person, "people.enrolment.transfer", changes)
    return ended


@transaction.atomic
def change_type(
    actor: Actor,
    number: str,
    insutype: str,
    psn_type: str,
    first: date,
    *,
    version: int | None = None,
) -> Enrolment:
    """Go on in the same scheme under another psn_type: somebody retires (在职转退休).

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``person_dead``, ``person_merged``, ``changed_meanwhile``.
        InvalidInput: code ``no_open_spell``, ``no_status``, ``dates_reversed``.

    """
    person = locked(number, version)
    alive(person, first)
    spell = _spell_on(person, insutype, first)
    status_of(check_code("psn_type", psn_type))
    before, last = spell.psn_type, spell.last
    if spell.first == first:
        spell.psn_type = psn_type
        spell.save(update_fields=["psn_type"])
        row = spell
    else:
        spell.during = period(spell.first, first - ONE_DAY)
        spell.end_reason = "人员类别变更"
        spell.save(update_fields=["during", "end_reason"])
        row = Enrolment.objects.get(pk=spell.pk)
        row.pk, row.psn_type, row.end_reason = None, psn_type, ""
        row.during = period(first, last)
        row.save(force_insert=True)
        _move_pauses(spell, row, first)
    changes = {"psn_type": (before, psn_type), "first": (None, first)}
    written(actor, person, "people.enrolment.type", changes)
    return row


@transaction.atomic
def cancel_enrolment(
    actor: Actor, number: str, enrolment: int, reason: str, *, version: int | None = None
) -> Enrolment:
    """Declare a spell void: it was a mistake, and never counted (无效参保).

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``person_merged``, ``changed_meanwhile``.
        InvalidInput: code ``missing``, when the person has no such spell or no reason is given.

    """
    person = locked(number, version)
    row = person.enrolments.filter(pk=enrolment, void=False).first()
    if row is None:
        raise missing("enrolment", _SPELL)
    row.void = True
    row.end_reason = text("reason", reason, 500, REASON)
    row.save(update_fields=["void", "end_reason"])
    changes = {"void": (False, True), "insutype": (row.insutype, None), "reason": ("", reason)}
    written(actor, person, "people.enrolment.cancel", changes)
    return row


def _spell_on(person: Person, insutype: str, day: date) -> Enrolment:
    spells = person.enrolments.filter(insutype=insutype, void=False, during__contains=day)
    row = spells.first()
    if row is None:
        raise no_open_spell(dictionary("insutype").label(insutype).zh, day)
    return row


def _move_pauses(before: Enrolment, after: Enrolment, first: date) -> None:
    """Share the rests of a spell that was cut between its two parts."""
    for pause in list(before.pauses.all()):
        last = pause.last
        if last is not None and last < first:
            continue
        begins = max(pause.first, first)
        EnrolmentPause.objects.create(
            enrolment=after, kind=pause.kind, reason=pause.reason, during=period(begins, last)
        )
        if pause.cut(first - ONE_DAY):
            pause.save(update_fields=["during"])
        else:
            pause.delete()

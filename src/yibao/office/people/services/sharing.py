"""Personal accounts that a family shares (个人账户家庭共济)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from yibao.office.base.actor import Actor
from yibao.office.people.errors import enrolled_then, no_open_spell, own_account
from yibao.office.people.models import AccountSharing, Person
from yibao.office.people.services.locks import REASON, alive, locked, text, written
from yibao.office.providers.dated import no_overlap, period
from yibao.terms.text import Text


@transaction.atomic
def share_account(
    actor: Actor, owner: str, member: str, first: date, last: date | None = None
) -> AccountSharing:
    """Let a member of the family use an owner's personal account.

    Of several accounts that a person may use, the one shared first pays first.

    Args:
        actor: who records it.
        owner: whose account it is, `psn_no`.
        member: who may use it.
        first: the first day.
        last: the last day, where it is known.

    Raises:
        NotFound: code ``unknown_person``.
        Conflict: code ``person_dead``, ``person_merged``.
        InvalidInput: code ``own_account``, ``dates_overlap``, ``dates_reversed``.

    """
    if owner == member:
        raise own_account()
    whose, who = _both(owner, member)
    alive(whose, first)
    alive(who, first)
    row = AccountSharing(person=whose, member=who, during=period(first, last))
    with no_overlap("first", enrolled_then(Text("该账户共济", "sharing of this account"))):
        row.save()
    changes = {"member": (None, member), "first": (None, first), "last": (None, last)}
    written(actor, whose, "people.sharing.add", changes)
    return row


@transaction.atomic
def end_sharing(actor: Actor, owner: str, member: str, last: date, reason: str) -> AccountSharing:
    """End the sharing of an account; `last` is the last day on which the member may use it.

    Raises:
        NotFound: code ``unknown_person``.
        InvalidInput: code ``no_open_spell``, ``missing``.

    """
    whose = locked(owner)
    row = whose.shares_with.filter(member__number=member, during__contains=last).first()
    if row is None:
        raise no_open_spell("账户共济", last)
    before = row.last
    row.cut(last)
    row.end_reason = text("reason", reason, 500, REASON)
    row.save(update_fields=["during", "end_reason"])
    changes = {"member": (member, member), "last": (before, last)}
    written(actor, whose, "people.sharing.end", changes)
    return row


def _both(owner: str, member: str) -> tuple[Person, Person]:
    """Lock two persons in the order of their keys, so that nobody waits in a circle."""
    both = Person.objects.select_for_update().filter(number__in=(owner, member))
    list(both.order_by("pk"))
    return locked(owner), locked(member)

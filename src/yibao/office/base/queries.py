"""What others may ask of the base (查询)."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.base.models import Account, AuditEntry, Grant, Message
from yibao.office.base.rights.granted import Grant as Given
from yibao.office.base.rights.granted import Granted, Reach, beginning_of
from yibao.office.base.roles import Role


def grants_of(account_id: int, day: date) -> tuple[Given, ...]:
    """Return the grants of an account in force on `day`."""
    rows = Grant.objects.filter(account=account_id, during__contains=day).order_by("pk")
    return tuple(Given(Role(row.role), row.division, row.provider, row.person) for row in rows)


def accounts_with(role: Role, day: date, division: str = "") -> QuerySet[Account]:
    """Return the active accounts that hold `role` on `day` over `division` (empty: anywhere)."""
    grants = Grant.objects.filter(role=role, during__contains=day)
    if division:
        above = {division} | {division[:length].ljust(6, "0") for length in (2, 4)}
        grants = grants.filter(division__in=above)
    return Account.objects.filter(is_active=True, grants__in=grants).distinct()


def accounts_within(reach: Reach) -> QuerySet[Account]:
    """Return the accounts that hold a grant within `reach`, and those that hold none."""
    if reach.is_everything:
        return Account.objects.all()
    held = Grant.objects.filter(reach.condition("division")).values("account")
    return Account.objects.filter(pk__in=held) | Account.objects.filter(grants__isnull=True)


def is_below(division: str, reach: Reach) -> bool:
    """Tell whether `division` is within `reach`."""
    return reach.covers_division(beginning_of(division))


def history_of(subject: str, limit: int = 200) -> list[AuditEntry]:
    """Return the newest entries of the log about `subject`, for example ``"person:P99…"``."""
    return list(AuditEntry.objects.filter(subject=subject).order_by("-pk")[:limit])


def unread_messages(account_id: int) -> int:
    """Count the messages that an account has not read."""
    return Message.objects.filter(account=account_id, read_at__isnull=True).count()


def granted_to(actor: Actor) -> Granted:
    """Return what an actor may do today; for actions that were let in already."""
    if actor.account_id is None:
        return Granted(actor)
    return Granted(actor, grants_of(actor.account_id, timezone.localdate()), second_factor=True)

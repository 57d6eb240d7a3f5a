"""Roles given and taken (授权管理)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.base.errors import Conflict, NotAllowed
from yibao.office.base.models import Account, Grant
from yibao.office.base.queries import is_below
from yibao.office.base.rights.granted import Reach
from yibao.office.base.roles import Role
from yibao.office.base.services.accounts import end_sessions
from yibao.terms.admdvs import Division
from yibao.terms.errors import InvalidInput
from yibao.terms.identifiers import kind_of_provider
from yibao.terms.text import Text

EDIT = "base.grant.edit"


def give(
    actor: Actor,
    reach: Reach,
    account: Account,
    role: Role,
    *,
    place: str,
    begins: date,
    ends: date | None = None,
    reason: str,
) -> Grant:
    """Give `account` a role from `begins` until before `ends`.

    Args:
        actor: who gives it; nobody gives roles to themselves.
        reach: where the giver may give roles.
        account: who gets it.
        role: the role.
        place: of an officer the division, of a provider its code, of an insured their number.
        begins: the first day.
        ends: the first day on which it no longer counts; None until it is taken.
        reason: the order or request behind it.

    Raises:
        NotAllowed: ``own_grant``, or ``beyond_reach``.
        InvalidInput: ``invalid_division`` and the like, ``no_days``, or ``no_reason``.
        Conflict: ``already_granted``.

    """
    if account.pk == actor.account_id:
        raise _own_grant()
    _check(role, place, begins, ends, reason)
    if not is_below(place, reach) and not reach.is_everything:
        raise _beyond_reach(place)
    where = {"division": "", "provider": "", "person": "", _place_field(role): place}
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        during = (begins, ends)
        if Grant.objects.filter(account=account, role=role, during__overlap=during, **where):
            raise Conflict(
                "already_granted",
                "role",
                Text("这段时间已有同一授权。", "The same grant holds in these days already."),
                Text("请先收回原授权，或改日期。", "Take the other first, or change the days."),
            )
        grant = Grant.objects.create(
            account=account,
            role=role,
            during=during,
            reason=reason.strip(),
            granted_by_id=actor.account_id,
            **where,
        )
        wrote(
            actor,
            EDIT,
            f"account:{account.username}",
            {"grant": (None, f"{role.value} {place}"), "reason": (None, reason)},
        )
    return grant


def take(actor: Actor, reach: Reach, grant: Grant, last: date, reason: str) -> Grant:
    """Take a role: `last` is its last day; sessions of the account end, so that it counts at once.

    Raises:
        NotAllowed: ``own_grant``, or ``beyond_reach``.
        Conflict: code ``already_ended``.

    """
    if grant.account_id == actor.account_id:
        raise _own_grant()
    place = grant.place
    if not is_below(place, reach) and not reach.is_everything:
        raise _beyond_reach(place)
    with transaction.atomic():
        held = Grant.objects.select_for_update().get(pk=grant.pk)
        begins, ends = held.during.lower, held.during.upper
        until = date.fromordinal(last.toordinal() + 1)
        if ends is not None and ends <= until:
            raise Conflict(
                "already_ended",
                "during",
                Text("此授权已经到期。", "This grant has ended already."),
                Text("不必再收回。", "Nothing needs to be done."),
            )
        held.during = (begins, max(until, begins))
        held.ended_by_id = actor.account_id
        held.save(update_fields=["during", "ended_by"])
        end_sessions(held.account)
        wrote(
            actor,
            EDIT,
            f"account:{held.account.username}",
            {"grant": (f"{held.role} {place}", None), "reason": (None, reason)},
        )
    return held


def _place_field(role: Role) -> str:
    return {Role.PROVIDER: "provider", Role.INSURED: "person"}.get(role, "division")


def _check(role: Role, place: str, begins: date, ends: date | None, reason: str) -> None:
    if role.is_officer:
        Division.parse(place)
    elif role is Role.PROVIDER:
        kind_of_provider(place)
    if ends is not None and ends <= begins:
        raise InvalidInput(
            "no_days",
            "ends",
            Text("截止日期须晚于开始日期。", "The end has to lie after the beginning."),
            Text("请改日期。", "Change the days."),
        )
    if not reason.strip():
        raise InvalidInput(
            "no_reason",
            "reason",
            Text("没有写明事由。", "There is no reason."),
            Text("请写文号或申请编号。", "Name the order or request behind it."),
        )


def _own_grant() -> NotAllowed:
    return NotAllowed(
        "own_grant",
        "account",
        Text("不能给自己授权或收回自己的岗位。", "Nobody gives or takes their own roles."),
        Text("请由另一位管理员操作。", "Another administrator has to do it."),
    )


def _beyond_reach(place: str) -> NotAllowed:
    return NotAllowed(
        "beyond_reach",
        "place",
        Text(f"{place} 不在您的管辖范围内。", f"{place} is beyond your reach."),
        Text("请由上级管理员操作。", "An administrator above has to do it."),
    )

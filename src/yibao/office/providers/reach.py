"""Whether somebody may write what belongs to a division (管辖范围检查)."""

from __future__ import annotations

from django.utils import timezone

from yibao.office.base.actor import SYSTEM, Actor
from yibao.office.base.errors import NotAllowed
from yibao.office.base.queries import grants_of
from yibao.office.base.rights.granted import EVERYTHING, Granted, Reach
from yibao.terms.text import Text


def reach_of(actor: Actor, permission: str) -> Reach:
    """Return where somebody holds a permission today; the second factor was asked for before."""
    if actor == SYSTEM:
        return EVERYTHING
    if actor.account_id is None:
        return Reach()
    grants = grants_of(actor.account_id, timezone.localdate())
    return Granted(actor, grants, second_factor=True).reach(permission)


def see_within(actor: Actor, permission: str, division: str) -> None:
    """See that a division is one where somebody holds a permission.

    Raises:
        NotAllowed: code ``division_out_of_reach``.

    """
    if reach_of(actor, permission).covers_division(division):
        return
    raise NotAllowed(
        "division_out_of_reach",
        "division",
        Text(f"{division} 不在您的管辖范围内。", f"{division} is beyond your reach."),
        Text("请由该地经办人员办理。", "Have it done by the officers of that place."),
    )

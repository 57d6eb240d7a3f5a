"""Limits that administration sets (阈值调整)."""

from __future__ import annotations

from django.db import transaction

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.base.errors import not_found
from yibao.office.base.models.monitoring import Threshold
from yibao.office.base.monitoring.alarms import EDIT
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

LIMIT_MOST = 10**15
MINUTES_MOST = 60


def set_threshold(
    actor: Actor, threshold_id: int, limit: int, minutes: int, active: bool
) -> Threshold:
    """Change a limit; the audit keeps what it was.

    Raises:
        NotFound: there is no such limit.
        InvalidInput: code ``limit_unusable`` or ``minutes_unusable``.

    """
    if not 0 <= limit <= LIMIT_MOST:
        raise InvalidInput(
            "limit_unusable",
            "limit",
            Text(f"阈值 {limit} 不可用。", f"The limit {limit} cannot be used."),
            Text("请填 0 到 10¹⁵ 之间的整数。", "Give a whole number from 0 to 10¹⁵."),
        )
    if not 1 <= minutes <= MINUTES_MOST:
        raise InvalidInput(
            "minutes_unusable",
            "minutes",
            Text(f"持续 {minutes} 分钟不可用。", f"{minutes} minutes cannot be used."),
            Text(f"请填 1 到 {MINUTES_MOST}。", f"Give 1 to {MINUTES_MOST}."),
        )
    with transaction.atomic():
        held = Threshold.objects.select_for_update().filter(pk=threshold_id).first()
        if held is None:
            raise not_found("threshold", threshold_id)
        given = {"limit": limit, "minutes": minutes, "active": active}
        changes = {
            name: (getattr(held, name), value)
            for name, value in given.items()
            if getattr(held, name) != value
        }
        if changes:
            for name, value in given.items():
                setattr(held, name, value)
            held.save()
            wrote(actor, EDIT, f"threshold:{held.pk}", changes)
    return held

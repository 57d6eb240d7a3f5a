"""Alarms (告警): raised when a limit is crossed for long enough, acknowledged, cleared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.base.errors import Conflict, not_found
from yibao.office.base.messages import tell_role
from yibao.office.base.models.monitoring import Alarm, HealthReading, Threshold
from yibao.office.base.monitoring.measures import BY_CODE
from yibao.office.base.monitoring.units import said
from yibao.office.base.outbox import publish
from yibao.office.base.roles import Role
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

PAGE = "/base/monitoring/"
EDIT = "base.monitoring.edit"
REASON_MOST = 500
SLACK = timedelta(minutes=5)
"""Rounds may be late by so much and still count as one after the other."""

Measured = Mapping[str, Mapping[str, int]]
"""Values by measure and subject; a measure that could not be read is not in it."""


def is_bad(threshold: Threshold, value: int) -> bool:
    """Tell whether a value lies beyond the limit; the limit itself is well."""
    if threshold.side == Threshold.Side.ABOVE:
        return value > threshold.limit
    return value < threshold.limit


def judge(now: datetime, measured: Measured) -> None:
    """Raise and clear alarms by what was measured in this minute and the minutes before."""
    opened = {
        (alarm.threshold_id, alarm.subject): alarm
        for alarm in Alarm.objects.filter(cleared_at__isnull=True).select_related("threshold")
    }
    for threshold in Threshold.objects.filter(active=True, measure__in=list(measured)):
        for subject, value in measured[threshold.measure].items():
            if threshold.subject not in ("", subject) or not is_bad(threshold, value):
                continue
            alarm = opened.pop((threshold.pk, subject), None)
            if alarm is not None:
                _grow_worse(alarm, threshold, value)
            elif _lasts(threshold, subject, now):
                _raise(threshold, subject, value, now)
    for alarm in opened.values():
        if alarm.threshold.measure in measured or not alarm.threshold.active:
            _clear(alarm, now)


def acknowledge(actor: Actor, alarm_id: int, reason: str) -> Alarm:
    """Note that somebody looks after an alarm, and what they say of it.

    Raises:
        NotFound: there is no such alarm.
        InvalidInput: code ``reason_missing`` or ``reason_too_long``.
        Conflict: code ``alarm_settled``; it is over, or somebody else was first.

    """
    given = reason.strip()
    if not given:
        raise InvalidInput(
            "reason_missing",
            "reason",
            Text("没有填写说明。", "No reason is given."),
            Text("请写明原因或处理办法。", "Say what caused it or what is being done."),
        )
    if len(given) > REASON_MOST:
        raise InvalidInput(
            "reason_too_long",
            "reason",
            Text(f"说明超过 {REASON_MOST} 字。", f"The reason exceeds {REASON_MOST} characters."),
            Text("请写短些。", "Shorten it."),
        )
    with transaction.atomic():
        alarm = Alarm.objects.select_for_update().filter(pk=alarm_id).first()
        if alarm is None:
            raise not_found("alarm", alarm_id)
        if alarm.acknowledged_at or alarm.cleared_at:
            raise Conflict(
                "alarm_settled",
                "alarm",
                Text("告警已恢复或已由他人确认。", "It is over, or somebody else was first."),
                Text("请刷新页面。", "Reload the page."),
            )
        alarm.acknowledged_at = timezone.now()
        alarm.acknowledged_by_id = actor.account_id
        alarm.reason = given
        alarm.save(update_fields=["acknowledged_at", "acknowledged_by", "reason"])
        wrote(actor, EDIT, f"alarm:{alarm.pk}", {"reason": ("", given)})
    return alarm


def _lasts(threshold: Threshold, subject: str, now: datetime) -> bool:
    """Tell whether the value was bad in as many rounds in a row as the threshold asks for."""
    since = now - timedelta(minutes=threshold.minutes) - SLACK
    values = (
        HealthReading.objects.filter(
            measure=threshold.measure, subject=subject, minute__gt=since, minute__lte=now
        )
        .order_by("-minute")
        .values_list("value", flat=True)[: threshold.minutes]
    )
    return len(values) == threshold.minutes and all(is_bad(threshold, value) for value in values)


def _raise(threshold: Threshold, subject: str, value: int, now: datetime) -> None:
    alarm = Alarm.objects.create(
        threshold=threshold,
        subject=subject,
        level=threshold.level,
        limit=threshold.limit,
        value=value,
        worst=value,
        raised_at=now,
    )
    level = Text("严重" if alarm.level == "critical" else "警告", str(alarm.level).capitalize())
    _tell(alarm, "base.alarm.raised", level, value)


def _grow_worse(alarm: Alarm, threshold: Threshold, value: int) -> None:
    above = threshold.side == Threshold.Side.ABOVE
    worst = max(alarm.worst, value) if above else min(alarm.worst, value)
    if worst != alarm.worst:
        Alarm.objects.filter(pk=alarm.pk).update(worst=worst)


def _clear(alarm: Alarm, now: datetime) -> None:
    alarm.cleared_at = now
    alarm.save(update_fields=["cleared_at"])
    _tell(alarm, "base.alarm.cleared", Text("已恢复", "Over"), alarm.worst)


def _tell(alarm: Alarm, topic: str, heading: Text, value: int) -> None:
    """Tell administration and whoever subscribed, in the transaction of the round."""
    measure = BY_CODE[alarm.threshold.measure]
    about = f" · {alarm.subject}" if alarm.subject else ""
    publish(
        topic,
        f"alarm:{alarm.pk}",
        {
            "alarm": alarm.pk,
            "measure": measure.code,
            "subject": alarm.subject,
            "level": alarm.level,
            "value": value,
            "limit": alarm.limit,
        },
    )
    tell_role(
        Role.ADMINISTRATION,
        Text(
            f"{heading.zh}：{measure.label.zh}{about}", f"{heading.en}: {measure.label.en}{about}"
        ),
        Text(
            f"数值 {said(measure.unit, value).zh}，阈值 {said(measure.unit, alarm.limit).zh}。",
            f"Value {said(measure.unit, value).en}, limit {said(measure.unit, alarm.limit).en}.",
        ),
        link=PAGE,
    )

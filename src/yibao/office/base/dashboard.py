"""What the home page tells the administration (首页): alarms, news that did not arrive."""

from __future__ import annotations

from yibao.office.base.models import Event
from yibao.office.base.monitoring.queries import open_alarms
from yibao.office.screens.hooks import Duty
from yibao.terms.text import Text

DUTIES = (
    Duty(
        "base.alarms",
        Text("未恢复的告警", "Alarms that are open"),
        "base.monitoring.view",
        lambda granted, reach: len(open_alarms()) if reach.divisions else 0,
        "/base/monitoring/",
        urgent=True,
    ),
    Duty(
        "base.events",
        Text("送达失败的事件", "News that could not be handed on"),
        "base.event.view",
        lambda granted, reach: (
            Event.objects.filter(handed_at__isnull=True, tries__gt=0).count()
            if reach.divisions
            else 0
        ),
        "/base/event/?open=1",
    ),
)

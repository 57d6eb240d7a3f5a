"""The interface of monitoring: what it answers, refuses and audits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from yibao.office.base.models import AuditEntry
from yibao.office.base.models.monitoring import Alarm, HealthReading, Threshold
from yibao.office.base.roles import Role

API = "/api/base/monitoring"


@pytest.fixture
def limit(db: None) -> Threshold:
    return Threshold.objects.create(
        measure="jobs.failed", level="warning", side="above", limit=10, minutes=2
    )


def raised(limit: Threshold) -> Alarm:
    return Alarm.objects.create(
        threshold=limit, level="warning", limit=10, value=12, worst=12, raised_at=timezone.now()
    )


@pytest.mark.parametrize("role", [Role.FUND, Role.SUPERVISION, Role.SETTLEMENT])
def test_only_administration_sees_and_sets(
    role: Role, limit: Threshold, client_of: Callable[..., Client]
) -> None:
    client = client_of(role)
    for path in ("requests", "routes", "readings", "alarms", "thresholds"):
        assert client.get(f"{API}/{path}").status_code == 403
    changed = {"limit": 1, "minutes": 1, "active": True}
    answer = client.put(f"{API}/thresholds/{limit.pk}", changed, "application/json")
    assert answer.status_code == 403
    limit.refresh_from_db()
    assert limit.limit == 10


def test_readings_tell_the_newest_value_and_its_level(
    limit: Threshold, client_of: Callable[..., Client]
) -> None:
    now = timezone.now()
    for minutes, value in ((2, 1), (1, 11)):
        at = now - timedelta(minutes=minutes)
        HealthReading.objects.create(measure="jobs.failed", minute=at, value=value)
    (reading,) = client_of(Role.ADMINISTRATION).get(f"{API}/readings").json()
    assert (reading["value"], reading["level"], reading["unit"]) == (11, "warning", "count")


def test_the_interface_changes_limits_and_audits(
    limit: Threshold, client_of: Callable[..., Client]
) -> None:
    client = client_of(Role.ADMINISTRATION)
    alarm = raised(limit)
    sent = {"limit": 3, "minutes": 1, "active": True}
    answer = client.put(f"{API}/thresholds/{limit.pk}", sent, "application/json")
    assert answer.status_code == 200
    assert AuditEntry.objects.get(subject=f"threshold:{limit.pk}").changes == {
        "limit": [10, 3],
        "minutes": [2, 1],
    }
    for wrong in ({"limit": -1}, {"minutes": 0}, {"minutes": 61}, {"limit": 10**16}):
        refused = client.put(f"{API}/thresholds/{limit.pk}", {**sent, **wrong}, "application/json")
        assert refused.status_code == 422
    done = client.post(
        f"{API}/alarms/{alarm.pk}/acknowledge", {"reason": "已知"}, "application/json"
    )
    assert done.json()["reason"] == "已知"
    again = client.post(
        f"{API}/alarms/{alarm.pk}/acknowledge", {"reason": "已知"}, "application/json"
    )
    assert (again.status_code, again.json()["code"]) == (409, "alarm_settled")
    assert client.get(f"{API}/requests?hours=1").status_code == 200
    assert client.get(f"{API}/requests?hours=999").status_code == 422
    assert client.get(f"{API}/alarms").json()[0]["measure"] == "jobs.failed"

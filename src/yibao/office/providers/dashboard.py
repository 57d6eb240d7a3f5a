"""What the home page tells of providers (首页): agreements that end soon."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from yibao.office.providers.models import Agreement, Institution
from yibao.office.screens.hooks import Card, Duty, Figure
from yibao.terms.text import Text

SOON = timedelta(days=60)
"""A renewal takes about two months of assessment and negotiation."""


def _ending_soon(granted: Any, reach: Any) -> int:
    del granted
    today = timezone.localdate()
    within = Agreement.objects.filter(
        reach.condition("institution__division", provider="institution__code"),
        during__contains=today,
        ended_on=None,
    )
    return within.filter(during__endswith__lte=today + SOON).count()


def _figures(granted: Any, reach: Any) -> list[Figure]:
    del granted
    within = Institution.objects.filter(reach.condition("division", provider="code"))
    signed = within.filter(
        agreements__during__contains=timezone.localdate(), agreements__ended_on=None
    )
    return [
        Figure(Text("登记机构", "Institutions"), within.count()),
        Figure(Text("协议有效", "With an agreement in force"), signed.distinct().count()),
    ]


CARDS = (
    Card(
        "providers.institutions",
        "providers",
        Text("定点机构", "Providers"),
        "providers.institution.view",
        _figures,
        "/providers/institution/",
        "building-hospital",
    ),
)
DUTIES = (
    Duty(
        "providers.ending",
        Text("60 天内到期的协议", "Agreements that end within 60 days"),
        "providers.agreement.edit",
        _ending_soon,
        "/providers/agreement/",
    ),
)

"""Which messages somebody sees (报文查询)."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet

from yibao.office.base.queries import is_below
from yibao.office.base.rights.granted import Reach
from yibao.office.exchange.models import MessageEntry
from yibao.office.providers.queries import institutions_within


def messages_within(reach: Reach) -> QuerySet[MessageEntry]:
    """Return the messages of the providers within reach.

    Those that name no provider of the region are seen by whoever sees the whole region.
    """
    if is_below(settings.YIBAO.region, reach):
        return MessageEntry.objects.all()
    return MessageEntry.objects.filter(provider__in=institutions_within(reach).values("code"))


def messages_of_visit(number: str) -> QuerySet[MessageEntry]:
    """Return the messages that named a visit (`mdtrt_id`), the newest first."""
    return MessageEntry.objects.filter(visit=number).exclude(visit="").order_by("-pk")

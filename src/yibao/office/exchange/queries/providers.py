"""How providers sign (接入查询)."""

from __future__ import annotations

from django.db.models import QuerySet

from yibao.office.base.rights.granted import Reach
from yibao.office.exchange.models import Access, Mode


def accesses_within(reach: Reach) -> QuerySet[Access]:
    """Return how the providers within reach sign."""
    return Access.objects.filter(reach.condition("division", provider="provider"))


def providers_that_do_not_sign(reach: Reach) -> QuerySet[Access]:
    """Return those of them whose messages anybody could send."""
    return accesses_within(reach).filter(mode=Mode.NONE)

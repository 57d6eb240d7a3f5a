"""Which national item a provider's code is on a day (院内编码的国家编码)."""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from yibao.office.base.rights.granted import Reach
from yibao.office.catalogue.models import LocalItem, Mapping
from yibao.office.catalogue.names import MappingState

PROVIDER_LETTERS = ("H", "P")
"""How codes of hospitals and pharmacies begin; their division's six digits follow."""


def national_codes(provider: str, codes: Sequence[str], day: date) -> Map[str, str]:
    """Return the national code of each local code that has an approved mapping on a day."""
    found = Mapping.objects.filter(
        local_item__provider=provider,
        local_item__code__in=codes,
        state=MappingState.APPROVED,
        during__contains=day,
    )
    return dict(found.values_list("local_item__code", "item__code"))


def local_item(provider: str, code: str) -> LocalItem | None:
    """Return an item of a provider by the provider's own code."""
    return LocalItem.objects.filter(provider=provider, code=code).first()


def provider_condition(reach: Reach, column: str) -> Q:
    """Return the condition on a column with providers' codes: those within reach.

    The code of a provider holds its division, so no table of providers is asked.
    """
    if reach.is_everything:
        return Q()
    within = Q(pk__in=[])
    for division in reach.divisions:
        for letter in PROVIDER_LETTERS:
            within |= Q(**{f"{column}__startswith": f"{letter}{division}"})
    if reach.providers:
        within |= Q(**{f"{column}__in": list(reach.providers)})
    return within

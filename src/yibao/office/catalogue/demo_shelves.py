"""What the institutions of the demo region have on their price lists (演示院内目录).

Each item stands there under a code of the institution's own, mapped to the national one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from yibao.office.base.actor import SYSTEM
from yibao.office.base.audit import wrote
from yibao.office.catalogue.demo import EVIDENCE, FIRST
from yibao.office.catalogue.models import Item, LocalItem
from yibao.office.catalogue.names import MappingState
from yibao.office.database.copying import copy_table, next_keys

_DECIDED_BY = 0
"""No account: the mappings of a demonstration were never anybody's decision."""
_LOCAL = (
    "id", "provider", "code", "name", "list_type", "specification", "dosage_form", "unit",
    "manufacturer", "approval_number", "price_e6", "is_active", "is_demo",
)  # fmt: skip
_MAPPING = (
    "local_item_id", "item_id", "during", "state", "proposed_name", "proposed_at", "decided_by",
    "decided_name", "decided_at", "reason", "digest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Priced:
    """An item as an institution offers it; the price in millionths of a yuan."""

    item: str
    local_item: str
    price_e6: int


@transaction.atomic
def fill_shelves(shelves: Mapping[str, Sequence[Priced]]) -> int:
    """Put items on price lists, with approved mappings; return how many were new.

    Args:
        shelves: by fixmedins_code, what the institution offers; items the catalogue knows.

    """
    items = {
        code: (key, name, list_type)
        for key, code, name, list_type in Item.objects.filter(
            code__in={one.item for shelf in shelves.values() for one in shelf}
        ).values_list("pk", "code", "name", "list_type")
    }
    known = set(
        LocalItem.objects.filter(provider__in=list(shelves)).values_list("provider", "code")
    )
    new = [
        (provider, one)
        for provider, shelf in shelves.items()
        for one in shelf
        if (provider, one.local_item) not in known
    ]
    keys = next_keys("catalogue_localitem_id_seq", len(new))
    copy_table("catalogue_localitem", _LOCAL, _locals(keys, new, items))
    copy_table("catalogue_mapping", _MAPPING, _mappings(keys, new, items))
    if new:
        wrote(SYSTEM, "catalogue.item.import", "catalogue:demo", {"items": (0, len(new))})
    return len(new)


_New = Sequence[tuple[str, Priced]]
_Items = Mapping[str, tuple[int, str, str]]


def _locals(keys: Iterable[int], new: _New, items: _Items) -> Iterator[tuple[Any, ...]]:
    for key, (provider, one) in zip(keys, new, strict=True):
        _, name, list_type = items[one.item]
        yield (
            key, provider, one.local_item, f"{name}（演示）"[:200], list_type, "", "", "", "", "",
            one.price_e6, True, True,
        )  # fmt: skip


def _mappings(keys: Iterable[int], new: _New, items: _Items) -> Iterator[tuple[Any, ...]]:
    during, now = f"[{FIRST},)", timezone.now()
    for key, (_, one) in zip(keys, new, strict=True):
        yield (
            key, items[one.item][0], during, MappingState.APPROVED.value, EVIDENCE, now,
            _DECIDED_BY, EVIDENCE, now, EVIDENCE, "",
        )  # fmt: skip

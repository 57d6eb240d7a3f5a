"""What the institutions of a tiny demo region have on their price lists (演示院内目录).

Each of the region's few items stands there under a code of the institution's own, mapped to the
national one. Prices are the ceilings of the level; every seventh is a tenth above.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from yibao.office.base.actor import SYSTEM
from yibao.office.base.audit import wrote
from yibao.office.catalogue.dated import period
from yibao.office.catalogue.demo import (
    DIVISION,
    EVIDENCE,
    FIRST,
    PRICE_E6_PER_FEN,
    few,
    price_fen,
    thousandths_at,
)
from yibao.office.catalogue.models import Item, LocalItem, Mapping, PaymentRule
from yibao.office.catalogue.names import ItemKind, MappingState

_LETTERS = {
    ItemKind.WESTERN_DRUG: "XY",
    ItemKind.PATENT_DRUG: "ZC",
    ItemKind.HERBAL_PIECE: "YP",
    ItemKind.SERVICE: "FW",
    ItemKind.CONSUMABLE: "HC",
}
DRUGS = (ItemKind.WESTERN_DRUG, ItemKind.PATENT_DRUG, ItemKind.HERBAL_PIECE)
EVERY = tuple(_LETTERS)
_DEAR = 7
"""Every so many an item costs a tenth more than what counts of it."""
_DECIDED_BY = 0
"""No account: the mappings of a demonstration were never anybody's decision."""


@dataclass(frozen=True, slots=True)
class Priced:
    """An item as an institution offers it; the price in millionths of a yuan."""

    item: str
    local_item: str
    name: str
    list_type: str
    med_chrgitm_type: str
    price_e6: int


def fill_shelf(provider: str, level: str, kinds: tuple[ItemKind, ...] = EVERY) -> int:
    """Give an institution the few items with approved mappings; return how many were new.

    Args:
        provider: fixmedins_code.
        level: as the policy files name it; services cost less at lower ones.
        kinds: what it has.

    """
    items = [
        (place, item)
        for place, item in enumerate(Item.objects.filter(code__in=few()).order_by("code"), 1)
        if item.kind in kinds
    ]
    known = set(LocalItem.objects.filter(provider=provider).values_list("code", flat=True))
    new = [(place, item) for place, item in items if _code(place, item) not in known]
    with transaction.atomic():
        held = LocalItem.objects.bulk_create(
            _local(provider, level, place, item) for place, item in new
        )
        Mapping.objects.bulk_create(
            _mapping(local, item) for local, (_, item) in zip(held, new, strict=True)
        )
        told = {"items": (0, len(new))}
        wrote(SYSTEM, "catalogue.item.import", f"catalogue:demo:{provider}", told)
    return len(new)


def shelf_of(provider: str) -> Iterator[Priced]:
    """Yield what an institution of the tiny region offers, by its own code."""
    charged = dict(
        PaymentRule.objects.filter(division=DIVISION, item__code__in=few()).values_list(
            "item__code", "med_chrgitm_type"
        )
    )
    rows = Mapping.objects.filter(
        local_item__provider=provider, state=MappingState.APPROVED, item__code__in=few()
    )
    for row in rows.select_related("local_item", "item").order_by("local_item__code"):
        local, item = row.local_item, row.item
        yield Priced(
            *(item.code, local.code, item.name, item.list_type),
            charged.get(item.code, ""),
            local.price_e6 or 0,
        )


def _code(place: int, item: Item) -> str:
    return f"{_LETTERS[ItemKind(item.kind)]}{place:04d}"


def _local(provider: str, level: str, place: int, item: Item) -> LocalItem:
    kind = ItemKind(item.kind)
    fen = price_fen(item.code, kind)
    if kind == ItemKind.SERVICE:
        fen = fen * thousandths_at(level) // 1000
    if place % _DEAR == 0:
        fen += -(-fen // 10)
    return LocalItem(
        provider=provider,
        code=_code(place, item),
        name=f"{item.name}（演示）"[:200],
        list_type=item.list_type,
        price_e6=fen * PRICE_E6_PER_FEN,
        is_demo=True,
    )


def _mapping(local: LocalItem, item: Item) -> Mapping:
    now = timezone.now()
    return Mapping(
        local_item=local,
        item=item,
        during=period(FIRST),
        state=MappingState.APPROVED,
        proposed_name=EVIDENCE,
        proposed_at=now,
        decided_by=_DECIDED_BY,
        decided_name=EVIDENCE,
        decided_at=now,
        reason=EVIDENCE,
    )

"""The registers of the catalogue, and what its office gives to the search box (目录登记簿)."""

from __future__ import annotations

from collections.abc import Sequence

from yibao.office.catalogue.queries import search
from yibao.office.catalogue.registers.items import (
    CONSUMABLES,
    DRUGS,
    HERBS,
    REAGENTS,
    SERVICES,
    hit,
)
from yibao.office.catalogue.registers.mappings import LOCAL_ITEMS, MAPPINGS
from yibao.office.catalogue.registers.rules import CEILINGS, RULES
from yibao.office.catalogue.registers.terms import (
    DIAGNOSES,
    DISEASES,
    OPERATIONS,
    REAGENT_TERMS,
)
from yibao.office.screens.hooks import Hit, Office, SearchSource
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

OFFICE = Office("catalogue", Text("目录管理", "Catalogue"), "books", place=300)

REGISTERS = (
    DRUGS,
    HERBS,
    SERVICES,
    CONSUMABLES,
    REAGENTS,
    RULES,
    CEILINGS,
    DIAGNOSES,
    OPERATIONS,
    DISEASES,
    REAGENT_TERMS,
    LOCAL_ITEMS,
    MAPPINGS,
)


def _find(granted: Granted, text: str, limit: int) -> Sequence[Hit]:
    del granted  # the catalogue is public
    return [hit(one.id, one.code, one.kind, one.name) for one in search(text, limit)]


SEARCH = (
    SearchSource(
        "catalogue.item",
        Text("目录", "Catalogue"),
        "catalogue.item.view",
        find=_find,
        icon="books",
    ),
)

"""Items by code, day and text (目录检索)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from yibao.office.catalogue.dated import chain
from yibao.office.catalogue.models import Item, ItemVersion, PaymentRule
from yibao.office.catalogue.words import asked_pairs, plain

FOUND_AT_MOST = 50
_LOOKED_AT = 1000
"""Of names that hold the text so many are ranked; who types more finds fewer."""

_SEARCH = """
WITH item AS NOT MATERIALIZED (
    SELECT id, code, kind, name, name_key, name_words FROM catalogue_item
    WHERE %(kinds)s::text[] IS NULL OR kind = ANY(%(kinds)s)
)
SELECT id, code, kind, name FROM (
    SELECT DISTINCT ON (found.id) found.* FROM (
        (SELECT id, code, kind, name, 0 AS place FROM item WHERE code = %(code)s)
        UNION ALL
        (SELECT id, code, kind, name, 1 FROM item
            WHERE name LIKE %(beginning)s ORDER BY name USING ~<~ LIMIT %(limit)s)
        UNION ALL
        (SELECT id, code, kind, name, 2 FROM item
            WHERE code LIKE %(code_beginning)s ORDER BY code USING ~<~ LIMIT %(limit)s)
        UNION ALL
        (SELECT id, code, kind, name, 3 FROM item
            WHERE %(is_latin)s AND name_key LIKE %(key)s
            ORDER BY name_key USING ~<~ LIMIT %(limit)s)
        UNION ALL
        (SELECT id, code, kind, name, 4 FROM item
            WHERE %(pairs)s <> '{}'::varchar[] AND name_words @> %(pairs)s::varchar[]
            LIMIT %(looked_at)s)
    ) found ORDER BY found.id, found.place
) ranked
ORDER BY place, char_length(name), name, code LIMIT %(limit)s
"""
# `~<~` is the order of the indexes on beginnings: the first of them are read, none is sorted.


@dataclass(frozen=True, slots=True)
class Found:
    """An item that a search found."""

    id: int
    code: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class ItemOn:
    """An item as it is on a day; without a version or a rule that holds then these are None."""

    item: Item
    version: ItemVersion | None
    rule: PaymentRule | None


def item_on(code: str, day: date, division: str = "") -> ItemOn | None:
    """Return an item with the version and the payment rule of a day; None for an unknown code.

    Args:
        code: med_list_codg.
        day: the day.
        division: whose rule is meant; the nearest above it counts where it has none.

    """
    item = Item.objects.filter(code=code).first()
    if item is None:
        return None
    version = ItemVersion.objects.filter(item=item, during__contains=day).first()
    divisions = chain(division)
    rules = PaymentRule.objects.filter(item=item, division__in=divisions, during__contains=day)
    nearest = sorted(rules, key=lambda rule: divisions.index(rule.division))
    return ItemOn(item, version, nearest[0] if nearest else None)


def versions_on(wanted: Iterable[tuple[str, date]]) -> dict[tuple[str, date], ItemVersion]:
    """Return items as they are on days, by code and day; what there is not is left out."""
    pairs = set(wanted)
    rows = ItemVersion.objects.filter(item__code__in={code for code, _ in pairs})
    by_code: dict[str, list[ItemVersion]] = {}
    for row in rows.select_related("item").order_by("during"):
        by_code.setdefault(row.item.code, []).append(row)
    found = {}
    for code, day in pairs:
        for row in by_code.get(code, ()):
            if row.first <= day and (row.last is None or day <= row.last):
                found[code, day] = row
    return found


def search(text: str, limit: int = 20, kinds: Sequence[str] | None = None) -> list[Found]:
    """Return the items whose code, name or Pinyin key fits a text, the best first.

    Args:
        text: a code or its beginning, a part of a name, or first letters of its Pinyin.
        limit: so many at most, never more than `FOUND_AT_MOST`.
        kinds: only of these.

    """
    asked = text.strip().replace("\0", "")
    key = plain(asked)
    if not key:
        return []
    parameters: dict[str, Any] = {
        "code": asked.upper(),
        "code_beginning": f"{_literal(asked.upper())}%",
        "beginning": f"{_literal(asked)}%",
        "key": f"{_literal(key)}%",
        "is_latin": key.isascii() and key.isalnum(),
        "pairs": asked_pairs(asked),
        "kinds": None if kinds is None else list(kinds),
        "limit": min(limit, FOUND_AT_MOST),
        "looked_at": _LOOKED_AT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, parameters)
        return [Found(*row) for row in cursor.fetchall()]


def _literal(text: str) -> str:
    """Return a text that LIKE takes as it stands."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

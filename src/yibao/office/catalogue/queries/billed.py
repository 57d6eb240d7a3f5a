"""What the catalogue says of the lines that a provider bills (费用明细), in one prepared statement.

Beside the rule of each line it finds what the provider's own code is mapped to on the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from yibao.office.catalogue.dated import chain
from yibao.office.catalogue.queries.lines import level_names
from yibao.office.database.prepared import fetch
from yibao.office.database.stamps import Remembered, stamp_of

_STATEMENT = """
SELECT coalesce(mapped.code, ''), item.code, item.list_type, coalesce(version.name, item.name),
    version.is_valid IS TRUE, rule.chrgitm_lv, rule.first_pay_ppm, rule.med_chrgitm_type,
    rule.is_limited IS TRUE, coalesce(nullif(rule.limited_text, ''), version.limited_text, ''),
    coalesce(rule.level_group, ''), ceiling.price_e6
FROM unnest(%(codes)s::text[], %(own)s::text[], %(days)s::date[])
    WITH ORDINALITY AS line (code, own, day, place)
LEFT JOIN LATERAL (
    SELECT i.id, i.code FROM catalogue_localitem l
    JOIN catalogue_mapping m ON m.local_item_id = l.id AND m.state = 'approved'
        AND m.during @> line.day
    JOIN catalogue_item i ON i.id = m.item_id
    WHERE l.provider = %(provider)s AND l.code = line.own LIMIT 1
) mapped ON true
LEFT JOIN catalogue_item item
    ON item.code = CASE WHEN line.code = '' THEN mapped.code ELSE line.code END
LEFT JOIN catalogue_itemversion version
    ON version.item_id = item.id AND version.during @> line.day
LEFT JOIN LATERAL (
    SELECT r.* FROM catalogue_paymentrule r
    WHERE r.item_id = item.id AND r.division = ANY(%(chain)s) AND r.during @> line.day
    ORDER BY array_position(%(chain)s::text[], r.division::text) LIMIT 1
) rule ON true
LEFT JOIN LATERAL (
    SELECT min(nearest.price_e6) AS price_e6 FROM (
        SELECT DISTINCT ON (c.kind) c.price_e6 FROM catalogue_priceceiling c
        WHERE c.item_id = item.id AND c.division = ANY(%(chain)s) AND c.during @> line.day
            AND c.level_group = ANY(%(levels)s)
        ORDER BY c.kind, array_position(%(chain)s::text[], c.division::text),
            array_position(%(levels)s::text[], c.level_group::text)
    ) nearest
) ceiling ON true
ORDER BY line.place
"""


STAMP = stamp_of("catalogue")
"""An expression: what changes whenever the catalogue does."""
_RULES = Remembered()


class Billed(NamedTuple):
    """One item on one day, as a provider bills it."""

    code: str
    """med_list_codg; may be empty."""
    own: str
    """medins_list_codg."""
    day: date


@dataclass(frozen=True, slots=True)
class BilledRule:
    """What holds for an item on its day at its place of care.

    `mapped` is what the provider's own code stands for, empty where nothing was approved; `code` is
    None where the catalogue has no such item; `is_valid` is False where it has none on that day;
    `chrgitm_lv` is empty where no division has a rule. `ceiling_e6` is the lower of price ceiling
    and payment standard in millionths of a yuan, `first_pay_ppm` in parts per million.
    """

    mapped: str
    code: str | None
    list_type: str | None
    name: str | None
    is_valid: bool
    chrgitm_lv: str | None
    first_pay_ppm: int | None
    med_chrgitm_type: str | None
    is_limited: bool
    limited_text: str
    level_group: str
    ceiling_e6: int | None

    def allows_level(self, level: str) -> bool:
        """Say whether the fund pays at institutions of a level (限定机构级别)."""
        return not self.level_group or self.level_group in _levels(level)


@lru_cache(256)
def _levels(level: str) -> list[str]:
    return level_names(level)


@lru_cache(256)
def _chain(division: str) -> list[str]:
    return chain(division)


def rules_of_bill(
    provider: str, lines: Sequence[Billed], division: str, level: str, stamp: str = ""
) -> list[BilledRule]:
    """Return what holds for each line, in their order.

    Args:
        provider: whose own codes are meant (`fixmedins_code`).
        lines: what is billed; the same on the same day is asked about once.
        division: of the place of care; its own rule counts before that of those above it.
        level: of the institution, as policies name it.
        stamp: the catalogue's `STAMP` as read before, under which rules are remembered; empty:
            nothing is.

    """
    known = _RULES.under(stamp)
    keys = [(provider, division, level, line) for line in lines]
    missing = [key for key in dict.fromkeys(keys) if key not in known]
    if missing:
        found = _read(provider, [key[3] for key in missing], division, level)
        known.update(zip(missing, found, strict=True))
    return [known[key] for key in keys]


def _read(provider: str, lines: Sequence[Billed], division: str, level: str) -> list[BilledRule]:
    found = fetch(
        _STATEMENT,
        {
            "codes": [line.code for line in lines],
            "own": [line.own for line in lines],
            "days": [line.day for line in lines],
            "provider": provider,
            "chain": _chain(division),
            "levels": _levels(level),
        },
    )
    return [BilledRule(*row) for row in found]

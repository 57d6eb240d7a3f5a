"""What the catalogue says of the lines of a bill (费用明细的目录规则), in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from yibao.office.catalogue.dated import chain
from yibao.terms.levels import LEVEL_GROUPS

_STATEMENT = """
SELECT line.code, line.day, item.id, item.kind, item.list_type,
    coalesce(version.name, item.name), coalesce(version.is_valid, false),
    rule.chrgitm_lv, rule.first_pay_ppm, rule.med_chrgitm_type, rule.is_limited,
    coalesce(nullif(rule.limited_text, ''), version.limited_text, ''),
    coalesce(rule.level_group, ''), ceiling.price_e6, standard.price_e6,
    coalesce(rule.is_demo, false)
FROM unnest(%(codes)s::text[], %(days)s::date[]) WITH ORDINALITY AS line (code, day, place)
LEFT JOIN catalogue_item item ON item.code = line.code
LEFT JOIN catalogue_itemversion version
    ON version.item_id = item.id AND version.during @> line.day
LEFT JOIN LATERAL (
    SELECT r.* FROM catalogue_paymentrule r
    WHERE r.item_id = item.id AND r.division = ANY(%(chain)s) AND r.during @> line.day
    ORDER BY array_position(%(chain)s::text[], r.division::text) LIMIT 1
) rule ON true
LEFT JOIN LATERAL (
    SELECT c.price_e6 FROM catalogue_priceceiling c
    WHERE c.item_id = item.id AND c.division = ANY(%(chain)s) AND c.during @> line.day
        AND c.kind = 'ceiling' AND c.level_group = ANY(%(levels)s)
    ORDER BY array_position(%(chain)s::text[], c.division::text),
        array_position(%(levels)s::text[], c.level_group::text) LIMIT 1
) ceiling ON true
LEFT JOIN LATERAL (
    SELECT c.price_e6 FROM catalogue_priceceiling c
    WHERE c.item_id = item.id AND c.division = ANY(%(chain)s) AND c.during @> line.day
        AND c.kind = 'payment_standard' AND c.level_group = ANY(%(levels)s)
    ORDER BY array_position(%(chain)s::text[], c.division::text),
        array_position(%(levels)s::text[], c.level_group::text) LIMIT 1
) standard ON true
ORDER BY line.place
"""


@dataclass(frozen=True, slots=True)
class LineRule:
    """What holds for one line on its day at its place of care.

    `item_id` is None where the catalogue has no such code; `is_valid` is False where it has none
    on that day; `chrgitm_lv` is empty where no division of the chain has a rule. Prices are in
    millionths of a yuan, `first_pay_ppm` in parts per million; None: nothing is set.
    """

    code: str
    day: date
    item_id: int | None
    kind: str
    list_type: str
    name: str
    is_valid: bool
    chrgitm_lv: str
    first_pay_ppm: int | None
    med_chrgitm_type: str
    is_limited: bool
    limited_text: str
    level_group: str
    ceiling_e6: int | None
    payment_standard_e6: int | None
    is_demo: bool

    @property
    def counted_up_to_e6(self) -> int | None:
        """The most that counts of the price: the lower of ceiling and payment standard."""
        known = [
            price for price in (self.ceiling_e6, self.payment_standard_e6) if price is not None
        ]
        return min(known, default=None)

    def allows_level(self, level: str) -> bool:
        """Say whether the fund pays at institutions of a level (限定机构级别)."""
        return not self.level_group or self.level_group in level_names(level)


def level_names(level: str) -> list[str]:
    """Return the names under which a rule for a level may stand, the narrowest first.

    >>> level_names("secondary")
    ['secondary', 'secondary_and_below', 'hospital_any', '']
    """
    groups = [name for name, members in LEVEL_GROUPS.items() if level in members]
    return [
        *([level] if level else []),
        *sorted(groups, key=lambda name: (len(LEVEL_GROUPS[name]), name)),
        "",
    ]


def rules_of_lines(
    codes: Sequence[str], days: Sequence[date], division: str, level: str = ""
) -> list[LineRule]:
    """Return what holds for each line, in their order.

    Args:
        codes: med_list_codg of the lines.
        days: the fee date of each.
        division: of the place of care; its own rule counts before that of those above it.
        level: of the institution, as policies name it; empty: only what holds for all levels.

    """
    parameters: dict[str, Any] = {
        "codes": list(codes),
        "days": list(days),
        "chain": chain(division),
        "levels": level_names(level),
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, parameters)
        found = cursor.fetchall()
    return [_rule(row) for row in found]


def _rule(row: tuple[object, ...]) -> LineRule:
    values = list(row)
    for place in (3, 4, 5, 7, 9):
        values[place] = values[place] or ""
    values[10] = bool(values[10])
    return LineRule(*values)  # type: ignore[arg-type]

"""Setting how the fund pays for an item (支付政策、限价), one at a time; imports set many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from psycopg import sql

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.catalogue.dated import ONE_DAY, period
from yibao.office.catalogue.errors import unknown_item
from yibao.office.catalogue.models import Item, PaymentRule, PriceCeiling
from yibao.office.catalogue.names import CHARGE_TYPES, CLASSES, CeilingKind
from yibao.office.catalogue.services.merge import (
    PAYMENT_RULES,
    PRICE_CEILINGS,
    DatedTable,
    incoming,
    merge,
)
from yibao.terms.admdvs import Division
from yibao.terms.errors import InvalidInput
from yibao.terms.levels import LEVEL_GROUPS, LEVELS
from yibao.terms.ratio import PPM
from yibao.terms.text import Text

PRICE_E6_MAX = 10**15
"""The highest price: a thousand million yuan."""
LEVEL_NAMES = frozenset((*LEVEL_GROUPS, *(level.key for level in LEVELS)))
"""Levels of institutions and their groups, as policies name them."""


@dataclass(frozen=True, slots=True)
class Days:
    """From a first to a last day; no last: until further."""

    first: date
    last: date | None = None


def set_payment_rule(
    actor: Actor,
    code: str,
    division: str,
    days: Days,
    values: Mapping[str, Any],
) -> PaymentRule:
    """Set class, first-pay and limits of an item in a division from a day on.

    Args:
        actor: who.
        code: of the item.
        division: 6 digits; empty for the nation.
        days: when it holds; what held on the first day ends the day before.
        values: ``chrgitm_lv`` and any of ``first_pay_ppm``, ``med_chrgitm_type``, ``is_limited``,
            ``limited_text``, ``level_group``, ``evidence``.

    Raises:
        InvalidInput: for an unknown item, division, class, level, or a share above the whole.

    """
    given = {
        "chrgitm_lv": "", "first_pay_ppm": None, "med_chrgitm_type": "", "is_limited": False,
        "limited_text": "", "level_group": "", "evidence": "", "is_demo": False, **values,
    }  # fmt: skip
    _one_of(given["chrgitm_lv"], CLASSES, "chrgitm_lv")
    if given["med_chrgitm_type"]:
        _one_of(given["med_chrgitm_type"], CHARGE_TYPES, "med_chrgitm_type")
    if given["level_group"]:
        _one_of(given["level_group"], LEVEL_NAMES, "level_group")
    if given["first_pay_ppm"] is not None and not 0 <= given["first_pay_ppm"] <= PPM:
        raise _out_of_range("first_pay_ppm")
    keys = {"item_id": _item(code).pk, "division": _division(division)}
    with transaction.atomic():
        _put(actor, PAYMENT_RULES, keys, days, given)
        return PaymentRule.objects.get(**keys, during__contains=days.first)


def set_ceiling(
    actor: Actor,
    code: str,
    division: str,
    days: Days,
    values: Mapping[str, Any],
) -> PriceCeiling:
    """Set a price ceiling or a payment standard of an item in a division from a day on.

    Args:
        actor: who.
        code: of the item.
        division: 6 digits; empty for the nation.
        days: when it holds.
        values: ``kind``, ``price_e6`` (millionths of a yuan) and any of ``level_group``,
            ``evidence``.

    Raises:
        InvalidInput: for an unknown item, division, kind, level, or a price out of range.

    """
    given = {"level_group": "", "evidence": "", "is_demo": False, **values}
    _one_of(given["kind"], [kind.value for kind in CeilingKind], "kind")
    if given["level_group"]:
        _one_of(given["level_group"], LEVEL_NAMES, "level_group")
    if not 0 <= given["price_e6"] <= PRICE_E6_MAX:
        raise _out_of_range("price_e6")
    keys = {
        "item_id": _item(code).pk,
        "division": _division(division),
        "kind": given.pop("kind"),
        "level_group": given.pop("level_group"),
    }
    with transaction.atomic():
        _put(actor, PRICE_CEILINGS, keys, days, given)
        return PriceCeiling.objects.get(**keys, during__contains=days.first)


def _put(
    actor: Actor,
    table: DatedTable,
    keys: Mapping[str, Any],
    days: Days,
    values: Mapping[str, Any],
) -> None:
    period(days.first, days.last)
    # Two who set the same thing at once: the second waits, then cuts what the first has set.
    Item.objects.select_for_update().get(pk=keys["item_id"])
    row = {
        **keys,
        "first_day": days.first,
        "upper_day": None if days.last is None else days.last + ONE_DAY,
        **{name: values[name] for name in table.values},
    }
    types = {"first_day": "date", "upper_day": "date", "first_pay_ppm": "integer"}
    listed = sql.SQL(", ").join(
        sql.SQL("{}{} AS {}").format(
            sql.Literal(value),
            sql.SQL(f"::{types[name]}") if name in types else sql.SQL(_type_of(value)),
            sql.Identifier(name),
        )
        for name, value in row.items()
    )
    incoming(sql.SQL("SELECT {}").format(listed))
    merge(table)
    thing = table.name.removeprefix("catalogue_")
    told = {name: (None, value) for name, value in row.items() if value not in (None, "")}
    wrote(actor, "catalogue.price.edit", f"{thing}:{keys['item_id']}", told)


def _type_of(value: object) -> str:
    if isinstance(value, bool):
        return "::boolean"
    return "::bigint" if isinstance(value, int) else "::text"


def _item(code: str) -> Item:
    item = Item.objects.filter(code=code).first()
    if item is None:
        raise unknown_item(code)
    return item


def _division(code: str) -> str:
    return Division.parse(code).code if code else ""


def _one_of(value: str, known: Any, field: str) -> None:
    if value not in known:
        listed = ", ".join(sorted(known))
        raise InvalidInput(
            "unknown_code",
            field,
            Text(f"“{value}”不在代码表中。", f"{value!r} is no known code."),
            Text(f"可用：{listed}。", f"Use one of {listed}."),
        )


def _out_of_range(field: str) -> InvalidInput:
    return InvalidInput(
        "out_of_range",
        field,
        Text("数值超出范围。", "The number is out of range."),
        Text(
            "比例不超过 100%，价格不为负。", "A share is at most the whole, a price not negative."
        ),
    )

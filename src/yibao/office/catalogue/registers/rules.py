"""The registers of payment rules and of price ceilings (支付政策、限价)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from yibao.office.base.rights.granted import Reach
from yibao.office.catalogue.models import PaymentRule, PriceCeiling
from yibao.office.catalogue.names import CLASSES, CeilingKind
from yibao.office.catalogue.registers.words import (
    CLASS,
    CODE,
    DIVISION,
    FIRST,
    LAST,
    LEVEL_CHOICES,
    NAME,
    asked,
    place,
    price_yuan,
    within,
)
from yibao.office.screens.register import Column, Filter, Register
from yibao.office.screens.rights import Granted
from yibao.terms.ratio import format_ratio
from yibao.terms.text import Text

_VIEW = "catalogue.item.view"
_CLASS_CHOICES = tuple(CLASSES.items())


def _dated_rows(
    model: type[PaymentRule] | type[PriceCeiling],
) -> Callable[[Granted, Reach], QuerySet[Any]]:
    def rows(granted: Granted, reach: Reach) -> QuerySet[Any]:
        del granted, reach  # rules of payment are public
        found: QuerySet[Any] = model.objects.select_related("item").all()
        return found

    return rows


_ITEM_FILTER = Filter(
    "item",
    Text("项目", "Item"),
    "exact",
    lambda rows, text: rows.filter(item_id=text if text.isdigit() else None),
)
_CODE_FILTER = Filter(
    "q", CODE, "search", lambda rows, text: rows.filter(item__code__startswith=asked(text).upper())
)
_DIVISION_FILTER = Filter("division", DIVISION, "division", within)

RULES = Register(
    code="catalogue.rule",
    title=Text("支付政策", "Payment rules"),
    office="catalogue",
    permission=_VIEW,
    rows=_dated_rows(PaymentRule),
    order=("item_id", "id"),
    icon="scale",
    columns=(
        Column("code", CODE, kind="code", value="item__code"),
        Column("name", NAME, value="item__name"),
        Column("division", DIVISION, value=lambda rule: place(rule.division)),
        Column("chrgitm_lv", CLASS, kind="choice", choices=_CLASS_CHOICES),
        Column(
            "first_pay",
            Text("先自付比例", "First-pay share"),
            value=lambda rule: (
                "" if rule.first_pay_ppm is None else format_ratio(rule.first_pay_ppm)
            ),
        ),
        Column("first", FIRST, kind="date"),
        Column("last", LAST, kind="date"),
        Column("evidence", Text("依据", "Evidence"), wide=True),
    ),
    filters=(
        _CODE_FILTER,
        Filter(
            "class",
            CLASS,
            "choice",
            lambda rows, value: rows.filter(chrgitm_lv=value),
            choices=_CLASS_CHOICES,
        ),
        _DIVISION_FILTER,
        _ITEM_FILTER,
    ),
    imports=("catalogue.payment_rules",),
    export_permission="catalogue.item.export",
)

CEILINGS = Register(
    code="catalogue.ceiling",
    title=Text("限价和支付标准", "Ceilings and standards"),
    office="catalogue",
    permission=_VIEW,
    rows=_dated_rows(PriceCeiling),
    order=("item_id", "id"),
    icon="currency-yuan",
    columns=(
        Column("code", CODE, kind="code", value="item__code"),
        Column("name", NAME, value="item__name"),
        Column("division", DIVISION, value=lambda row: place(row.division)),
        Column(
            "kind",
            Text("限价类型", "Kind"),
            kind="choice",
            choices=tuple((kind.value, kind.label) for kind in CeilingKind),
        ),
        Column("level_group", Text("机构级别", "Levels"), kind="choice", choices=LEVEL_CHOICES),
        Column("price", Text("价格（元）", "Price"), value=lambda row: price_yuan(row.price_e6)),
        Column("first", FIRST, kind="date"),
        Column("last", LAST, kind="date"),
        Column("evidence", Text("依据", "Evidence"), wide=True),
    ),
    filters=(_CODE_FILTER, _DIVISION_FILTER, _ITEM_FILTER),
    imports=("catalogue.price_ceilings",),
    export_permission="catalogue.item.export",
)

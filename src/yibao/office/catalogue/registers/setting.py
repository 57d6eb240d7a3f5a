"""Setting rules and ceilings of an item from its page (设置支付政策、限价)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from yibao.office.base.actor import Actor
from yibao.office.catalogue.models import Item
from yibao.office.catalogue.names import CHARGE_TYPES, CLASSES, CeilingKind
from yibao.office.catalogue.registers.words import (
    CLASS,
    DIVISION,
    FIRST,
    LEVEL_CHOICES,
    PRICE_E6,
)
from yibao.office.catalogue.services import Days, set_ceiling, set_payment_rule
from yibao.office.screens.language import later
from yibao.office.screens.register import Action
from yibao.terms.ratio import parse_ratio
from yibao.terms.text import Text


class RuleForm(forms.Form):
    """How the fund pays for an item from a day on."""

    division = forms.CharField(label=later(DIVISION), max_length=6, required=False)
    first = forms.DateField(label=later(FIRST), widget=forms.DateInput)
    chrgitm_lv = forms.ChoiceField(label=later(CLASS), choices=list(CLASSES.items()))
    first_pay = forms.CharField(
        label=later(Text("先自付比例", "First-pay share")),
        help_text=later(Text("如 10%；不设留空。", "Such as 10%; empty for none of its own.")),
        required=False,
    )
    med_chrgitm_type = forms.ChoiceField(
        label=later(Text("医疗收费项目类别", "Line of the bill")),
        choices=[("", Text("—", "—")), *CHARGE_TYPES.items()],
        required=False,
    )
    level_group = forms.ChoiceField(
        label=later(Text("限定机构级别", "Levels of institutions")),
        choices=[("", Text("不限", "any")), *LEVEL_CHOICES],
        required=False,
    )
    limited_text = forms.CharField(
        label=later(Text("限制使用范围", "Limited use")), required=False, widget=forms.Textarea
    )
    evidence = forms.CharField(label=later(Text("依据", "Evidence")), max_length=500)


class CeilingForm(forms.Form):
    """The most that counts of a price from a day on."""

    division = forms.CharField(label=later(DIVISION), max_length=6, required=False)
    first = forms.DateField(label=later(FIRST), widget=forms.DateInput)
    kind = forms.ChoiceField(
        label=later(Text("限价类型", "Kind")),
        choices=[(kind.value, kind.label) for kind in CeilingKind],
    )
    level_group = forms.ChoiceField(
        label=later(Text("机构级别", "Levels of institutions")),
        choices=[("", Text("不限", "any")), *LEVEL_CHOICES],
        required=False,
    )
    price = forms.DecimalField(
        label=later(Text("价格（元）", "Price (yuan)")),
        min_value=0,
        max_digits=16,
        decimal_places=6,
    )
    evidence = forms.CharField(label=later(Text("依据", "Evidence")), max_length=500)


def _set_rule(actor: Actor, item: Item, cleaned: Mapping[str, Any]) -> Text:
    share = cleaned["first_pay"].strip()
    values = {
        "chrgitm_lv": cleaned["chrgitm_lv"],
        "first_pay_ppm": parse_ratio(share, "first_pay") if share else None,
        "med_chrgitm_type": cleaned["med_chrgitm_type"],
        "level_group": cleaned["level_group"],
        "is_limited": bool(cleaned["limited_text"].strip()),
        "limited_text": cleaned["limited_text"].strip(),
        "evidence": cleaned["evidence"],
    }
    set_payment_rule(actor, item.code, cleaned["division"], Days(cleaned["first"]), values)
    return Text("支付政策已设置。", "The payment rule is set.")


def _set_ceiling(actor: Actor, item: Item, cleaned: Mapping[str, Any]) -> Text:
    values = {
        "kind": cleaned["kind"],
        "level_group": cleaned["level_group"],
        "price_e6": int(cleaned["price"] * PRICE_E6),
        "evidence": cleaned["evidence"],
    }
    set_ceiling(actor, item.code, cleaned["division"], Days(cleaned["first"]), values)
    return Text("限价已设置。", "The ceiling is set.")


ACTIONS = (
    Action(
        "rule",
        Text("设置支付政策", "Set payment rule"),
        "catalogue.price.edit",
        run=_set_rule,
        confirm=Text(
            "自生效日起执行，原政策在前一日截止。", "It holds from that day; what held ends before."
        ),
        form_class=RuleForm,
        icon="adjustments",
    ),
    Action(
        "ceiling",
        Text("设置限价", "Set ceiling"),
        "catalogue.price.edit",
        run=_set_ceiling,
        confirm=Text(
            "自生效日起执行，原限价在前一日截止。", "It holds from that day; what held ends before."
        ),
        form_class=CeilingForm,
        icon="currency-yuan",
    ),
)

"""The registers of drugs, herbs, services, consumables and reagents (目录登记簿)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.base.rights.granted import Granted, Reach
from yibao.office.catalogue.models import Item, ItemVersion, PaymentRule, PriceCeiling
from yibao.office.catalogue.names import CHARGE_TYPES, CLASSES, CeilingKind, ItemKind
from yibao.office.catalogue.registers.words import CODE, DIVISION, FIRST, LAST, NAME, within
from yibao.office.catalogue.services import Days, set_ceiling, set_payment_rule
from yibao.office.catalogue.services.rules import LEVEL_NAMES
from yibao.office.catalogue.words import asked_pairs, plain
from yibao.office.screens.hooks import Hit
from yibao.office.screens.language import later
from yibao.office.screens.register import (
    Action,
    Column,
    Detail,
    Fact,
    Filter,
    Moment,
    Register,
    Related,
    Section,
)
from yibao.terms.admdvs import regions
from yibao.terms.ratio import format_ratio, parse_ratio
from yibao.terms.text import Text

_VIEW = "catalogue.item.view"
_CLASS = Text("收费项目等级", "Class")
_PRICE_E6 = 1_000_000
_CLASS_CHOICES = tuple(CLASSES.items())
_KIND_CHOICES = tuple((kind.value, kind.label) for kind in ItemKind)
_LEVEL_CHOICES = tuple((name, Text(name, name)) for name in sorted(LEVEL_NAMES))


def _version(item: Item) -> ItemVersion | None:
    today = timezone.localdate()
    return ItemVersion.objects.filter(item=item, during__contains=today).first()


def _of_version(name: str) -> Callable[[Item], Any]:
    def value(item: Item) -> Any:
        version = _version(item)
        return "" if version is None else getattr(version, name)

    return value


def price_yuan(price_e6: int | None) -> str:
    """Return a price in yuan as people read it, without needless zeros.

    >>> price_yuan(12_500_000), price_yuan(1_234_567), price_yuan(None)
    ('12.50', '1.234567', '')
    """
    if price_e6 is None:
        return ""
    whole, part = divmod(price_e6, _PRICE_E6)
    digits = f"{part:06d}"
    return f"{whole}.{digits[:2]}{digits[2:].rstrip('0')}"


def place(division: str) -> Text:
    """Return what a division is called; its code where the regions do not list it."""
    if not division:
        return Text("全国", "nation")
    known = regions().get(division)
    return Text(division, division) if known is None else known.label


def _search(rows: QuerySet[Item], text: str) -> QuerySet[Item]:
    key = plain(text)
    fits = Q(code__startswith=text.upper()) | Q(name_words__contains=asked_pairs(text))
    if key.isascii():
        fits |= Q(name_key__startswith=key)
    return rows.filter(fits) if key else rows.none()


def _timeline(item: Item, granted: Granted) -> Iterable[Moment]:
    del granted
    moments = [
        Moment(version.first, Text("版本生效", "Version begins"), version.version or version.name)
        for version in item.versions.order_by("-during")
    ]
    for rule in item.rules.order_by("-during"):
        class_ = CLASSES[rule.chrgitm_lv]
        where = place(rule.division)
        share = "" if rule.first_pay_ppm is None else f" {format_ratio(rule.first_pay_ppm)}"
        body = Text(f"{where.zh}：{class_.zh}{share}", f"{where.en}: {class_.en}{share}")
        moments.append(Moment(rule.first, Text("支付政策生效", "Payment rule begins"), body))
    return sorted(moments, key=lambda moment: str(moment.at), reverse=True)


class RuleForm(forms.Form):
    """How the fund pays for an item from a day on."""

    division = forms.CharField(label=later(DIVISION), max_length=6, required=False)
    first = forms.DateField(label=later(FIRST), widget=forms.DateInput)
    chrgitm_lv = forms.ChoiceField(label=later(_CLASS), choices=list(_CLASS_CHOICES))
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
        choices=[("", Text("不限", "any")), *_LEVEL_CHOICES],
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
        choices=[("", Text("不限", "any")), *_LEVEL_CHOICES],
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
        "price_e6": int(cleaned["price"] * _PRICE_E6),
        "evidence": cleaned["evidence"],
    }
    set_ceiling(actor, item.code, cleaned["division"], Days(cleaned["first"]), values)
    return Text("限价已设置。", "The ceiling is set.")


_ACTIONS = (
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

_DETAIL = Detail(
    heading="name",
    subtitle=lambda item: item.code,
    sections=(
        Section(
            Text("目录", "Catalogue"),
            (
                Fact(CODE, "code", kind="code"),
                Fact(Text("种类", "Kind"), "kind", kind="choice", choices=_KIND_CHOICES),
                Fact(Text("规格", "Specification"), _of_version("specification")),
                Fact(Text("剂型", "Dosage form"), _of_version("dosage_form")),
                Fact(Text("计价单位", "Pricing unit"), _of_version("unit")),
                Fact(Text("生产企业", "Manufacturer"), _of_version("manufacturer")),
                Fact(Text("批准文号", "Approval number"), _of_version("approval_number")),
                Fact(Text("内涵", "Content"), _of_version("content")),
                Fact(Text("限制使用范围", "Limited use"), _of_version("limited_text")),
                Fact(Text("版本号", "Version"), _of_version("version"), kind="code"),
                Fact(Text("演示", "Invented"), "is_demo", kind="flag"),
            ),
        ),
    ),
    timeline=_timeline,
    related=(
        Related(
            Text("支付政策", "Payment rules"),
            "catalogue.rule",
            lambda item: {"item": str(item.pk)},
            leave_out=("code", "name"),
        ),
        Related(
            Text("限价和支付标准", "Ceilings"),
            "catalogue.ceiling",
            lambda item: {"item": str(item.pk)},
            leave_out=("code", "name"),
        ),
        Related(
            Text("院内对应", "Mappings"),
            "catalogue.mapping",
            lambda item: {"item": str(item.pk)},
            leave_out=("item_code", "item_name"),
        ),
    ),
)


def _register(
    thing: str, title: Text, kinds: tuple[ItemKind, ...], imports: tuple[str, ...], icon: str
) -> Register:
    named = tuple(kind.value for kind in kinds)

    def rows(granted: Granted, reach: Reach) -> QuerySet[Item]:
        del granted, reach  # the catalogue is public
        return Item.objects.filter(kind__in=named)

    filters = [
        Filter(
            "q",
            Text("编码、名称或拼音", "Code, name or Pinyin"),
            "search",
            _search,
            hint=Text("如 阿莫西林、amxl、XJ01", "such as 阿莫西林, amxl, XJ01"),
        ),
        Filter("demo", Text("演示", "Invented"), "flag", lambda r, v: r.filter(is_demo=v)),
    ]
    columns = [
        Column("code", CODE, kind="code", link=True, sort="code"),
        Column("name", NAME),
        Column("is_demo", Text("演示", "Invented"), kind="flag", narrow=False),
    ]
    if len(kinds) > 1:
        choices = tuple((kind.value, kind.label) for kind in kinds)
        filters.insert(
            1,
            Filter(
                "kind",
                Text("种类", "Kind"),
                "choice",
                lambda r, v: r.filter(kind=v),
                choices=choices,
            ),
        )
        columns.insert(2, Column("kind", Text("种类", "Kind"), kind="choice", choices=choices))
    return Register(
        code=f"catalogue.{thing}",
        title=title,
        office="catalogue",
        permission=_VIEW,
        rows=rows,
        order=("code",),
        icon=icon,
        columns=columns,
        filters=filters,
        detail=_DETAIL,
        actions=_ACTIONS,
        imports=imports,
        export_permission="catalogue.item.export",
        empty=Text("先导入国家目录文件。", "Import a national file first."),
    )


DRUGS = _register(
    "drug",
    Text("药品", "Drugs"),
    (ItemKind.WESTERN_DRUG, ItemKind.PATENT_DRUG, ItemKind.PREPARATION),
    ("catalogue.n1301", "catalogue.n1303"),
    "pill",
)
HERBS = _register(
    "herb",
    Text("中药饮片和配方颗粒", "Herbs and granules"),
    (ItemKind.HERBAL_PIECE, ItemKind.HERBAL_GRANULE),
    ("catalogue.n1302", "catalogue.n1320"),
    "leaf",
)
SERVICES = _register(
    "service",
    Text("医疗服务项目", "Medical services"),
    (ItemKind.SERVICE,),
    ("catalogue.n1305", "catalogue.n1321"),
    "stethoscope",
)
CONSUMABLES = _register(
    "consumable",
    Text("医用耗材", "Consumables"),
    (ItemKind.CONSUMABLE,),
    ("catalogue.n1306", "catalogue.n1306a"),
    "bandage",
)
REAGENTS = _register(
    "reagent",
    Text("体外诊断试剂", "Reagents"),
    (ItemKind.REAGENT,),
    ("catalogue.n1322", "catalogue.n1326", "catalogue.n1323"),
    "test-pipe",
)


def _dated_rows(model: type[Any]) -> Callable[[Granted, Reach], QuerySet[Any]]:
    def rows(granted: Granted, reach: Reach) -> QuerySet[Any]:
        del granted, reach  # rules of payment are public
        return model.objects.select_related("item").all()

    return rows


_ITEM_FILTER = Filter(
    "item",
    Text("项目", "Item"),
    "exact",
    lambda rows, text: rows.filter(item_id=text if text.isdigit() else None),
)
_CODE_FILTER = Filter(
    "q", CODE, "search", lambda rows, text: rows.filter(item__code__startswith=text.upper())
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
        Column("chrgitm_lv", _CLASS, kind="choice", choices=_CLASS_CHOICES),
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
            _CLASS,
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
        Column("level_group", Text("机构级别", "Levels"), kind="choice", choices=_LEVEL_CHOICES),
        Column("price", Text("价格（元）", "Price"), value=lambda row: price_yuan(row.price_e6)),
        Column("first", FIRST, kind="date"),
        Column("last", LAST, kind="date"),
        Column("evidence", Text("依据", "Evidence"), wide=True),
    ),
    filters=(_CODE_FILTER, _DIVISION_FILTER, _ITEM_FILTER),
    imports=("catalogue.price_ceilings",),
    export_permission="catalogue.item.export",
)

_PAGES = {
    **dict.fromkeys((ItemKind.WESTERN_DRUG, ItemKind.PATENT_DRUG, ItemKind.PREPARATION), "drug"),
    **dict.fromkeys((ItemKind.HERBAL_PIECE, ItemKind.HERBAL_GRANULE), "herb"),
    ItemKind.SERVICE: "service",
    ItemKind.CONSUMABLE: "consumable",
    ItemKind.REAGENT: "reagent",
}


def hit(number: int, code: str, kind: str, name: str) -> Hit:
    """Return an item as the search box shows it."""
    label = ItemKind(kind).label
    return Hit(name, f"{code} · {label.zh}", f"/catalogue/{_PAGES[ItemKind(kind)]}/{number}/")

"""The registers of drugs, herbs, services, consumables and reagents (目录登记簿)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from yibao.office.base.rights.granted import Reach
from yibao.office.catalogue.models import Item, ItemVersion
from yibao.office.catalogue.names import CLASSES, ItemKind
from yibao.office.catalogue.registers.setting import ACTIONS
from yibao.office.catalogue.registers.words import CODE, NAME, asked, place
from yibao.office.catalogue.services.rules import LEVEL_NAMES
from yibao.office.catalogue.words import asked_pairs, plain
from yibao.office.screens.hooks import Hit
from yibao.office.screens.register import (
    Column,
    Detail,
    Fact,
    Filter,
    Moment,
    Register,
    Related,
    Section,
)
from yibao.office.screens.rights import Granted
from yibao.terms.ratio import format_ratio
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


def _search(rows: QuerySet[Item], text: str) -> QuerySet[Item]:
    key = plain(text)
    fits = Q(code__startswith=asked(text).upper()) | Q(name_words__contains=asked_pairs(text))
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
        actions=ACTIONS,
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

"""Items of the catalogue, their versions, and how the fund pays for them (目录项目)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from yibao.office.catalogue.dated import Dated
from yibao.office.catalogue.names import CHARGE_TYPES, CLASSES, CeilingKind, ItemKind


class Item(models.Model):
    """One code of the catalogue for ever; what it is called and how it is paid is dated."""

    code = models.CharField("医疗目录编码", max_length=50, unique=True, db_comment="med_list_codg")
    kind = models.CharField(
        "种类", max_length=20, choices=[(kind.value, kind.label.zh) for kind in ItemKind]
    )
    list_type = models.CharField("目录类别", max_length=3, blank=True, db_comment="list_type")
    name = models.CharField("名称", max_length=500)
    name_words = ArrayField(models.CharField(max_length=2), verbose_name="名称检索词", default=list)
    name_key = models.CharField("拼音首字母", max_length=60, blank=True)
    is_demo = models.BooleanField("演示", default=False)

    class Meta:
        """Names are found by pairs of characters, by their beginning and by Pinyin."""

        verbose_name = "目录项目"
        indexes = (
            GinIndex(fields=("name_words",), name="item_words"),
            models.Index(fields=("name",), name="item_name", opclasses=("varchar_pattern_ops",)),
            models.Index(fields=("name_key",), name="item_key", opclasses=("varchar_pattern_ops",)),
            models.Index(fields=("kind", "code"), name="item_kind"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ItemVersion(Dated):
    """What an item is from a day on (目录版本)."""

    item = models.ForeignKey(Item, models.PROTECT, verbose_name="项目", related_name="versions")
    version = models.CharField("版本号", max_length=50, blank=True, db_comment="ver")
    version_name = models.CharField("版本名称", max_length=200, blank=True)
    record_number = models.CharField("唯一记录号", max_length=100, blank=True, db_comment="rid")
    name = models.CharField("名称", max_length=500)
    specification = models.TextField("规格", blank=True)
    dosage_form = models.CharField("剂型", max_length=500, blank=True)
    unit = models.CharField("计价单位", max_length=100, blank=True, db_comment="prcunt")
    pack = models.CharField("包装规格", max_length=500, blank=True, db_comment="pacspec")
    manufacturer = models.CharField(
        "生产企业", max_length=500, blank=True, db_comment="prodentp_name"
    )
    approval_number = models.CharField("批准文号", max_length=500, blank=True, db_comment="aprvno")
    content = models.TextField("内涵", blank=True)
    limited_text = models.TextField("限制使用范围", blank=True)
    is_valid = models.BooleanField("有效标志", default=True, db_comment="vali_flag")
    details = models.JSONField("其他列", default=dict)

    class Meta:
        """At most one version of an item on any day; see the migrations."""

        verbose_name = "目录版本"

    def __str__(self) -> str:
        return f"{self.item_id} {self.during}"


class PaymentRule(Dated):
    """How the fund pays for an item in a division (支付政策): class, first-pay, limits."""

    item = models.ForeignKey(
        Item, models.PROTECT, verbose_name="项目", related_name="rules", db_index=False
    )
    division = models.CharField("医保区划", max_length=6, blank=True, db_comment="admdvs")
    chrgitm_lv = models.CharField(
        "收费项目等级", max_length=3, choices=[(code, name.zh) for code, name in CLASSES.items()]
    )
    first_pay_ppm = models.IntegerField(
        "先自付比例", null=True, blank=True, db_comment="selfpay_prop, parts per million"
    )
    med_chrgitm_type = models.CharField(
        "医疗收费项目类别",
        max_length=6,
        blank=True,
        choices=[(code, name.zh) for code, name in CHARGE_TYPES.items()],
    )
    is_limited = models.BooleanField("限制使用标志", default=False, db_comment="lmt_used_flag")
    limited_text = models.TextField("限制使用范围", blank=True)
    level_group = models.CharField("限定机构级别", max_length=30, blank=True)
    evidence = models.TextField("依据", blank=True)
    is_demo = models.BooleanField("演示", default=False)

    class Meta:
        """At most one rule of an item and a division on any day; see the migrations."""

        verbose_name = "支付政策"
        indexes = (models.Index(fields=("item", "division"), name="paymentrule_item"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(first_pay_ppm__isnull=True)
                | models.Q(first_pay_ppm__range=(0, 1_000_000)),
                name="paymentrule_share",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.division} {self.chrgitm_lv}"


class PriceCeiling(Dated):
    """The most that counts of an item's price in a division, at hospitals of some levels (限价)."""

    item = models.ForeignKey(
        Item, models.PROTECT, verbose_name="项目", related_name="ceilings", db_index=False
    )
    division = models.CharField("医保区划", max_length=6, blank=True, db_comment="admdvs")
    kind = models.CharField(
        "限价类型", max_length=20, choices=[(kind.value, kind.label.zh) for kind in CeilingKind]
    )
    level_group = models.CharField("机构级别", max_length=30, blank=True)
    price_e6 = models.BigIntegerField("价格", db_comment="millionths of a yuan")
    evidence = models.TextField("依据", blank=True)
    is_demo = models.BooleanField("演示", default=False)

    class Meta:
        """At most one of a kind, a division and a level on any day; see the migrations."""

        verbose_name = "限价"
        indexes = (models.Index(fields=("item", "division"), name="priceceiling_item"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(price_e6__range=(0, 10**15)), name="priceceiling_price"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.division} {self.kind} {self.price_e6}"

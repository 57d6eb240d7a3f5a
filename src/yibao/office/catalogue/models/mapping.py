"""What hospitals call their items, and which national code each is (院内目录对应)."""

from __future__ import annotations

from django.db import models

from yibao.office.catalogue.dated import Dated
from yibao.office.catalogue.models.item import Item
from yibao.office.catalogue.names import MappingState


class LocalItem(models.Model):
    """An item as one provider has it on its shelves or price list (定点机构目录)."""

    provider = models.CharField("定点医药机构编号", max_length=30, db_comment="fixmedins_code")
    code = models.CharField("院内编码", max_length=50, db_comment="medins_list_codg")
    name = models.CharField("院内名称", max_length=200, db_comment="medins_list_name")
    list_type = models.CharField("目录类别", max_length=3, db_comment="list_type")
    specification = models.CharField("规格", max_length=500, blank=True, db_comment="spec")
    dosage_form = models.CharField("剂型", max_length=200, blank=True, db_comment="dosform")
    unit = models.CharField("计价单位", max_length=100, blank=True, db_comment="prcunt")
    manufacturer = models.CharField(
        "生产企业", max_length=500, blank=True, db_comment="prodentp_name"
    )
    approval_number = models.CharField("批准文号", max_length=500, blank=True, db_comment="aprvno")
    price_e6 = models.BigIntegerField(
        "单价", null=True, blank=True, db_comment="pric, millionths of a yuan"
    )
    is_active = models.BooleanField("在用", default=True)
    is_demo = models.BooleanField("演示", default=False)

    class Meta:
        """A provider's code stands once."""

        verbose_name = "院内项目"
        constraints = (models.UniqueConstraint(fields=("provider", "code"), name="localitem_code"),)

    def __str__(self) -> str:
        return f"{self.provider} {self.code} {self.name}"


class Mapping(Dated):
    """That a local item is an item of the catalogue: proposed by one, decided by another."""

    local_item = models.ForeignKey(
        LocalItem,
        models.PROTECT,
        verbose_name="院内项目",
        related_name="mappings",
        db_index=False,
    )
    item = models.ForeignKey(Item, models.PROTECT, verbose_name="目录项目", related_name="mappings")
    state = models.CharField(
        "状态", max_length=10, choices=[(state.value, state.label.zh) for state in MappingState]
    )
    proposed_by = models.BigIntegerField("提出账号", null=True, blank=True)
    proposed_name = models.CharField("提出人", max_length=100)
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.BigIntegerField("审核账号", null=True, blank=True)
    decided_name = models.CharField("审核人", max_length=100, blank=True)
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    reason = models.TextField("审核意见", blank=True)

    class Meta:
        """On any day a local item has one approved mapping; see the migrations."""

        verbose_name = "目录对应"
        indexes = (
            models.Index(fields=("state", "id"), name="mapping_state"),
            models.Index(fields=("local_item", "state"), name="mapping_local"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state__in=("approved", "refused"))
                | (
                    models.Q(decided_by__isnull=False)
                    & (
                        models.Q(proposed_by__isnull=True)
                        | ~models.Q(decided_by=models.F("proposed_by"))
                    )
                ),
                name="mapping_two_persons",
            ),
        )

    def __str__(self) -> str:
        return f"{self.local_item_id} → {self.item_id} ({self.state})"

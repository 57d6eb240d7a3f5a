"""Registration certificates of reagents, and which products they cover (试剂注册证)."""

from __future__ import annotations

from django.db import models

from yibao.office.catalogue.models.item import Item


class Certificate(models.Model):
    """A registration certificate (注册证)."""

    certificate_id = models.CharField("注册证ID", max_length=50, unique=True)
    number = models.CharField("注册备案号", max_length=200)
    product_name = models.CharField("注册备案产品名称", max_length=500)
    registrant = models.CharField("注册备案人", max_length=500, blank=True)
    device_class = models.CharField("管理类别", max_length=50, blank=True)
    approved_on = models.DateField("批准日期", null=True, blank=True)
    valid_from = models.DateField("生效日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    is_valid = models.BooleanField("有效标志", default=True, db_comment="vali_flag")
    details = models.JSONField("其他列", default=dict)
    digest = models.CharField("内容摘要", max_length=32)
    import_id = models.BigIntegerField("导入编号", null=True, blank=True)

    class Meta:
        """Found by its number."""

        verbose_name = "试剂注册证"
        indexes = (models.Index(fields=("number",), name="certificate_number"),)

    def __str__(self) -> str:
        return f"{self.number} {self.product_name}"


class CertificateLink(models.Model):
    """That a reagent stands under a certificate, with its device identifier (UDI)."""

    link_id = models.CharField("试剂关联ID", max_length=50, unique=True)
    item = models.ForeignKey(Item, models.PROTECT, verbose_name="试剂产品")
    certificate = models.ForeignKey(Certificate, models.PROTECT, verbose_name="注册证")
    device_identifier = models.CharField("医疗器械唯一标识码", max_length=200, blank=True)
    is_valid = models.BooleanField("有效标志", default=True, db_comment="vali_flag")
    details = models.JSONField("其他列", default=dict)
    digest = models.CharField("内容摘要", max_length=32)
    import_id = models.BigIntegerField("导入编号", null=True, blank=True)

    class Meta:
        """A link stands once."""

        verbose_name = "试剂与注册证"

    def __str__(self) -> str:
        return f"{self.item_id} {self.certificate_id}"

"""Who signed in at a provider (签到)."""

from __future__ import annotations

from django.db import models


class Signing(models.Model):
    """An operator who signed in with 9001 and, perhaps, out with 9002 (签到签退)."""

    number = models.CharField("签到编号", max_length=30, unique=True, db_comment="sign_no")
    provider = models.CharField("定点医药机构", max_length=12)
    operator = models.CharField("操作员编号", max_length=30, db_comment="opter_no")
    mac = models.CharField("MAC地址", max_length=20, blank=True)
    address = models.CharField("IP地址", max_length=45, blank=True)
    signed_on = models.DateField("签到日期")
    signed_in_at = models.DateTimeField("签到时间")
    signed_out_at = models.DateTimeField("签退时间", null=True)

    class Meta:
        verbose_name = "签到"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.number

"""Files that providers send and fetch, and their applications for clearing (文件、清算申请)."""

from __future__ import annotations

from django.db import models


class ProviderFile(models.Model):
    """A file of one provider (接口文件): what it sent with 9101, or what it may fetch with 9102."""

    number = models.CharField("文件查询号", max_length=30, unique=True, db_comment="file_qury_no")
    provider = models.CharField("定点医药机构", max_length=12, db_comment="fixmedins_code")
    name = models.CharField("文件名称", max_length=200, db_comment="filename")
    content = models.BinaryField("内容")
    kept_at = models.DateTimeField("接收时间")
    kept_until = models.DateTimeField("下载截止时间", db_comment="dld_endtime")

    class Meta:
        verbose_name = "接口文件"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("provider", "kept_until"), name="file_of_provider"),)

    def __str__(self) -> str:
        return self.name


class ApplicationState(models.TextChoices):
    """How an application for clearing stands (清算申请状态)."""

    APPLIED = "applied", "已申报"
    WITHDRAWN = "withdrawn", "已撤销"


class ClearingApplication(models.Model):
    """A provider's application that what it settled within some days be cleared (清算申请)."""

    number = models.CharField(
        "清算申请事件ID", max_length=30, unique=True, db_comment="clr_appy_evt_id"
    )
    provider = models.CharField("定点医药机构", max_length=12, db_comment="fixmedins_code")
    clr_type = models.CharField("清算类别", max_length=30)
    clr_way = models.CharField("清算方式", max_length=30, blank=True)
    month = models.CharField("清算年月", max_length=6, db_comment="setlym")
    first = models.DateField("开始日期", db_comment="begndate")
    last = models.DateField("结束日期", db_comment="enddate")
    visits = models.IntegerField("清算人次", db_comment="psntime")
    total_fen = models.BigIntegerField("医疗费总额", db_comment="medfee_sumamt")
    recognised_fen = models.BigIntegerField("医保认可费用总额", db_comment="med_sumfee")
    fund_fen = models.BigIntegerField("基金申报总额", db_comment="fund_appy_sum")
    cash_fen = models.BigIntegerField("现金支付金额", db_comment="cash_payamt")
    account_fen = models.BigIntegerField("个人账户支出", db_comment="acct_pay")
    state = models.CharField("状态", max_length=10, choices=ApplicationState.choices)
    applied_at = models.DateTimeField("申请时间")
    withdrawn_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = "清算申请"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("provider", "first"), name="application_of_provider"),)

    def __str__(self) -> str:
        return self.number

"""The audit log (审计日志): who saw or changed whom, when and why."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from yibao.office.base.models.seal import SealedRow


class AuditEntry(SealedRow):
    """One request that showed persons, or one change. Appended; nothing changes or removes it.

    The table is cut by month of `at` and holds no foreign keys; see the migration.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField("时间")
    account_id = models.BigIntegerField("账户", null=True)
    account_name = models.CharField("姓名", max_length=64)
    roles = ArrayField(models.CharField(max_length=16), verbose_name="岗位", default=list)
    address = models.CharField("来源地址", max_length=64, blank=True)
    action = models.CharField("操作", max_length=64)
    subject = models.CharField("对象", max_length=128, blank=True)
    persons = ArrayField(models.CharField(max_length=30), verbose_name="涉及人员", default=list)
    purpose = models.CharField("用途", max_length=200, blank=True)
    changes = models.JSONField("变更", default=dict)
    request = models.CharField("请求", max_length=300, blank=True)
    status = models.SmallIntegerField("结果", default=0)

    class Meta:
        verbose_name = "审计记录"
        ordering = ("-pk",)
        indexes = (
            GinIndex(fields=("persons",), name="audit_persons"),
            models.Index(fields=("account_id", "-id"), name="audit_account"),
            models.Index(fields=("subject", "-id"), name="audit_subject"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.account_name} {self.action} {self.subject}"

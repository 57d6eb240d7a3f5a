"""Doctors, nurses, pharmacists, and whether what they order is paid for (医保支付资格)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from yibao.office.providers.dated import Dated
from yibao.office.providers.kinds import StaffKind, Standing
from yibao.office.providers.models.institution import Institution


class StaffMember(Dated):
    """A member of the staff at one institution; who works at two has two rows and one code."""

    code = models.CharField("人员编码", max_length=14)
    name = models.CharField("姓名", max_length=50)
    name_words = ArrayField(models.CharField(max_length=2), verbose_name="姓名检索词", default=list)
    kind = models.CharField("人员类别", max_length=20, choices=StaffKind.choices())
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="staff")
    department = models.CharField("医院科室编码", max_length=20, blank=True)
    title = models.CharField("职称", max_length=50, blank=True)
    version = models.IntegerField("版本", default=1)

    class Meta:
        verbose_name = "医保医师、护士、药师"
        indexes = (
            models.Index(fields=("code",), name="staff_code"),
            models.Index(fields=("institution", "code"), name="staff_institution"),
            GinIndex(fields=("name_words",), name="staff_words"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class StaffStanding(Dated):
    """Days on which somebody's standing is suspended or lost; it follows the code everywhere."""

    code = models.CharField("人员编码", max_length=14)
    state = models.CharField("资格状态", max_length=20, choices=Standing.choices())
    reason = models.CharField("原因", max_length=500)
    document = models.CharField("文书号", max_length=100, blank=True)

    class Meta:
        verbose_name = "支付资格处理"
        indexes = (models.Index(fields=("code",), name="standing_code"),)

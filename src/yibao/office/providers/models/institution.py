"""Institutions, what about them is dated, their departments (定点医药机构)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from yibao.office.providers.dated import Dated
from yibao.office.providers.kinds import Nature, ProviderKind
from yibao.terms.levels import LEVELS


class Institution(models.Model):
    """A hospital, clinic or pharmacy with a national code."""

    code = models.CharField(
        "定点医药机构编号", max_length=12, unique=True, db_column="fixmedins_code"
    )
    name = models.CharField("定点医药机构名称", max_length=200, db_column="fixmedins_name")
    name_words = ArrayField(models.CharField(max_length=2), verbose_name="名称检索词", default=list)
    name_key = models.CharField("名称拼音", max_length=200, default="")
    kind = models.CharField("机构类别", max_length=20, choices=ProviderKind.choices())
    type = models.CharField("定点医疗服务机构类型", max_length=6, db_column="fixmedins_type")
    nature = models.CharField("经营性质", max_length=20, choices=Nature.choices())
    division = models.CharField("医保区划", max_length=6, db_column="admdvs")
    credit_code = models.CharField("统一社会信用代码", max_length=18, db_column="uscc", blank=True)
    address = models.CharField("地址", max_length=200, db_column="addr", blank=True)
    phone = models.CharField("联系电话", max_length=50, db_column="tel", blank=True)
    responsible = models.CharField("负责人", max_length=50, blank=True)
    closed_on = models.DateField("停业日期", null=True, blank=True)
    version = models.IntegerField("版本", default=1)

    class Meta:
        verbose_name = "定点医药机构"
        indexes = (
            models.Index(fields=("division", "code"), name="institution_division"),
            GinIndex(fields=("name_words",), name="institution_words"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class InstitutionLevel(Dated):
    """The class of an institution for some days (机构级别): the national code and ours."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="levels")
    hosp_lv = models.CharField("医院等级", max_length=6, blank=True)
    level = models.CharField(
        "机构级别", max_length=30, choices=[(known.key, known.label.zh) for known in LEVELS]
    )
    evidence = models.CharField("依据文件", max_length=200)

    class Meta:
        verbose_name = "机构级别"


class InstitutionListing(Dated):
    """A list of the policy files on which an institution stands (机构名单)."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="listings")
    name = models.CharField("名单", max_length=60)
    evidence = models.CharField("依据文件", max_length=200)

    class Meta:
        verbose_name = "机构名单"


class BankAccount(Dated):
    """Where an institution is paid (收款账户)."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="accounts")
    holder = models.CharField("户名", max_length=200)
    bank = models.CharField("开户行", max_length=200)
    number = models.CharField("账号", max_length=40)

    class Meta:
        verbose_name = "收款账户"


class Department(Dated):
    """A department as a hospital names it, with the national code (科室)."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="departments")
    code = models.CharField("医院科室编码", max_length=20, db_column="hosp_dept_codg")
    name = models.CharField("医院科室名称", max_length=100, db_column="hosp_dept_name")
    national_code = models.CharField("科别", max_length=20, db_column="caty")
    beds = models.IntegerField("批准床位数量", default=0, db_column="aprv_bed_cnt")

    class Meta:
        verbose_name = "科室"
        indexes = (models.Index(fields=("institution", "code"), name="department_code"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

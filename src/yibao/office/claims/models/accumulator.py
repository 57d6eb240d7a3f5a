"""Accumulators of persons, the layouts of their numbers, and plans kept for ever (年度累计)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Layout(models.Model):
    """Which number of an accumulator counts what (累计布局)."""

    id = models.AutoField(primary_key=True)
    digest = models.BinaryField("杂凑", max_length=32, unique=True)
    slots = models.JSONField("槽位", db_comment="[name, first, length] of each.")

    class Meta:
        verbose_name = "累计布局"

    def __str__(self) -> str:
        return str(self.id)


class Accumulator(models.Model):
    """What a person has used up in a scheme and a benefit year (年度累计)."""

    pk = models.CompositePrimaryKey("person", "insutype", "benefit_year")
    person = models.CharField("人员编号", max_length=30)
    insutype = models.CharField("险种类型", max_length=6)
    benefit_year = models.SmallIntegerField("待遇年度")
    layout_id = models.IntegerField("累计布局")
    numbers = ArrayField(models.BigIntegerField(), verbose_name="累计数")
    settlement_id = models.BigIntegerField("最后一次结算", null=True)

    class Meta:
        verbose_name = "年度累计"

    def __str__(self) -> str:
        return f"{self.person} {self.insutype} {self.benefit_year}"


class Plan(models.Model):
    """A compiled plan's sources, so that any settlement can be recomputed (政策方案)."""

    hash = models.BinaryField("杂凑", max_length=32, primary_key=True)
    region = models.CharField("医保区划", max_length=20)
    files = models.BinaryField("政策文件", db_comment="Archive of every file it was made from.")
    first_used_at = models.DateTimeField("首次使用")

    class Meta:
        verbose_name = "政策方案"

    def __str__(self) -> str:
        return self.region

"""The tables of the overview: sums, worked out anew by `services`; never what anything rests on."""

from __future__ import annotations

from django.db import models


class Area(models.Model):
    """What a division is called (区划名称)."""

    division = models.CharField("区划", max_length=6, primary_key=True, db_comment="admdvs")
    name = models.CharField("名称", max_length=100)

    class Meta:
        verbose_name = "区划名称"

    def __str__(self) -> str:
        return self.name


class PeopleCount(models.Model):
    """How many persons are insured (参保人数) on the day of counting."""

    division = models.CharField("参保地", max_length=6, db_comment="Division of insurance.")
    insutype = models.CharField("险种类型", max_length=6)
    age_from = models.SmallIntegerField("年龄段", db_comment="First age of ten years.")
    persons = models.IntegerField("人数")
    counted_on = models.DateField("统计日期")

    class Meta:
        verbose_name = "参保人数"
        constraints = (
            models.UniqueConstraint(
                fields=("division", "insutype", "age_from"), name="overview_people_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.division} {self.insutype} {self.age_from}"


class CareSum(models.Model):
    """What was settled on a day (结算汇总); reversals are taken off."""

    settled_on = models.DateField("结算日期")
    division = models.CharField("参保地", max_length=6, db_comment="Division of insurance.")
    insutype = models.CharField("险种类型", max_length=6)
    setting = models.CharField("就诊方式", max_length=10)
    settlements = models.IntegerField("结算数", db_comment="Less those reversed.")
    total_fen = models.BigIntegerField("总费用")
    fund_fen = models.BigIntegerField("基金支付")
    personal_fen = models.BigIntegerField("个人负担")

    class Meta:
        verbose_name = "结算汇总"
        constraints = (
            models.UniqueConstraint(
                fields=("settled_on", "division", "insutype", "setting"), name="overview_care_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.settled_on} {self.division} {self.insutype} {self.setting}"

"""What the law may ask about a person besides insurance, each dated (身份、登记、备案)."""

from __future__ import annotations

from django.db import models

from yibao.office.people.models.person import Person
from yibao.office.providers.dated import Dated


class Identity(Dated):
    """An identity that earns help (救助身份): who found it, by which document."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="identities")
    category = models.CharField("身份类别", max_length=40)
    psn_idet_type = models.CharField("人员身份类别", max_length=6, blank=True)
    evidence = models.CharField("认定文件", max_length=200)
    source = models.CharField("认定部门", max_length=100)
    end_reason = models.CharField("退出原因", max_length=500, blank=True)

    class Meta:
        verbose_name = "救助身份"
        indexes = (models.Index(fields=("person",), name="identity_person"),)


class Cover(Dated):
    """A further cover that is no scheme of its own (补充保障): a city's supplement, mutual aid."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="covers")
    cover = models.CharField("补充保障", max_length=40)
    carrier = models.CharField("承办机构", max_length=200, blank=True)

    class Meta:
        verbose_name = "补充保障"


class DiseaseRegistration(Dated):
    """A chronic or special disease that is registered (门诊慢特病登记)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="diseases")
    disease = models.CharField("病种", max_length=40)
    opsp_dise_code = models.CharField("门慢门特病种目录代码", max_length=30, blank=True)
    institution = models.CharField("鉴定机构", max_length=12, db_column="ide_fixmedins_no")
    doctor = models.CharField("诊断医师", max_length=30, db_column="diag_dr_codg", blank=True)
    evidence = models.CharField("鉴定材料", max_length=200)
    end_reason = models.CharField("注销原因", max_length=500, blank=True)

    class Meta:
        verbose_name = "门诊慢特病登记"


class AwayFiling(Dated):
    """A filing for care away from home (异地就医备案)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="filings")
    kind = models.CharField("备案类型", max_length=20)
    destination = models.CharField("就医地医保区划", max_length=6, db_column="mdtrtarea_admdvs")
    reason = models.CharField("备案原因", max_length=500, blank=True)
    filed_on = models.DateField("备案日期")

    class Meta:
        verbose_name = "异地就医备案"
        indexes = (models.Index(fields=("person",), name="filing_person"),)


class DoctorContract(Dated):
    """A contract with a family doctor's institution (家庭医生签约)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="contracts")
    institution = models.CharField("签约机构", max_length=12, db_column="fixmedins_code")
    doctor = models.CharField("签约医师", max_length=30, blank=True)

    class Meta:
        verbose_name = "家庭医生签约"


class Figure(Dated):
    """A dated number of a person that a policy may ask (个人参数), money in fen."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="figures")
    name = models.CharField("参数", max_length=30)
    amount = models.BigIntegerField("数值")

    class Meta:
        verbose_name = "个人参数"

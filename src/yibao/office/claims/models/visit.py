"""Visits and their diagnoses (就诊、诊断)."""

from __future__ import annotations

from django.db import models


class Setting(models.TextChoices):
    """Where care is given (就诊方式)."""

    OUTPATIENT = "outpatient", "门诊"
    INPATIENT = "inpatient", "住院"
    PHARMACY = "pharmacy", "药店"


class VisitState(models.TextChoices):
    """How a visit stands (就诊状态)."""

    OPEN = "open", "在诊"
    DISCHARGED = "discharged", "已出院"
    SETTLED = "settled", "已结算"
    WITHDRAWN = "withdrawn", "已撤销"


class Visit(models.Model):
    """A visit, a stay or a purchase at a pharmacy (就诊)."""

    number = models.CharField("就诊ID", max_length=30, unique=True, db_comment="mdtrt_id")
    division = models.CharField("就医地医保区划", max_length=6, db_comment="mdtrtarea_admvs")
    provider = models.CharField("定点医药机构", max_length=12, db_comment="fixmedins_code")
    person = models.CharField("人员编号", max_length=30, db_comment="psn_no")
    insutype = models.CharField("险种类型", max_length=6, db_comment="insutype")
    insured_division = models.CharField("参保地医保区划", max_length=6, db_comment="insu_admdvs")
    setting = models.CharField("就诊方式", max_length=10, choices=Setting.choices)
    med_type = models.CharField("医疗类别", max_length=6, blank=True, db_comment="med_type")
    own_number = models.CharField(
        "住院/门诊号", max_length=30, blank=True, db_comment="ipt_otp_no; of a stay ipt_no"
    )
    begins_at = models.DateTimeField("开始时间", db_comment="begntime")
    begins_on = models.DateField("开始日期", db_comment="Day of begntime, China; cuts the lines.")
    ends_at = models.DateTimeField("结束时间", null=True, db_comment="endtime; null: goes on")
    state = models.CharField(
        "状态", max_length=10, choices=VisitState.choices, default=VisitState.OPEN
    )
    department = models.CharField("科室编码", max_length=30, blank=True)
    doctor = models.CharField("医师编码", max_length=30, blank=True)
    disease = models.CharField("病种编码", max_length=30, blank=True, db_comment="dise_codg")
    disease_fact = models.CharField(
        "政策病种",
        max_length=40,
        default="none",
        db_comment="Fact `disease` of the policy: the name under which the disease is registered.",
    )
    delivery = models.CharField(
        "生育方式", max_length=12, default="none", db_comment="Fact `delivery` of the policy."
    )
    details = models.JSONField("其他信息", default=dict, db_comment="What else was sent, by name.")
    registered_at = models.DateTimeField("登记时间")
    changed_at = models.DateTimeField("变更时间")

    class Meta:
        verbose_name = "就诊"
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("person", "-id"), name="visit_person"),
            models.Index(fields=("provider", "-id"), name="visit_provider"),
            models.Index(
                fields=("provider", "begins_at"),
                name="visit_in_bed",
                condition=models.Q(setting="inpatient", state="open"),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("person",),
                condition=models.Q(setting="inpatient", state="open"),
                name="visit_one_open_stay",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Diagnosis(models.Model):
    """A diagnosis of a visit (诊断)."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="diagnoses")
    stage = models.CharField(
        "阶段",
        max_length=10,
        db_comment="outpatient, admission, discharge",
    )
    place = models.SmallIntegerField("诊断排序号", db_comment="diag_srt_no")
    kind = models.CharField("诊断类别", max_length=6, db_comment="diag_type")
    is_main = models.BooleanField("主诊断", default=False, db_comment="maindiag_flag")
    code = models.CharField("诊断代码", max_length=20, db_comment="diag_code")
    name = models.CharField("诊断名称", max_length=300, db_comment="diag_name")
    department = models.CharField("诊断科室", max_length=100, blank=True)
    doctor = models.CharField("诊断医师编码", max_length=30, blank=True)
    doctor_name = models.CharField("诊断医师姓名", max_length=50, blank=True)
    diagnosed_at = models.DateTimeField("诊断时间", null=True)

    class Meta:
        verbose_name = "诊断"
        ordering = ("visit", "stage", "place")
        constraints = (
            models.UniqueConstraint(fields=("visit", "stage", "place"), name="diagnosis_place"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

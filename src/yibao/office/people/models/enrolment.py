"""Spells of insurance and the days on which they rest (参保与暂停)."""

from __future__ import annotations

from django.db import models

from yibao.office.people.models.person import Person
from yibao.office.providers.dated import Dated


class Enrolment(Dated):
    """A spell of insurance in one scheme; a void one was a mistake and never counted (无效)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    insutype = models.CharField("险种类型", max_length=6)
    family = models.CharField("险种组", max_length=6)
    psn_type = models.CharField("人员类别", max_length=6)
    division = models.CharField("参保地医保区划", max_length=6, db_column="insuplc_admdvs")
    employer = models.CharField("单位编号", max_length=40, db_column="emp_no", blank=True)
    employer_name = models.CharField("单位名称", max_length=200, db_column="emp_name", blank=True)
    premium_class = models.CharField("缴费档次", max_length=10, default="single")
    rank = models.CharField("公务员职级", max_length=10, default="none")
    benefits_from = models.DateField("待遇开始日期", null=True, blank=True)
    end_reason = models.CharField("终止原因", max_length=500, blank=True)
    void = models.BooleanField("无效", default=False)

    class Meta:
        verbose_name = "参保记录"
        indexes = (
            models.Index(fields=("person", "insutype"), name="enrolment_person"),
            models.Index(fields=("employer",), name="enrolment_employer"),
        )


class EnrolmentPause(Dated):
    """Days of a spell without benefits: the relation rests, or premiums are owed (暂停、欠费)."""

    PAUSED, ARREARS = "paused", "arrears"

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="pauses")
    kind = models.CharField(
        "类型", max_length=10, choices=[(PAUSED, "暂停参保"), (ARREARS, "欠费")]
    )
    reason = models.CharField("原因", max_length=500)

    class Meta:
        verbose_name = "参保暂停"

"""Agreements and what they cover on which day (医保服务协议)."""

from __future__ import annotations

from datetime import date

from django.db import models

from yibao.office.providers.dated import Dated
from yibao.office.providers.kinds import AgreementState, CareScope
from yibao.office.providers.models.institution import Institution


class Agreement(Dated):
    """An agreement with an institution; its state on a day follows from its dates."""

    number = models.CharField("协议编号", max_length=40, unique=True)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="agreements")
    signed_on = models.DateField("签订日期")
    ended_on = models.DateField("终止日期", null=True, blank=True)
    end_reason = models.CharField("终止原因", max_length=500, blank=True)
    version = models.IntegerField("版本", default=1)

    class Meta:
        verbose_name = "医保服务协议"
        indexes = (models.Index(fields=("institution", "number"), name="agreement_institution"),)

    def __str__(self) -> str:
        return self.number

    def state_on(self, day: date) -> AgreementState:
        """Return how the agreement stands on a day; suspensions of all it covers count."""
        if day < self.first:
            return AgreementState.SIGNED
        if not self.holds(day):
            return AgreementState.ENDED
        if any(pause.scope == "" and pause.holds(day) for pause in self.suspensions.all()):
            return AgreementState.SUSPENDED
        return AgreementState.IN_FORCE


class AgreementScope(Dated):
    """One kind of care that an agreement covers; of an institution each on any day but once."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="scopes")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="scopes")
    scope = models.CharField("服务范围", max_length=20, choices=CareScope.choices())

    class Meta:
        verbose_name = "协议服务范围"


class AgreementSuspension(Dated):
    """Days on which an agreement, or one kind of care of it, is suspended (中止协议)."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="suspensions")
    scope = models.CharField("服务范围", max_length=20, choices=CareScope.choices(), blank=True)
    reason = models.CharField("原因", max_length=500)
    document = models.CharField("文书号", max_length=100, blank=True)

    class Meta:
        verbose_name = "协议中止"

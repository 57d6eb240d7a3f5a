"""Whose personal account somebody else may use (个人账户家庭共济)."""

from __future__ import annotations

from django.db import models

from yibao.office.people.models.person import Person
from yibao.office.providers.dated import Dated


class AccountSharing(Dated):
    """Days on which a member of the family may use a person's account (账户共济)."""

    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="账户所有人", related_name="shares_with"
    )
    member = models.ForeignKey(
        Person, models.PROTECT, verbose_name="共济成员", related_name="shared_by"
    )
    end_reason = models.CharField("解除原因", max_length=500, blank=True)

    class Meta:
        verbose_name = "账户共济"
        indexes = (models.Index(fields=("member", "id"), name="sharing_member"),)

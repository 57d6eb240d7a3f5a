"""Accounts (账户) and the roles granted to them (授权)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models.functions import Length

from yibao.office.base.roles import Role

models.CharField.register_lookup(Length)


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name; they are made by `base.services.accounts`."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account of a user name, small and capital letters alike."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """Somebody who signs in: an officer, a member of a provider's staff, an insured person."""

    username = models.CharField("登录名", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=64)
    phone = models.CharField("电话", max_length=32, blank=True)
    language = models.CharField("语言", max_length=2, default="zh")
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须改口令", default=True)
    second_factor_secret = models.CharField("二次验证密钥", max_length=256, blank=True)
    second_factor_step = models.BigIntegerField("已用验证时段", default=0)
    made_at = models.DateTimeField("建立时间", auto_now_add=True)
    version = models.IntegerField("版本", default=1)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "账户"
        ordering = ("username",)
        constraints = (
            models.UniqueConstraint(models.functions.Lower("username"), name="account_username"),
        )

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A role given to an account for a time: with a division, a provider or a person.

    A change is a new row; the old one ends. So what somebody could do on a day stays known.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    role = models.CharField(
        "岗位", max_length=16, choices=[(role.value, role.label.zh) for role in Role]
    )
    division = models.CharField("医保区划", max_length=6, blank=True)
    provider = models.CharField("定点机构编号", max_length=12, blank=True)
    person = models.CharField("人员编号", max_length=30, blank=True)
    during = DateRangeField("有效期")
    reason = models.CharField("事由", max_length=200)
    granted_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="grants_given", verbose_name="授权人"
    )
    granted_at = models.DateTimeField("授权时间", auto_now_add=True)
    ended_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="grants_ended", verbose_name="收回人"
    )

    class Meta:
        verbose_name = "授权"
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="grant_has_one_place",
                condition=(
                    models.Q(role=Role.PROVIDER, provider__length=12, division="", person="")
                    | models.Q(role=Role.INSURED, division="", provider="") & ~models.Q(person="")
                    | ~models.Q(role__in=[Role.PROVIDER, Role.INSURED])
                    & models.Q(division__length=6, provider="", person="")
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.role} {self.place}"

    @property
    def place(self) -> str:
        """Where it counts: division, provider or person."""
        return self.division or self.provider or self.person

    @property
    def as_role(self) -> Role:
        """The role that is given."""
        return Role(self.role)

    @property
    def last_day(self) -> date | None:
        """The last day on which it counts; None until it is taken."""
        ends = self.during.upper
        return None if ends is None else ends - timedelta(days=1)

    def is_in_force(self, day: date) -> bool:
        """Tell whether it counts on `day`."""
        last = self.last_day
        return bool(self.during.lower <= day and (last is None or day <= last))

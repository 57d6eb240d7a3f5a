"""How a provider proves who it is (接入方式)."""

from __future__ import annotations

from django.db import models


class Mode(models.TextChoices):
    """How messages are signed (签名方式)."""

    NONE = "none", "不签名"
    HMAC = "hmac", "HMAC-SHA1 网关签名"
    TIF = "tif", "x-tif SHA-256 签名"
    SM = "sm", "SM2 签名与 SM4 加密"


class Access(models.Model):
    """The access of one provider: how it signs, with which key; one row a provider.

    Secrets are encrypted by the site's key. In mode `sm` the access key is the client id, which is
    also the key of SM4, and `secret` is the provider's public key: its private one is never here.
    """

    provider = models.CharField("定点医药机构", max_length=12, unique=True)
    division = models.CharField("医保区划", max_length=6, db_comment="The provider's.")
    mode = models.CharField("签名方式", max_length=4, choices=Mode.choices)
    access_key = models.CharField("访问密钥", max_length=64, blank=True)
    secret = models.TextField("密钥", blank=True, db_comment="Encrypted.")
    server_key = models.TextField("平台私钥", blank=True, db_comment="SM2, hex, encrypted.")
    server_public_key = models.CharField("平台公钥", max_length=130, blank=True)
    changed_at = models.DateTimeField("变更时间")
    changed_by = models.CharField("变更人", max_length=64)
    version = models.IntegerField("版本", default=1)

    class Meta:
        verbose_name = "接入方式"
        ordering = ("provider",)

    def __str__(self) -> str:
        return f"{self.provider} {self.mode}"

"""Messages and their keys (报文与报文键): what came, and what was answered once and for all."""

from __future__ import annotations

from django.db import models

from yibao.office.base.models.seal import SealedRow


class MessageEntry(SealedRow):
    """One message that came (报文登记). Appended; nothing changes or removes it.

    The table is cut by month of `received_at` and holds no foreign keys; see the migration.
    """

    id = models.BigIntegerField(primary_key=True, db_comment="Of exchange_message_number.")
    received_at = models.DateTimeField("接收时间")
    provider = models.CharField("定点医药机构", max_length=12, db_comment="As it was sent.")
    infno = models.CharField("交易编号", max_length=10)
    msgid = models.CharField("发送方报文ID", max_length=30)
    person = models.CharField("人员编号", max_length=30, blank=True, db_comment="psn_no")
    visit = models.CharField("就诊ID", max_length=30, blank=True, db_comment="mdtrt_id")
    outcome = models.CharField(
        "结果", max_length=60, db_comment="ok, repeated, or the code of the refusal"
    )
    milliseconds = models.IntegerField("耗时", db_comment="From receiving to answering.")
    digest = models.BinaryField("报文杂凑", max_length=32, db_comment="SHA-256 of the bytes.")
    said = models.CharField("错误信息", max_length=200, blank=True, db_comment="err_msg")
    request = models.BinaryField(
        "请求", null=True, db_comment="Compressed; of refused messages of known senders."
    )

    class Meta:
        db_table = "exchange_message"
        verbose_name = "报文"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.provider} {self.infno} {self.msgid}"


class KeyState(models.TextChoices):
    """What became of a message's number (报文键状态)."""

    DONE = "done", "已办理"
    UNDONE = "undone", "已冲正"
    BARRED = "barred", "已拒收"


class Key(models.Model):
    """A changing message that was carried out, or never may be (报文键).

    Cut by month of `sent_on`, the day in the message's number; numbers of another form lie in the
    default partition under the first of all days.
    """

    pk = models.CompositePrimaryKey("provider", "infno", "msgid", "sent_on")
    provider = models.CharField("定点医药机构", max_length=12)
    infno = models.CharField("交易编号", max_length=10)
    msgid = models.CharField("发送方报文ID", max_length=30)
    sent_on = models.DateField("报文日期")
    state = models.CharField("状态", max_length=6, choices=KeyState.choices)
    digest = models.BinaryField("内容杂凑", max_length=32, db_comment="Of the input; empty: none.")
    answer = models.BinaryField("答复", db_comment="Every byte of it, compressed.")
    message_id = models.BigIntegerField("报文", db_comment="Of the message that made it.")
    kept_at = models.DateTimeField("登记时间")
    person = models.CharField("人员编号", max_length=30, blank=True)
    visit = models.CharField("就诊ID", max_length=30, blank=True)
    settlement = models.CharField("结算ID", max_length=30, blank=True, db_comment="setl_id")

    class Meta:
        verbose_name = "报文键"

    def __str__(self) -> str:
        return f"{self.provider} {self.infno} {self.msgid}"


class Nonce(models.Model):
    """A random text that a signature used (随机数): none counts twice within the window."""

    pk = models.CompositePrimaryKey("provider", "nonce")
    provider = models.CharField("定点医药机构", max_length=12)
    nonce = models.CharField("随机数", max_length=64)
    used_at = models.DateTimeField("使用时间")

    class Meta:
        verbose_name = "随机数"

    def __str__(self) -> str:
        return f"{self.provider} {self.nonce}"

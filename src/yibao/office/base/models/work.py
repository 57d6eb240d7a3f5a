"""Jobs (后台任务), events (发件箱) and messages (消息)."""

from __future__ import annotations

from django.db import models

from yibao.office.base.models.account import Account


class Job(models.Model):
    """Work that somebody started and that goes on without them."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "排队"
        RUNNING = "running", "进行中"
        DONE = "done", "完成"
        FAILED = "failed", "失败"
        STOPPED = "stopped", "已停止"

    kind = models.CharField("种类", max_length=64)
    arguments = models.JSONField("参数", default=dict)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    done = models.BigIntegerField("已完成", default=0)
    total = models.BigIntegerField("总数", null=True)
    message = models.CharField("说明", max_length=500, blank=True)
    result_name = models.CharField("结果文件名", max_length=120, blank=True)
    result_file = models.CharField("结果文件", max_length=200, blank=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, verbose_name="发起人")
    started_by = models.JSONField("发起时身份", default=dict)
    made_at = models.DateTimeField("发起时间", auto_now_add=True)
    begun_at = models.DateTimeField("开始时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    beat_at = models.DateTimeField("最近心跳", null=True)
    wants_stop = models.BooleanField("要求停止", default=False)

    class Meta:
        verbose_name = "后台任务"
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("account", "-id"), name="job_account"),
            models.Index(
                fields=("state",),
                name="job_open",
                condition=models.Q(state__in=("waiting", "running")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Event(models.Model):
    """News for offices above (发件箱): written with the change itself, handed on by the worker."""

    topic = models.CharField("主题", max_length=64)
    key = models.CharField("对象", max_length=128)
    payload = models.JSONField("内容", default=dict)
    at = models.DateTimeField("时间", auto_now_add=True)
    handed_at = models.DateTimeField("送达时间", null=True)
    tries = models.SmallIntegerField("尝试次数", default=0)
    next_try_at = models.DateTimeField("下次尝试", null=True)
    problem = models.CharField("问题", max_length=500, blank=True)

    class Meta:
        verbose_name = "事件"
        ordering = ("pk",)
        indexes = (
            models.Index(
                fields=("id",), name="event_open", condition=models.Q(handed_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class Message(models.Model):
    """A message to an account (消息), in both languages."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="messages_received")
    title_zh = models.CharField("标题", max_length=120)
    title_en = models.CharField("英文标题", max_length=160)
    body_zh = models.TextField("正文", blank=True)
    body_en = models.TextField("英文正文", blank=True)
    link = models.CharField("链接", max_length=300, blank=True)
    at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("阅读时间", null=True)

    class Meta:
        verbose_name = "消息"
        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=("account",), name="message_unread", condition=models.Q(read_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return self.title_zh
